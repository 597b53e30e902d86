"""The page as text: one file, nothing that runs but our own scripts, the same bytes for the same input."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from page_knowledge import HOSTILE_NAMES, hostile_knowledge, large_knowledge, seed_knowledge

from kg.errors import GraphError
from kg.html import _read_vis, build_page, escape_json
from kg.model import Knowledge, Text
from kg.ontology import Ontology, load_ontology
from kg.page_data import PageData
from kg.page_graph import wrap_label

PAGE = Path(__file__).parent.parent / "kg" / "page"


class Elements(HTMLParser):
    """The elements of a page in order, each with its attributes and the text directly within it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.doctype = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", {}, ""))

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def named(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, text) for name, attributes, text in self.found if name == tag]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def seed_page(ontology: Ontology) -> str:
    return build_page(seed_knowledge(), ontology, title="Klarna et l’IA")


@pytest.fixture(scope="module")
def hostile_page(ontology: Ontology) -> str:
    return build_page(hostile_knowledge(), ontology, title=HOSTILE_NAMES[3])


def read_document(page: str) -> dict[str, Any]:
    text = next(text for attributes, text in Elements(page).named("script") if attributes.get("id") == "document")
    document: dict[str, Any] = json.loads(text)
    return document


def test_page_has_doctype_language_title_and_viewport(seed_page: str) -> None:
    elements = Elements(seed_page)
    assert elements.doctype == "doctype html"
    assert elements.named("html")[0][0] == {"lang": "fr"}
    assert elements.named("title")[0][1] == "Klarna et l’IA"
    assert "viewport" in {attributes.get("name") for attributes, _ in elements.named("meta")}


def test_page_loads_nothing_from_elsewhere(seed_page: str) -> None:
    sources = [attributes.get(name) for _, attributes, _ in Elements(seed_page).found for name in ("src", "href")]
    assert [source for source in sources if source] == ["data:,"]


