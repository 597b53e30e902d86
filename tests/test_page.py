"""The page in a real browser: what a click on an edge, a node, a word or a link shows."""

import re

import pytest
from browser import Open, point_of
from page_knowledge import seed_knowledge
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SENTENCE = "En collaborant avec OpenAI, Klarna aurait ainsi mis au point un assistant d’IA capable"


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


@pytest.mark.parametrize(("name", "fragment"), [("seed", "#n=openai"), ("hostile", "#n=__proto__")])
def test_phone_needs_no_sideways_scrolling(open_page: Open, name: str, fragment: str) -> None:
    visit = open_page(name, fragment, viewport={"width": 360, "height": 740}, has_touch=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(visit.page.locator("#details h2")).to_be_in_viewport()


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


def test_entity_shows_the_votes_on_its_type_with_their_reasons(open_page: Open) -> None:
    visit = open_page("two", "#n=brunel")
    visit.page.locator("#details .votes summary").click()
    vote = visit.page.locator("#details .votes > ul > li")
    expect(vote).to_have_count(1)
    expect(vote).to_contain_text("Organisation")
    expect(vote.locator("li")).to_have_text("test × 2")


def test_mentions_of_an_entity_lead_to_their_places(open_page: Open) -> None:
    visit = open_page("two", "#n=brunel")
    visit.page.locator("#details .mentions summary").click()
    lines = visit.page.locator("#details .mention-line")
    expect(lines.first.locator("b")).to_have_text("Brunel")
    lines.filter(has_text="banque").last.click()
    expect(visit.page.locator("#article option:checked")).to_have_text("banque")
    expect(visit.page.locator("#article mark.spot")).to_have_text("Brunel")
    expect(visit.page.locator("#article mark.spot")).to_be_in_viewport()


def test_undo_and_redo_walk_the_steps(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai")
    undo, heading = visit.page.locator("#undo"), visit.page.locator("#details h2")
    expect(undo).to_be_disabled()
    visit.page.locator("#details a.entity", has_text="ChatGPT").click()
    visit.page.locator("#asserted-only").click()
    undo.click()
    expect(visit.page.locator("input[data-value='reported']")).to_be_checked()
    undo.click()
    expect(heading).to_contain_text("OpenAI")
    visit.page.locator("#redo").click()
    expect(heading).to_contain_text("ChatGPT")


def test_trail_shows_where_one_was_and_leads_back(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai")
    visit.page.locator("#details a.entity", has_text="ChatGPT").click()
    expect(visit.page.locator("#trail-steps li")).to_have_text(["OpenAI", "ChatGPT"])
    visit.page.locator("#trail-steps a", has_text="OpenAI").click()
    expect(visit.page.locator("#details h2")).to_contain_text("OpenAI")
    expect(visit.page.locator("#trail-steps li")).to_have_text(["ChatGPT", "OpenAI"])


def test_arrows_with_shift_walk_the_graph(open_page: Open) -> None:
    visit = open_page(fragment="#n=elon-musk")
    visit.page.locator("#canvas").focus()
    visit.page.keyboard.press("Shift+ArrowDown")
    expect(visit.page.locator("#details h2")).to_contain_text("Tesla")
    visit.page.keyboard.press("Shift+ArrowUp")
    expect(visit.page.locator("#details h2")).to_contain_text("Elon Musk")


def test_print_shows_the_graph_the_legend_and_no_buttons(open_page: Open) -> None:
    visit = open_page(fragment="#n=openai")
    visit.page.emulate_media(media="print", color_scheme="dark")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(visit.page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    for hidden in ("#search", "#export", "#zoom-in", "#layout-rerun", "#trail"):
        expect(visit.page.locator(hidden)).not_to_be_visible()
    for kept in (".on-paper", "#filter-type", "#details h2", "#article .text"):
        expect(visit.page.locator(kept).first).to_be_visible()
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    visit.page.emulate_media(media="screen", color_scheme="light")
    expect(visit.page.locator("#canvas canvas")).to_be_visible()
    assert visit.page.locator(".on-paper").count() == 0
