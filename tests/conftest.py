"""What several test modules share: the repository, a French text of our own, and the command line run as users run it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from kg.annotate import annotate, load_pipeline
from kg.expectations import read_with_frames
from kg.extract import extract_claims
from kg.frames import Frame, load_frames
from kg.lexicon import load_lexicon
from kg.model import Article, Claim, Provenance
from kg.ontology import load_ontology
from kg.read import find_title
from kg.reading import Reading

if TYPE_CHECKING:
    import spacy
    from browser import Open
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parent.parent

# Written for these tests; every name is invented but the well-known company's.
ARTICLE = """Vélocité rachète Pédalor

Claire Aubertin, PDG de Vélocité, a annoncé mardi le rachat de Pédalor, le fabricant de vélos nantais.

Selon la dirigeante, l’entreprise emploierait désormais 1\u00a0200 salariés. « Nous allons recruter », précise-t-elle.
"""

PROVENANCE = Provenance(extractor="frames", version="0", model="test")

RunKg = Callable[..., subprocess.CompletedProcess[str]]
Read = Callable[[str], Reading]


class FindClaims(Protocol):
    """Returns the claims of a French text, by some frames only when they are given."""

    def __call__(self, text: str, frames: tuple[Frame, ...] | None = None) -> tuple[Claim, ...]: ...


@pytest.fixture(scope="session")
def nlp() -> "spacy.Language":
    """Load the French pipeline once for all tests; those that use it are marked `model`."""
    return load_pipeline()


@pytest.fixture(scope="session")
def read_french(nlp: "spacy.Language") -> Read:
    """Return a function that reads a French text as the pipeline does, up to the frames."""

    def read(text: str) -> Reading:
        lexicon = load_lexicon()
        doc = annotate(Article(name="test", text=text, title=find_title(text)), nlp, lexicon)
        return read_with_frames(doc, frames=load_frames(), ontology=load_ontology(), lexicon=lexicon)

    return read


@pytest.fixture(scope="session")
def find_claims(nlp: "spacy.Language") -> FindClaims:
    """Return a function that extracts the claims of a French text."""

    def find(text: str, frames: tuple[Frame, ...] | None = None) -> tuple[Claim, ...]:
        used, lexicon, ontology = frames or load_frames(), load_lexicon(), load_ontology()
        doc = annotate(Article(name="test", text=text), nlp, lexicon)
        reading = read_with_frames(doc, frames=load_frames(), ontology=ontology, lexicon=lexicon)
        return extract_claims(reading, frames=used, ontology=ontology, lexicon=lexicon, provenance=PROVENANCE)

    return find


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


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Start the Chromium or Chrome of this machine; a test without one is skipped, in continuous integration it fails."""
    from browser import find_browser, start_browser

    path = find_browser()
    if path is None:
        skip_browser_test(
            "no Chromium or Chrome is installed; Debian has it as 'chromium', KG_BROWSER can name another"
        )
    else:
        with start_browser(path) as browser:
            yield browser


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the pages that the tests open, by name."""
    from page_knowledge import write_pages

    return write_pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def open_page(browser: "Browser", pages: dict[str, Path]) -> "Iterator[Open]":
    """Return a function that opens a page; afterwards nothing may have been requested or gone wrong."""
    from browser import Visit

    visits: list[Visit] = []

    def visit(name: str = "seed", fragment: str = "", **options: Any) -> Visit:  # noqa: ANN401 - Playwright's options
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", **options})
        visits.append(Visit(context, pages[name], fragment))
        return visits[-1]

    yield visit
    for one in visits:
        one.page.context.close()
        assert one.external_requests == []
        assert one.complaints == []


def skip_browser_test(reason: str) -> None:
    """Skip the test; in continuous integration, where nothing of the page may go untested, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
