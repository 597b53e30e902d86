"""What several test modules share: the repository, a French text of our own, and the command line run as users run it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent

# Written for these tests; every name is invented but the well-known company's.
ARTICLE = """Vélocité rachète Pédalor

Claire Aubertin, PDG de Vélocité, a annoncé mardi le rachat de Pédalor, le fabricant de vélos nantais.

Selon la dirigeante, l’entreprise emploierait désormais 1\u00a0200 salariés. « Nous allons recruter », précise-t-elle.
"""

RunKg = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def article_text() -> str:
    return ARTICLE


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    path = tmp_path / "velocite.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def run_kg(tmp_path: Path) -> RunKg:
    """Return a function that runs the installed `kg` in an empty folder, as a user would, and captures what it says."""

    def run(
        *arguments: str, folder: Path | None = None, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kg", *arguments],
            cwd=folder or tmp_path,
            env={**os.environ, "COLUMNS": "100", **environment},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=300,
        )

    return run
