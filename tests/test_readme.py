import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def read_blocks(repository: Path, language: str) -> list[str]:
    readme = (repository / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)


@pytest.mark.model
def test_python_of_the_readme_runs(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / "seeds", tmp_path / "seeds")
    (program,) = read_blocks(repository, "python")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert "asserted Sam Altman ceoOf" in done.stdout
    assert (tmp_path / "output" / "graph.html").is_file()


def test_links_of_the_readme_lead_somewhere(repository: Path) -> None:
    readme = (repository / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (repository / link).exists()] == []
