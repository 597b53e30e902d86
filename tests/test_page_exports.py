"""What the page saves and copies: read back by others, it says what the graph says of the claims in sight."""

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browser import Open, Visit, read_document
from builders import make_knowledge
from page_knowledge import HOSTILE_NAMES, hostile_knowledge, seed_knowledge
from playwright.sync_api import expect
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from kg.check import check_graph
from kg.graph import build_graph
from kg.query import run_query

pytestmark = pytest.mark.browser
KNOWLEDGE = {"seed": seed_knowledge(), "two": make_knowledge(), "hostile": hostile_knowledge()}
Triples = set[tuple[object, ...]]


def save(visit: Visit, format_: str) -> Path:
    """Return the file that a click in the menu saves."""
    visit.page.locator("#export summary").click()
    with visit.page.expect_download() as download:
        visit.page.locator(f"#save-{format_}").click()
    return download.value.path()


def triples_of(graph: Graph) -> Triples:
    return {tuple(term.n3() for term in triple) for triple in graph}


@pytest.mark.parametrize("name", sorted(KNOWLEDGE))
def test_turtle_of_everything_is_what_the_graph_has(open_page: Open, name: str) -> None:
    saved = Graph().parse(save(open_page(name), "turtle"), format="turtle")
    assert triples_of(saved) == triples_of(build_graph(KNOWLEDGE[name]))


def test_saved_turtle_conforms_to_the_shapes(open_page: Open) -> None:
    saved = Graph().parse(save(open_page("two", "#status=asserted"), "turtle"), format="turtle")
    assert check_graph(saved) == ()


def test_turtle_of_some_claims_is_a_part_of_the_graph(open_page: Open) -> None:
    visit = open_page("seed", "#status=reported&status=negated&confidence=0.9")
    saved = triples_of(Graph().parse(save(visit, "turtle"), format="turtle"))
    assert saved < triples_of(build_graph(KNOWLEDGE["seed"]))
    assert not any('"reported"' in triple for triple in saved)


@pytest.mark.parametrize("name", ["two", "hostile"])
def test_jsonld_says_the_same_as_turtle(open_page: Open, name: str) -> None:
    visit = open_page(name)
    turtle = parse(save(visit, "turtle").read_bytes(), RdfFormat.TURTLE)
    jsonld = parse(save(visit, "jsonld").read_bytes(), RdfFormat.JSON_LD)
    assert {quad.triple for quad in jsonld} == {quad.triple for quad in turtle}


@pytest.mark.parametrize("name", ["two", "hostile"])
def test_graphml_has_entities_as_nodes_and_claims_as_edges(open_page: Open, name: str) -> None:
    graph: Any = nx.read_graphml(save(open_page(name), "graphml"), force_multigraph=True)
    linked = [claim for claim in KNOWLEDGE[name].claims if hasattr(claim.object, "label")]
    assert sorted(graph.nodes) == sorted(entity.key for entity in KNOWLEDGE[name].entities)
    assert sorted(key for _, _, key in graph.edges(keys=True)) == sorted(claim.id for claim in linked)
    assert {data["status"] for _, _, data in graph.edges(data=True)} == {claim.status.value for claim in linked}


