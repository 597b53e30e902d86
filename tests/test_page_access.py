"""The page for everyone: axe-core finds nothing to mend, in either scheme, view and language."""

from pathlib import Path
from typing import Any

import pytest
from browser import Open
from conftest import skip_browser_test

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent.parent / ".cache" / "npm" / "node_modules" / "axe-core" / "axe.min.js"

RUN = """async () => (await axe.run()).violations.flatMap(
    ({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${html.slice(0, 200)} ${failureSummary}`))"""


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        skip_browser_test("axe-core is not there: make axe fetches it by npm, which comes with Node")
    return AXE.read_text(encoding="utf-8")


def test_nothing_of_the_page_goes_untested_in_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        skip_browser_test("no browser")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        skip_browser_test("no browser")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "fragment", "options"),
    [
        ("seed", "", {}),
        ("two", "#n=brunel", {}),
        ("seed", "#view=table", {}),
        ("seed", "#n=klarna", {"viewport": {"width": 390, "height": 844}}),
        ("large", "#view=whole", {}),
    ],
)
def test_axe_finds_no_violation(
    open_page: Open, axe: str, scheme: str, name: str, fragment: str, options: dict[str, Any]
) -> None:
    visit = open_page(name, fragment, color_scheme=scheme, **options)
    if fragment == "#n=brunel":
        for summary in visit.page.locator("#details > details > summary, .facet > summary").all():
            summary.click()
    visit.page.evaluate(axe)
    assert visit.page.evaluate(RUN) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_evidence_menu_and_query(open_page: Open, axe: str, scheme: str) -> None:
    visit = open_page("two", "#view=table", color_scheme=scheme)
    visit.page.evaluate(axe)
    visit.page.locator("#rows tr", has_text="negated").first.locator("td.relation a").click()
    visit.page.locator("#export summary").click()
    assert visit.page.evaluate(RUN) == []
    visit.page.locator("#copy-sparql").click()
    assert visit.page.evaluate(RUN) == []
    visit.page.locator("#query-close").click()
    visit.page.locator("#search").fill("brunel")
    assert visit.page.evaluate(RUN) == []
