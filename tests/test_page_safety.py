"""The page and what is hostile: names that would run, a network that is cut."""

from urllib.parse import quote

import pytest
from browser import Open
from page_knowledge import HOSTILE_NAMES
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("fragment", ["", "#view=table", *(f"#n={number}" for number in range(len(HOSTILE_NAMES)))])
def test_hostile_names_run_nothing_and_show_as_text(open_page: Open, fragment: str) -> None:
    if fragment.startswith("#n="):
        name = HOSTILE_NAMES[int(fragment.removeprefix("#n="))]
        visit = open_page("hostile", f"#n={quote(name)}")
        assert name in (visit.page.locator("#details h2").text_content() or "")
    else:
        visit = open_page("hostile", fragment)
    article = visit.page.locator("#article .text").text_content() or ""
    assert all(name in article for name in HOSTILE_NAMES)
    assert visit.page.title() == HOSTILE_NAMES[3]
    assert visit.page.evaluate("window.hacked === undefined")
    assert visit.page.locator("img, a[href]:not([href^='#'])").count() == 0


def test_hostile_search_results_are_text(open_page: Open) -> None:
    visit = open_page("hostile")
    visit.page.locator("#search").fill("hacked")
    expect(visit.page.locator("#results")).to_contain_text(HOSTILE_NAMES[0])
    assert visit.page.evaluate("window.hacked === undefined")


def test_page_has_no_inline_handler_or_style(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai")
    handlers = visit.page.evaluate(
        "[...document.querySelectorAll('*')].filter(x => [...x.attributes].some(a => a.name.startsWith('on'))).length"
    )
    assert handlers == 0


def test_policy_stops_a_foreign_script(open_page: Open) -> None:
    visit = open_page()
    visit.page.evaluate(
        "const script = document.createElement('script'); script.textContent = 'window.hacked = 6';"
        "document.head.append(script)"
    )
    assert visit.page.evaluate("window.hacked === undefined")
    assert any("Content Security Policy" in complaint for complaint in visit.complaints)
    visit.complaints.clear()
