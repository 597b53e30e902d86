"""What the page says of itself: what it hides, what it could not find, and what is no plain fact."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from browser import Open, Visit, count_of, read_document
from page_knowledge import seed_knowledge
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
RED = "rgb(194, 31, 47)"


def save(visit: Visit, form: str) -> str:
    visit.page.locator("#export summary").click()
    with visit.page.expect_download() as download:
        visit.page.locator(f"#save-{form}").click()
    return download.value.path().read_text(encoding="utf-8")


def claim_where(visit: Visit, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    claim: dict[str, Any] = next(claim for claim in read_document(visit)["claims"] if is_wanted(claim))
    return claim


def edges_in_sight(visit: Visit) -> int:
    found = re.search(r"^(\d+) lien", visit.page.locator("#sight-count").text_content() or "")
    assert found is not None
    return int(found[1])


# What is hidden


def test_graph_too_large_to_be_read_opens_on_a_part_and_says_so(open_page: Open) -> None:
    visit = open_page("middling")
    expect(visit.page.locator("#in-sight")).to_contain_text("liens en vue sur")
    before = edges_in_sight(visit)
    assert 10 < before < 180
    visit.page.locator("#zoom-out").click()
    expect(visit.page.locator("#sight-count")).not_to_contain_text(f"{before} liens")
    assert edges_in_sight(visit) > before
    visit.page.locator("#sight-all").click()
    expect(visit.page.locator("#in-sight")).to_be_hidden()


def test_graph_that_can_be_read_opens_whole(open_page: Open) -> None:
    visit = open_page()
    expect(visit.page.locator("#in-sight")).to_be_hidden()


def test_edges_of_a_graph_with_many_have_labels_where_there_is_room(open_page: Open) -> None:
    root = ET.fromstring(save(open_page("middling"), "svg"))  # noqa: S314 - the page's own
    assert sum(text.text == "est partenaire de" for text in root.iter(f"{SVG}text")) > 60


def test_neighbours_are_brought_into_sight(open_page: Open) -> None:
    visit = open_page("middling", "#n=e0")
    visit.page.get_by_role("button", name="Ses voisins seulement").click()
    expect(visit.page.locator("#details h2")).to_contain_text("Société 0")
    visit.page.locator("#sight-all").or_(visit.page.locator("#zoom-fit")).last.click()
    expect(visit.page.locator("#in-sight")).to_be_hidden()


@pytest.mark.parametrize("view", ["graph", "table"])
def test_hidden_open_relations_are_told_with_their_number_and_shown_at_a_click(open_page: Open, view: str) -> None:
    visit = open_page("middling", f"#view={view}")
    number = count_of(visit, "relation", "open")
    expect(visit.page.locator("#open-hidden")).to_contain_text(f"{number} affirmations aux verbes hors ontologie")
    visit.page.locator("#open-show").click()
    expect(visit.page.locator("#open-hidden")).to_be_hidden()
    expect(visit.page.locator("input[data-value='open']")).to_be_checked()


def test_what_an_entity_said_is_marked_on_its_box(open_page: Open) -> None:
    boss = "sebastian-siemiatkowski"
    said = sum(claim.relation == "said" and claim.subject.key == boss for claim in seed_knowledge().claims)
    root = ET.fromstring(save(open_page(), "svg"))  # noqa: S314 - the page's own
    assert f"« {said} »" in {text.text for text in root.iter(f"{SVG}text")}
    expect(open_page().page.locator("#words-key")).to_be_visible()


def test_relation_that_was_searched_is_brought_into_sight(open_page: Open) -> None:
    visit = open_page("middling", "#n=e100")
    visit.page.locator("#search").fill("partenaire")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#details .hint")).to_be_visible()
    expect(visit.page.locator("#sight-count")).not_to_have_text(re.compile("^0 "))


# What is addressed


def test_address_of_a_claim_that_filters_hide_lifts_them_and_says_so(open_page: Open) -> None:
    visit = open_page("middling")
    claim = claim_where(visit, lambda one: one["relation"] == "open:citer")
    visit = open_page("middling", f"#c={claim['id']}")
    expect(visit.page.locator("#notice")).to_have_text("Filtres levés : ils cachaient ce lien.")
    expect(visit.page.locator("input[data-value='open']")).to_be_checked()
    visit.page.locator("#words").fill("soc")  # and is over with the next change
    visit.page.locator("#words").press("Enter")
    expect(visit.page.locator("#notice")).to_be_empty()


@pytest.mark.parametrize("hiding", ["status=reported", "confidence=0.9", "words=ChatGPT", "focus=elon-musk&steps=1"])
def test_each_filter_gives_way_to_the_claim_that_is_asked_for(open_page: Open, hiding: str) -> None:
    claim = claim_where(open_page(), lambda one: one["status"] == "reported" and one["relation"] == "replaces")
    visit = open_page(fragment=f"#view=table&c={claim['id']}&{hiding}")
    expect(visit.page.locator("#rows tr[aria-current]")).to_have_count(1)
    expect(visit.page.locator("#notice")).to_contain_text("Filtres levés")


def test_claim_followed_by_a_link_is_not_hidden_by_a_filter(open_page: Open) -> None:
    visit = open_page(fragment="#n=klarna&view=table&status=reported")
    visit.page.locator("#details a.evidence[aria-label^='rapporté']").first.click()
    expect(visit.page.locator("#rows tr[aria-current]")).to_have_count(1)


@pytest.mark.parametrize("address", ["c=nowhere", "n=nobody", "nonsense", "focus=nobody"])
@pytest.mark.parametrize("view", ["graph", "table"])
def test_unknown_address_is_told(open_page: Open, address: str, view: str) -> None:
    visit = open_page(fragment=f"#{address}&view={view}")
    expect(visit.page.locator("#notice")).to_contain_text(address.rpartition("=")[2])
    expect(visit.page.locator("#notice")).to_be_visible()


@pytest.mark.parametrize("written", ["{}", "c:{}", "https://kg.example/claim/{}"])
def test_claim_is_addressed_as_it_is_printed_elsewhere(open_page: Open, written: str) -> None:
    claim = claim_where(open_page(), lambda one: one["relation"] == "founderOf")
    visit = open_page(fragment=f"#c={written.format(claim['id'])}")
    expect(visit.page.locator("#details .claim")).to_have_attribute("data-claim", claim["id"])
    expect(visit.page.locator("#notice")).to_be_empty()


def test_entity_is_addressed_with_its_prefix(open_page: Open) -> None:
    expect(open_page(fragment="#n=e:openai").page.locator("#details h2")).to_contain_text("OpenAI")


# What is no plain fact


@pytest.mark.parametrize(
    ("status", "words"),
    [("negated", "nié :"), ("planned", "prévu :"), ("reported", "rapporté :"), ("former", "révolu :")],
)
def test_title_of_what_is_not_asserted_says_so(open_page: Open, status: str, words: str) -> None:
    visit = open_page("two", "#relation=")
    claim = claim_where(visit, lambda one: one["status"] == status)
    visit = open_page("two", f"#c={claim['id']}")
    visit.page.locator("#language").click()
    expect(visit.page.locator("#details h2 .standing-of")).to_have_text(re.compile(words.replace(" ", r"\s")))
    expect(visit.page.locator("#trail-steps")).to_contain_text(words.replace(" ", "\u00a0"))


def test_title_of_a_plain_fact_is_plain(open_page: Open) -> None:
    claim = claim_where(open_page(), lambda one: one["relation"] == "founderOf")
    visit = open_page(fragment=f"#c={claim['id']}")
    expect(visit.page.locator("#details h2")).to_have_text(re.compile("^Sebastian Siemiatkowski a fondé Klarna"))


def test_selected_negated_edge_stays_red(open_page: Open) -> None:
    claim = claim_where(open_page(), lambda one: one["status"] == "negated")
    root = ET.fromstring(save(open_page(fragment=f"#c={claim['id']}"), "svg"))  # noqa: S314 - the page's own
    red = [float(path.get("stroke-width", "")) for path in root.iter(f"{SVG}path") if path.get("stroke") == RED]
    assert max(red) > 3  # as wide as what is selected


# Words and columns


def test_names_and_descriptions_are_parted_and_each_stands_once(open_page: Open) -> None:
    about = open_page(fragment="#n=sebastian-siemiatkowski").page.locator("#details .about > div")
    expect(about.filter(has_text="Autres noms").locator("dd")).to_have_text("le responsable Sebastian Siemiatkowski")
    expect(about.filter(has_text="Désigné aussi par").locator("dd")).to_have_text("Le responsable, ce dernier, son PDG")


def test_unit_is_written_as_in_the_article(open_page: Open) -> None:
    visit = open_page("two", "#view=table")
    expect(visit.page.locator("#rows tr", has_text="350").locator("td.object")).to_have_text("350\u00a0salariés")


def test_article_of_a_claim_takes_one_line_of_the_table(open_page: Open) -> None:
    cell = open_page("two", "#view=table").page.locator("#rows td.article").first
    expect(cell).to_have_css("white-space", "nowrap")
    expect(cell).to_have_attribute("title", re.compile("banque|laiterie"))


def test_heads_of_the_csv_begin_alike(open_page: Open) -> None:
    head = next(csv.reader(io.StringIO(save(open_page(), "csv").removeprefix("\ufeff"))))
    assert head == ["Sujet", "Relation", "Objet", "Statut", "Selon", "Confiance", "Article", "Phrase"]