def test_csv_holds_the_rows_in_sight_with_their_sentences(open_page: Open) -> None:
    visit = open_page("two", "#view=table&status=asserted")
    text = save(visit, "csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert len(rows) == visit.page.locator("#rows tr").count() + 1
    assert rows[0][-1] == "Sentence"
    assert ["Trayor", "replaces", "40 ouvriers"] in [row[:3] for row in rows]


def test_csv_keeps_formulas_as_text_and_quotes_apart(open_page: Open) -> None:
    text = save(open_page("hostile", "#view=table"), "csv").read_bytes().decode("utf-8-sig")
    cells = {cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row}
    assert not any(cell[:1] in {"=", "+", "-", "@"} for cell in cells)
    assert {name for name in HOSTILE_NAMES if len(name) < 200 and name[0] not in "=+-@"} <= cells


@pytest.mark.parametrize("name", ["seed", "hostile"])
def test_svg_is_the_whole_drawing_as_text_and_paths(open_page: Open, name: str) -> None:
    visit = open_page(name)
    root = ET.parse(save(visit, "svg")).getroot()  # noqa: S314 - the page's own
    tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert tags == {"svg", "title", "rect", "path", "text"}
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    lines = {line for node in read_document(visit)["nodes"] for line in node["lines"]}
    assert lines <= texts


def test_boxes_and_labels_of_the_seed_do_not_overlap_in_the_picture(open_page: Open) -> None:
    visit = open_page("seed")
    root = ET.parse(save(visit, "svg")).getroot()  # noqa: S314 - the page's own
    boxes = [(x["x"], x["y"], x["width"] / 2, x["height"] / 2) for x in read_document(visit)["nodes"]]
    drawn = {line for node in read_document(visit)["nodes"] for line in node["lines"]} | {
        "22 %",
        "22\u00a0%",
        "≤ 3\u202f500",
    }
    labels = [
        text
        for text in root.iter("{http://www.w3.org/2000/svg}text")
        if text.text not in drawn
        and not (text.text or "").startswith("« ")  # how much one said stands on one's own box
    ]
    assert len(labels) > 15
    for label in labels:
        width = 6.0 * len(label.text or "") / 2 * 0.9
        boxes.append((float(label.get("x", "")), float(label.get("y", "")), width, 7.0))
    overlapping = [
        (one, two)
        for index, one in enumerate(boxes)
        for two in boxes[:index]
        if abs(one[0] - two[0]) < one[2] + two[2] and abs(one[1] - two[1]) < one[3] + two[3]
    ]
    assert overlapping == []


def test_png_is_the_whole_drawing_twice_as_large(open_page: Open) -> None:
    visit = open_page("seed")
    content = save(visit, "png").read_bytes()
    assert content.startswith(b"\x89PNG")
    nodes = read_document(visit)["nodes"]
    width = max(node["x"] + node["width"] / 2 for node in nodes) - min(node["x"] - node["width"] / 2 for node in nodes)
    assert int.from_bytes(content[16:20]) >= 2 * width


VIEWS = (
    "",
    "status=reported&status=planned",
    "confidence=0.85",
    "relation=ceoOf&relation=open",
    "type=Group",
    "article=laiterie",
    "words=robot",
    "focus=brunel&steps=1",
    "focus=jean-brunel&to=sodilac",
    "type=Person&article=banque&confidence=0.5",
)


def test_sparql_of_a_view_finds_the_claims_in_sight(open_page: Open) -> None:
    visit = open_page("two")
    graph = build_graph(KNOWLEDGE["two"])
    for view in VIEWS:
        visit.page.evaluate("view => { location.hash = view }", f"view=table&{view}")
        visit.page.wait_for_function("!document.getElementById('table').hidden")
        shown = visit.page.locator("#rows td.relation a").evaluate_all(
            "links => links.map(link => new URLSearchParams(link.hash.slice(1)).get('c'))"
        )
        visit.page.locator("#export summary").click()
        visit.page.locator("#copy-sparql").click()
        query = visit.page.locator("#query-text").input_value()
        visit.page.locator("#query-close").click()
        found = json.loads(run_query(graph, query).serialize("json"))
        claims = [row["claim"]["value"].rpartition("/")[2] for row in found["results"]["bindings"]]
        assert shown, view
        assert sorted(claims) == sorted(shown), view


def test_copied_query_is_on_the_clipboard(open_page: Open) -> None:
    visit = open_page("two", permissions=["clipboard-read", "clipboard-write"])
    visit.page.locator("#export summary").click()
    visit.page.locator("#copy-sparql").click()
    expect(visit.page.locator("#query-note")).not_to_be_empty()
    assert visit.page.evaluate("navigator.clipboard.readText()").startswith("PREFIX kg:")
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#query")).not_to_be_visible()


def test_menu_is_used_by_keyboard(open_page: Open) -> None:
    visit = open_page("two")
    visit.page.locator("#export summary").focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#save-png")).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#save-png")).not_to_be_visible()
