"""The page in a real browser: opened as a file, with the network cut, used by clicking and typing."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser import Visit, find_browser, start_browser
from builders import make_knowledge
from page_knowledge import HOSTILE_NAMES, hostile_knowledge, large_knowledge, seed_knowledge
from playwright.sync_api import Browser, expect

from kg.html import build_page
from kg.ontology import load_ontology

pytestmark = pytest.mark.browser
SENTENCE = "En collaborant avec OpenAI, Klarna aurait ainsi mis au point un assistant d’IA capable"
Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        reason = "no Chromium or Chrome is installed; Debian has it as 'chromium', KG_BROWSER can name another"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with start_browser(path) as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    ontology = load_ontology()
    texts = {
        "seed": build_page(seed_knowledge(), ontology, title="Klarna et l’IA"),
        "two": build_page(make_knowledge(), ontology, language="en"),
        "hostile": build_page(hostile_knowledge(), ontology, title=HOSTILE_NAMES[3]),
        "large": build_page(large_knowledge(2500), ontology, language="en"),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.fixture
def open_page(browser: Browser, pages: dict[str, Path]) -> Iterator[Open]:
    """Return a function that opens a page; afterwards nothing may have been requested or gone wrong."""
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


def read_document(visit: Visit) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(visit.page.locator("#document").text_content() or "")
    return document


def point_of(visit: Visit, label: str, other: str = "", share: float = 0.45) -> tuple[float, float]:
    """Return where an entity is on the canvas when everything is shown, or a point on the way to another."""
    document = read_document(visit)
    nodes = document["nodes"]
    box = visit.page.locator("#canvas").bounding_box()
    assert box is not None

    def bound(axis: str, size: str, sign: int) -> float:
        return sign * max(float(sign * node[axis] + node[size] / 2) for node in nodes)

    left, right = bound("x", "width", -1), bound("x", "width", 1)
    top, bottom = bound("y", "height", -1), bound("y", "height", 1)
    scale = min((box["width"] - 40) / (right - left), (box["height"] - 40) / (bottom - top), 1.25)

    def find(wanted: str) -> Any:  # noqa: ANN401 - JSON
        index = next(i for i, entity in enumerate(document["entities"]) if entity["label"] == wanted)
        return next(node for node in nodes if node["entity"] == index)

    one, two = find(label), find(other or label)
    x = one["x"] + (two["x"] - one["x"]) * share
    y = one["y"] + (two["y"] - one["y"]) * share
    return (
        box["x"] + box["width"] / 2 + (x - (left + right) / 2) * scale,
        box["y"] + box["height"] / 2 + (y - (top + bottom) / 2) * scale,
    )


def count_of(visit: Visit, facet: str, value: str) -> int:
    label = visit.page.locator(f"label:has(input[data-facet='{facet}'][data-value='{value}'])")
    return int((label.locator(".count").text_content() or "").replace(",", ""))


def test_clicked_edge_shows_its_sentence_with_the_words_marked(open_page: Open) -> None:
    visit = open_page()
    visit.page.mouse.click(*point_of(visit, "assistant d’IA", "700 employés humains", 0.5))
    quote = visit.page.locator("#details blockquote")
    expect(quote).to_contain_text(SENTENCE)
    expect(quote.locator("mark.subject")).to_have_text("assistant d’IA")
    expect(quote.locator("mark.cue")).to_have_text("accomplir le travail de")
    expect(quote.locator("mark.object")).to_have_text("700 employés humains")


def test_clicked_edge_shows_status_confidence_and_article(open_page: Open) -> None:
    visit = open_page()
    visit.page.mouse.click(*point_of(visit, "assistant d’IA", "700 employés humains", 0.5))
    details = visit.page.locator("#details")
    expect(details.locator(".badge")).to_have_text("rapporté")
    expect(details.locator(".confidence")).to_contain_text("83")
    expect(details.locator(".origin")).to_contain_text("klarna-ia.txt")


def test_selected_claim_scrolls_the_article_to_its_words(open_page: Open) -> None:
    visit = open_page()
    visit.page.mouse.click(*point_of(visit, "assistant d’IA", "700 employés humains", 0.5))
    mark = visit.page.locator("#article mark.cue")
    expect(mark).to_have_text("accomplir le travail de")
    expect(mark).to_be_in_viewport()


def test_speaker_is_named(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.locator("#rows tr", has_text="employés de Klarna").locator("a", has_text="utilise").click()
    expect(visit.page.locator("#details .speaker")).to_have_text("selon Sebastian Siemiatkowski")


def test_qualifiers_and_bounds_are_written_out(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.locator("#rows tr", has_text=re.compile("3.500")).locator("td.relation a").click()
    expect(visit.page.locator("#details h2")).to_contain_text("au plus 3\u202f500")
    expect(visit.page.locator("#details dl").first).to_contain_text("août 2024")


def test_clicked_node_shows_its_names_and_claims_by_relation(open_page: Open) -> None:
    visit = open_page()
    visit.page.mouse.click(*point_of(visit, "Sebastian Siemiatkowski"))
    details = visit.page.locator("#details")
    expect(details.locator("h2")).to_contain_text("Sebastian Siemiatkowski")
    expect(details.locator(".about")).to_contain_text("le responsable")
    group = details.locator(".relation-group", has=visit.page.locator("h4", has_text="a fondé"))
    expect(group.locator("li")).to_contain_text("Klarna")


def test_declarations_stand_in_the_panel_of_who_made_them(open_page: Open) -> None:
    visit = open_page(fragment="#n=elon-musk")
    group = visit.page.locator("#details .relation-group", has=visit.page.locator("h4", has_text="a déclaré"))
    expect(group).to_contain_text("« la plupart d’entre nous seraient sans emplois à cause de l’IA »")


def test_clicked_words_of_the_article_select_the_entity(open_page: Open) -> None:
    visit = open_page()
    visit.page.locator("#article a.mention", has_text="ChatGPT").click()
    expect(visit.page.locator("#details h2")).to_contain_text("ChatGPT")


def test_clicked_cue_of_the_article_selects_its_claim(open_page: Open) -> None:
    visit = open_page()
    visit.page.locator("#article a.cue-link", has_text="accomplir le travail de").click()
    expect(visit.page.locator("#details blockquote mark.object")).to_have_text("700 employés humains")


def test_marks_count_code_points_not_utf16_units(open_page: Open) -> None:
    visit = open_page("hostile", "#view=table")  # its first line begins with a bicycle, two units of UTF-16
    visit.page.locator("#rows tr").last.locator("td.relation a").click()
    expect(visit.page.locator("#details blockquote mark.cue")).to_have_text("accuse")


def test_search_folds_accents_and_finds_aliases(open_page: Open) -> None:
    visit = open_page()
    search = visit.page.locator("#search")
    search.fill("employes HUMAINS")
    expect(visit.page.locator("#results li").first).to_contain_text("700 employés humains")
    search.fill("ia")
    expect(visit.page.locator("#results")).to_contain_text("intelligence artificielle")


def test_search_result_is_chosen_by_keyboard(open_page: Open) -> None:
    visit = open_page()
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("altman")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#details h2")).to_contain_text("Sam Altman")


def test_search_finds_relations_and_shows_them_alone(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.locator("#search").fill("partenaire")
    visit.page.locator("#results li", has_text="est partenaire de").click()
    expect(visit.page.locator("#rows tr")).to_have_count(2)


def test_unknown_search_says_so(open_page: Open) -> None:
    visit = open_page()
    visit.page.locator("#search").fill("zzz")
    expect(visit.page.locator("#results")).to_have_text("Rien trouvé")


def test_legend_hides_a_type_and_the_counts_follow(open_page: Open) -> None:
    visit = open_page()
    before = count_of(visit, "status", "reported")
    visit.page.locator("input[data-value='Group']").uncheck()
    assert count_of(visit, "status", "reported") < before
    expect(visit.page.locator("#shown")).to_have_text(re.compile("^13 entités"))


def test_asserted_only_leaves_no_other_status(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.locator("#asserted-only").click()
    assert set(visit.page.locator("#rows td.status").all_inner_texts()) == {"affirmé"}


def test_confidence_slider_hides_what_is_less_sure(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.locator("#confidence").fill("0.95")
    expect(visit.page.locator("#rows tr")).to_have_count(7)


def test_neighbours_only_hides_the_rest(open_page: Open) -> None:
    visit = open_page(fragment="#n=elon-musk")
    visit.page.get_by_role("button", name="Ses voisins seulement").click()
    expect(visit.page.locator("#shown")).to_have_text("4 entités, 3 liens")


def test_path_between_two_entities_shows_it_alone(open_page: Open) -> None:
    visit = open_page(fragment="#n=sam-altman")
    visit.page.get_by_role("button", name="Chemin vers…").click()
    expect(visit.page.locator("#notice")).to_contain_text("Sam Altman")
    visit.page.locator("#search").fill("assistant")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#shown")).to_have_text(re.compile("^4 entités"))


def test_path_that_does_not_exist_is_told(open_page: Open) -> None:
    visit = open_page(fragment="#n=elon-musk")
    visit.page.get_by_role("button", name="Chemin vers…").click()
    visit.page.locator("#article a.mention", has_text="ChatGPT").click()
    expect(visit.page.locator("#notice")).to_have_text("Aucun chemin de Elon Musk à ChatGPT avec ces filtres.")


def test_path_stays_in_the_address(open_page: Open) -> None:
    visit = open_page(fragment="#focus=sam-altman&to=klarna")
    expect(visit.page.locator("#shown")).to_have_text(re.compile("^3 entités"))


def test_filters_stay_in_the_address(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.locator("#asserted-only").click()
    rows = visit.page.locator("#rows tr").count()
    visit.page.reload()
    expect(visit.page.locator("#rows tr")).to_have_count(rows)


def test_back_returns_to_what_was_selected_before(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai")
    visit.page.locator("#details a.entity", has_text="ChatGPT").click()
    expect(visit.page.locator("#details h2")).to_contain_text("ChatGPT")
    visit.page.go_back()
    expect(visit.page.locator("#details h2")).to_contain_text("OpenAI")


def test_escape_closes_the_selection(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai")
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#details .hint")).to_be_visible()


def test_table_has_a_row_for_each_claim(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    expect(visit.page.locator("#rows tr")).to_have_count(len(seed_knowledge().claims))


def test_table_sorts_by_its_heads(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    head = visit.page.locator("#columns th", has_text="Confiance")
    head.locator("button").click()
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(visit.page.locator("#rows tr").first.locator("td.confidence")).to_contain_text("99")


def test_table_is_reached_and_used_by_keyboard(open_page: Open) -> None:
    visit = open_page()
    visit.page.locator("#show-table").focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator("#rows a").nth(1).focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#details blockquote")).to_be_visible()


def test_interface_speaks_english_at_a_click(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai")
    visit.page.locator("#language").click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    expect(visit.page.locator("#show-table")).to_have_text("Table")
    expect(visit.page.locator("#details h4").first).to_have_text("produces")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_the_colour_scheme_and_can_leave_it(open_page: Open, scheme: str) -> None:
    visit = open_page(color_scheme=scheme)
    body = visit.page.locator("body")
    expect(body).to_have_css("background-color", {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[scheme])
    visit.page.locator("#theme").click()
    expect(body).to_have_css("background-color", {"dark": "rgb(255, 255, 255)", "light": "rgb(20, 24, 29)"}[scheme])


def test_phone_needs_no_sideways_scrolling(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai", viewport={"width": 360, "height": 740}, has_touch=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(visit.page.locator("#details h2")).to_be_in_viewport()


def test_csv_keeps_formulas_as_text(open_page: Open) -> None:
    visit = open_page("hostile", "#view=table")
    with visit.page.expect_download() as download:
        visit.page.locator("#save-csv").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "\"'-->]]>'; window.hacked = 5; //\"" in text


def test_picture_is_saved(open_page: Open) -> None:
    visit = open_page()
    with visit.page.expect_download() as download:
        visit.page.locator("#save-png").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


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


def test_claim_shows_what_says_the_opposite(open_page: Open) -> None:
    visit = open_page("two", "#view=table")
    visit.page.locator("#rows tr", has_text="leads").filter(has_text="negated").locator("td.relation a").click()
    expect(visit.page.locator("#details h3")).to_have_text("Says the opposite")
    expect(visit.page.locator("#details .claim").last).to_contain_text("asserted")


def test_selected_claim_of_another_article_opens_that_article(open_page: Open) -> None:
    visit = open_page("two", "#view=table")
    visit.page.locator("#rows tr", has_text="is a partner of").locator("td.relation a").click()
    expect(visit.page.locator("#article option:checked")).to_have_text("laiterie")
    expect(visit.page.locator("#article mark.cue")).to_have_text("travaille avec")


def test_article_filter_hides_what_only_it_says(open_page: Open) -> None:
    visit = open_page("two", "#view=table&article=laiterie")
    assert set(visit.page.locator("#rows td.article").all_inner_texts()) == {"banque"}


def test_negated_claims_are_barred_in_the_legend(open_page: Open) -> None:
    visit = open_page("two")
    assert visit.page.locator("#filter-status .status-negated path").count() == 2


def test_hostile_search_results_are_text(open_page: Open) -> None:
    visit = open_page("hostile")
    visit.page.locator("#search").fill("hacked")
    expect(visit.page.locator("#results")).to_contain_text(HOSTILE_NAMES[0])
    assert visit.page.evaluate("window.hacked === undefined")


def test_large_graph_opens_on_a_part_and_says_so(open_page: Open) -> None:
    visit = open_page("large")
    expect(visit.page.locator("#notice")).to_contain_text("2,000 most central links of 2,")


def test_large_graph_is_searched_whole(open_page: Open) -> None:
    visit = open_page("large")
    last = read_document(visit)["entities"][-1]["label"]
    visit.page.locator("#search").fill(last)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#details h2")).to_contain_text(last)


def test_found_entity_of_a_large_graph_comes_with_its_links(open_page: Open) -> None:
    visit = open_page("large")
    document = read_document(visit)
    closed = [claim for claim in document["claims"] if claim["relation"] == "partnerOf"]
    ends = [{claim["subject"], claim["object"]["entity"]} for claim in closed]
    entity = max(max(pair) for pair in ends)
    expected = set().union(*(pair for pair in ends if entity in pair))
    visit.page.locator("#search").fill(document["entities"][entity]["label"])
    visit.page.keyboard.press("Enter")
    visit.page.get_by_role("button", name="Its neighbours only").click()
    expect(visit.page.locator("#shown")).to_have_text(re.compile(f"^{len(expected)} entities"))


def test_open_relations_are_shown_at_first_where_there_are_few_links(open_page: Open) -> None:
    visit = open_page()
    expect(visit.page.locator("input[data-facet='relation'][data-value='open']")).to_be_checked()


def test_open_relations_of_a_large_graph_wait_for_their_switch(open_page: Open) -> None:
    visit = open_page("large", "#view=table")
    switch = visit.page.locator("input[data-facet='relation'][data-value='open']")
    expect(switch).not_to_be_checked()
    before = count_of(visit, "status", "asserted")
    visit.page.locator(".facet summary").first.click()
    switch.check()
    assert count_of(visit, "status", "asserted") == before + count_of(visit, "relation", "open")


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
