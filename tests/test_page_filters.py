"""The page's search, filters, focus and address, by clicking and typing."""

import re

import pytest
from browser import Open, count_of
from page_knowledge import seed_knowledge
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


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


def test_article_filter_hides_what_only_it_says(open_page: Open) -> None:
    visit = open_page("two", "#view=table&article=laiterie")
    assert set(visit.page.locator("#rows td.article").all_inner_texts()) == {"banque"}


def test_negated_claims_are_barred_in_the_legend(open_page: Open) -> None:
    visit = open_page("two")
    assert visit.page.locator("#filter-status .status-negated path").count() == 2


def test_neighbours_reach_as_far_as_asked(open_page: Open) -> None:
    visit = open_page(fragment="#n=sam-altman&focus=sam-altman&steps=1")
    expect(visit.page.locator("#shown")).to_have_text(re.compile("^2 entités"))
    visit.page.locator("#steps").fill("2")
    visit.page.locator("#steps").press("Enter")
    expect(visit.page.locator("#shown")).to_have_text(re.compile("^5 entités"))
    assert "steps=2" in visit.page.url


def test_words_filter_the_graph_and_the_table_alike(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.locator("#words").fill("COBAYE FAVORI")
    expect(visit.page.locator("#rows tr")).to_have_count(3)
    assert count_of(visit, "status", "planned") == 1
    visit.page.locator("#words").press("Enter")
    assert "words=COBAYE+FAVORI" in visit.page.url
    visit.page.locator("#show-graph").click()
    expect(visit.page.locator("#shown")).to_have_text(re.compile("^4 entités, 2 liens"))
    visit.page.locator("#reset").click()
    expect(visit.page.locator("#words")).to_have_value("")


def test_asserted_only_is_a_switch(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    switch = visit.page.locator("#asserted-only")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(visit.page.locator("#rows tr")).to_have_count(len(seed_knowledge().claims))


def test_only_leaves_one_value_of_a_facet(open_page: Open) -> None:
    visit = open_page(fragment="#view=table")
    visit.page.get_by_role("button", name="Seulement : nié").click()
    assert set(visit.page.locator("#rows td.status").all_inner_texts()) == {"nié"}
    expect(visit.page.locator("#filter-status input:checked")).to_have_count(1)


def test_search_finds_articles_and_shows_them_alone(open_page: Open) -> None:
    visit = open_page("two", "#view=table")
    visit.page.locator("#search").fill("banq")
    visit.page.locator("#results li", has_text="banque").click()
    assert set(visit.page.locator("#rows td.article").all_inner_texts()) == {"banque"}
    expect(visit.page.locator("#article option:checked")).to_have_text("banque")