def test_policy_allows_the_scripts_and_the_style_of_the_page_only(seed_page: str) -> None:
    elements = Elements(seed_page)
    policy = next(
        attributes["content"]
        for attributes, _ in elements.named("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    script = elements.named("script")[-1][1]
    packed = next(text for attributes, text in elements.named("script") if attributes.get("id") == "drawing")
    drawing = zlib.decompress(base64.b64decode(packed)).decode("utf-8")
    style = elements.named("style")[0][1]

    def source(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert policy == (
        f"default-src 'none'; script-src {source(script)} {source(drawing)}; style-src {source(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_drawing_script_is_vis_network_with_its_licence(seed_page: str) -> None:
    packed = next(text for attributes, text in Elements(seed_page).named("script") if attributes.get("id") == "drawing")
    drawing = zlib.decompress(base64.b64decode(packed)).decode("utf-8")
    assert "@version 9.1.2" in drawing
    assert "@license" in drawing
    assert "sourceMappingURL" not in drawing


def test_hostile_names_make_no_element(seed_page: str, hostile_page: str) -> None:
    tags = [tag for tag, _, _ in Elements(seed_page).found]
    assert [tag for tag, _, _ in Elements(hostile_page).found] == tags


def test_hostile_names_come_back_from_the_data_as_they_were(hostile_page: str) -> None:
    assert {entity["label"] for entity in read_document(hostile_page)["entities"]} == set(HOSTILE_NAMES)


@pytest.mark.parametrize("text", ["</script>", "<!--", "&lt;", "\u2028\u2029", "\ud800"])
def test_escaped_json_holds_nothing_that_a_parser_could_take_for_more(text: str) -> None:
    escaped = escape_json({"x": text})
    assert re.search("[<>&\u2028\u2029\ud800-\udfff]", escaped) is None
    assert json.loads(escaped) == {"x": text}


def test_page_can_be_written_as_utf8_whatever_its_title(ontology: Ontology) -> None:
    assert build_page(Knowledge(), ontology, title="\ud800").encode("utf-8")


def test_graph_of_nothing_is_a_page(ontology: Ontology) -> None:
    document = read_document(build_page(Knowledge(), ontology))
    assert (document["nodes"], document["edges"]) == ([], [])


def test_unknown_language_is_an_error_that_names_the_known(ontology: Ontology) -> None:
    with pytest.raises(GraphError, match="page language 'xx': has no interface; languages are en, fr"):
        build_page(Knowledge(), ontology, language="xx")


def test_pyvis_without_its_script_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.html._VIS_SCRIPT", "nowhere.js")
    _read_vis.cache_clear()
    with pytest.raises(GraphError, match=r"nowhere\.js: not in this installation of pyvis"):
        _read_vis()


def test_page_speaks_english_when_asked(ontology: Ontology) -> None:
    page = build_page(Knowledge(), ontology, language="en")
    assert Elements(page).named("html")[0][0] == {"lang": "en"}
    assert "Legend and filters" in page


def test_interfaces_have_the_same_messages() -> None:
    french, english = (json.loads((PAGE / f"messages.{x}.json").read_text(encoding="utf-8")) for x in ("fr", "en"))
    assert french.keys() == english.keys()


def test_every_message_is_used() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("page.*")) + sorted(PAGE.glob("*.js"))
    )
    messages = json.loads((PAGE / "messages.en.json").read_text(encoding="utf-8"))
    values = {"asserted", "reported", "former", "planned", "hypothetical", "negated"}
    values |= {"Person", "Organization", "Place", "Product", "Event", "Group", "Concept"}
    values |= {"at least", "at most", "about", "more than", "less than", "subject", "cue", "object", "status"}
    named = {key.removesuffix(".one") for key in messages if not key.startswith("qualifier.")} - values
    assert {key for key in named if not re.search(rf"[\"'(]{re.escape(key)}[\"')]|text\.{key}\b", sources)} == set()


def test_script_makes_no_markup_and_runs_no_text() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setTimeout\(['\"]|fetch\(|XMLHttp"
    assert re.findall(banned, sources) == []


def test_seed_page_is_small(seed_page: str) -> None:
    assert len(seed_page.encode("utf-8")) <= 400_000  # most of it is vis-network; the seed's own page may weigh 550 KB


def test_same_input_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "from page_knowledge import seed_knowledge\n"
        "from kg.html import build_page\nfrom kg.ontology import load_ontology\n"
        "print(hashlib.sha256(build_page(seed_knowledge(), load_ontology()).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(digests) == 1


def test_edge_ids_are_unique_and_ends_exist(ontology: Ontology) -> None:
    document = read_document(build_page(large_knowledge(300), ontology))
    nodes = {node["id"] for node in document["nodes"]}
    assert len({edge["id"] for edge in document["edges"]}) == len(document["edges"])
    assert {end for edge in document["edges"] for end in (edge["from"], edge["to"])} <= nodes


def test_claims_that_agree_share_an_edge(ontology: Ontology) -> None:
    knowledge = seed_knowledge()
    claim = next(claim for claim in knowledge.claims if claim.relation == "founderOf")
    twice = replace(knowledge, claims=(*knowledge.claims, replace(claim, id="again", frame="other")))
    edges = PageData(twice, ontology).edges
    assert [edge.claims for edge in edges if len(edge.claims) > 1] == [
        (knowledge.claims.index(claim), len(knowledge.claims))
    ]


def test_parallel_edges_are_bent_apart(ontology: Ontology) -> None:
    page = PageData(seed_knowledge(), ontology)
    bends: dict[frozenset[str], list[float]] = {}
    for edge in page.edges:
        side = 1 if edge.source < edge.target else -1
        bends.setdefault(frozenset((edge.source, edge.target)), []).append(side * edge.bend)
    assert all(len(set(each)) == len(each) for each in bends.values())
    assert any(len(each) > 1 for each in bends.values())


def test_words_are_drawn_as_no_node(ontology: Ontology) -> None:
    page = PageData(seed_knowledge(), ontology)
    drawn = {claim for edge in page.edges for claim in edge.claims}
    texts = {index for index, claim in enumerate(page.claims) if isinstance(claim.object, Text)}
    assert texts
    assert drawn.isdisjoint(texts)


def test_values_are_nodes_of_their_own_claim(ontology: Ontology) -> None:
    page = PageData(seed_knowledge(), ontology)
    values = [node.id for node, _, _ in page.nodes if node.entity is None]
    targets = [edge.target for edge in page.edges if edge.target in values]
    assert len(values) == 2
    assert sorted(values) == sorted(targets)


def test_boxes_of_the_seed_do_not_overlap(ontology: Ontology) -> None:
    nodes = PageData(seed_knowledge(), ontology).nodes
    overlapping = [
        (one.lines, two.lines)
        for index, (one, x, y) in enumerate(nodes)
        for two, other_x, other_y in nodes[:index]
        if abs(x - other_x) < (one.box.width + two.box.width) / 2
        and abs(y - other_y) < (one.box.height + two.box.height) / 2
    ]
    assert overlapping == []


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("Klarna", ("Klarna",)),
        ("IA basée sur son propre PDG", ("IA basée sur son propre", "PDG")),
        ("a" * 30, ("a" * 23, "a" * 7)),
        ("", ("",)),
    ],
)
def test_label_is_wrapped(label: str, lines: tuple[str, ...]) -> None:
    assert wrap_label(label) == lines


def test_long_label_ends_in_an_ellipsis() -> None:
    lines = wrap_label("mot " * 3000)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
