"""Formats: each can be read back, says the same, has the same bytes each time, and runs nothing that a text brought in."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from builders import make_article, make_claim, make_entity, make_knowledge
from pyoxigraph import RdfFormat, Store
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.claims import claims_to_jsonl
from kg.errors import GraphError
from kg.export import Format, export, to_turtle
from kg.graph import Facts, build_graph
from kg.model import EntityType, Knowledge, Text
from kg.namespaces import Namespaces
from kg.resolve import resolve

# rdflib warns of its own future when it reads JSON-LD or makes a Dataset.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
]

KNOWLEDGE = make_knowledge()
GRAPH = build_graph(KNOWLEDGE)
PREFIXES = dict(Namespaces().prefixes)
RDF_FORMATS = {
    Format.TURTLE: (RdfFormat.TURTLE, "turtle"),
    Format.NT: (RdfFormat.N_TRIPLES, "nt"),
    Format.JSONLD: (RdfFormat.JSON_LD, "json-ld"),
    Format.RDFXML: (RdfFormat.RDF_XML, "xml"),
}
QUAD_FORMATS = {Format.TRIG: (RdfFormat.TRIG, "trig"), Format.NQUADS: (RdfFormat.N_QUADS, "nquads")}

# What a page of the web can bring along as a name.
HOSTILE = [
    '<script>alert("x")</script>',
    "a\"b'c`d\\e",
    "\\u0027}) DETACH DELETE n //",
    "line\nbreak\r\ttab",
    "\u202eright to left\u202c",
    "nul\x00 bell\x07 delete\x7f",
    "lone \ud800 surrogate",
    "=HYPERLINK(1)",
    "@prefix : <> . :x :y :z .",
    "]]>--><![CDATA[",
    "emoji 🙂 \U000e0041",
]


def export_text(format_: Format, knowledge: Knowledge = KNOWLEDGE) -> str:
    return export(knowledge, build_graph(knowledge), format_).decode()


def knowledge_of(label: str) -> Knowledge:
    """Return knowledge in which `label` is a name, a speaker, a text, an open relation and a quotation."""
    article = make_article("a", f"Selon {label} : « {label} ».")
    entity = make_entity(label, EntityType.PERSON, article=article, aliases=[f"{label}2"])
    claims = [
        make_claim(
            article,
            entity,
            relation,
            value,
            quote=article.text,
            cue="Selon",
            object_words="Selon",
            speaker=entity,
            speaker_text=label,
        )
        for relation, value in (("said", Text(text=label)), ("relativeOf", entity), (f"open:{label}", entity))
    ]
    return resolve([article], claims)


@pytest.mark.parametrize("format_", RDF_FORMATS)
def test_rdf_is_read_back_by_rdflib(format_: Format) -> None:
    read = Graph().parse(data=export_text(format_), format=RDF_FORMATS[format_][1])
    assert set(read) == set(GRAPH)


@pytest.mark.parametrize("format_", RDF_FORMATS)
def test_rdf_is_read_back_by_oxigraph(format_: Format) -> None:
    store = Store()
    store.load(export_text(format_), format=RDF_FORMATS[format_][0])
    assert len(store) == len(GRAPH)


@pytest.mark.parametrize("format_", QUAD_FORMATS)
def test_named_graphs_together_are_the_graph_of_what_articles_say(format_: Format) -> None:
    dataset = Dataset()
    dataset.parse(data=export_text(format_), format=QUAD_FORMATS[format_][1])
    triples = {(subject, predicate, value) for subject, predicate, value, _ in dataset.quads()}
    assert triples == set(GRAPH)


@pytest.mark.parametrize("format_", QUAD_FORMATS)
def test_each_article_is_a_named_graph(format_: Format) -> None:
    store = Store()
    store.load(export_text(format_), format=QUAD_FORMATS[format_][0])
    names = {graph.value for graph in store.named_graphs()}
    assert names == {str(Namespaces().document(name)) for name in ("laiterie", "banque")}


def test_named_graphs_leave_out_what_the_graph_leaves_out() -> None:
    graph = build_graph(KNOWLEDGE, facts=Facts.CLAIMS)
    store = Store()
    store.load(export(KNOWLEDGE, graph, Format.TRIG), format=RdfFormat.TRIG)
    assert not store.query("ASK { GRAPH ?g { ?s kg:ceoOf ?o } }", prefixes=PREFIXES)


def test_turtle_is_ordered_for_reading() -> None:
    text = export_text(Format.TURTLE)
    titles = re.findall(r"^# (.*)$", text, re.MULTILINE)
    assert titles == ["Entities and facts", "Claims", "Verbs outside the ontology", "Articles", "Passages", "Runs"]
    assert "e:anne-morel a kg:Person , schema:Person ;\n    rdfs:label" in text
    assert "    kg:ceoOf e:brunel ;\n" in text


def test_turtle_declares_only_the_prefixes_it_uses() -> None:
    text = export_text(Format.TURTLE)
    declared = re.findall(r"^@prefix (\w+):", text, re.MULTILINE)
    assert declared == sorted(declared)
    assert {"e", "kg", "prov"} <= set(declared)
    assert "wdt" not in declared


def test_turtle_of_another_base_uses_its_prefixes() -> None:
    graph = build_graph(KNOWLEDGE, namespaces=Namespaces("https://data.example.org/"))
    text = to_turtle(graph).decode()
    assert "@prefix e: <https://data.example.org/entity/> ." in text
    assert "e:anne-morel a kg:Person" in text


def test_turtle_of_no_graph_of_ours_is_whole() -> None:
    graph = Graph().parse(data="<urn:x> <urn:y> [ <urn:z> 1 ] .", format="turtle")
    assert isomorphic(Graph().parse(data=to_turtle(graph), format="turtle"), graph)


def test_jsonld_is_compact() -> None:
    document = json.loads(export_text(Format.JSONLD))
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert nodes["e:anne-morel"]["@type"] == ["kg:Person", "schema:Person"]
    assert nodes["e:anne-morel"]["kg:ceoOf"] == {"@id": "e:brunel"}
    assert nodes["e:brunel"]["kg:employeeCount"] == 350
    assert nodes["e:brunel"]["kg:foundedOn"] == {"@value": "1987", "@type": "xsd:gYear"}


def test_jsonl_is_that_of_claims() -> None:
    assert export(KNOWLEDGE, GRAPH, Format.JSONL) == claims_to_jsonl(KNOWLEDGE)


def test_csv_has_a_row_a_claim() -> None:
    rows = list(csv.DictReader(io.StringIO(export_text(Format.CSV))))
    assert len(rows) == len(KNOWLEDGE.claims)
    (row,) = [row for row in rows if row["relation"] == "cutsJobs"]
    assert (row["subject"], row["object"], row["unit"], row["status"]) == ("Brunel", "12", "%", "asserted")
    assert row["quote"].endswith("de 12 %.")


def test_graphml_has_entities_and_their_claims() -> None:
    graph = nx.parse_graphml(export_text(Format.GRAPHML), force_multigraph=True)
    assert set(graph) == {entity.key for entity in KNOWLEDGE.entities}
    assert {edge["label"] for edge in graph.get_edge_data("anne-morel", "brunel").values()} == {"ceoOf"}
    assert {edge["status"] for edge in graph.get_edge_data("anne-morel", "brunel").values()} == {"asserted", "negated"}
    assert graph.nodes["brunel"]["cutsJobs"] == "12 %"


def test_gexf_has_the_same_nodes() -> None:
    graph = nx.read_gexf(io.BytesIO(export_text(Format.GEXF).encode()))
    assert graph.nodes["anne-morel"]["label"] == "Anne Morel"
    assert len(graph) == len(KNOWLEDGE.entities)


def test_gexf_has_no_date() -> None:
    assert "lastmodifieddate" not in export_text(Format.GEXF)


def test_cypher_has_a_line_a_thing() -> None:
    lines = export_text(Format.CYPHER).splitlines()
    assert len(lines) == 1 + len(KNOWLEDGE.entities) + len(KNOWLEDGE.claims)
    assert all(line.endswith(";") for line in lines)
    assert any("[r:`ceoOf` {claim: " in line for line in lines)


@pytest.mark.parametrize("format_", Format)
def test_bytes_do_not_depend_on_the_order_of_triples(format_: Format) -> None:
    shuffled = Graph()
    for prefix, namespace in GRAPH.namespaces():
        shuffled.bind(prefix, namespace, override=True, replace=True)
    for triple in sorted(GRAPH, reverse=True):
        shuffled.add(triple)
    assert export(KNOWLEDGE, shuffled, format_) == export(KNOWLEDGE, GRAPH, format_)


@pytest.mark.parametrize(
    ("format_", "rdf_format"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("trig", RdfFormat.TRIG),
        ("nquads", RdfFormat.N_QUADS),
    ],
)
def test_rdf12_writes_claims_as_reifiers(format_: str, rdf_format: RdfFormat) -> None:
    store = Store()
    store.load(export(KNOWLEDGE, GRAPH, format_, rdf12=True), format=rdf_format)
    asked = "ASK { ?claim rdf:reifies <<( e:anne-morel kg:ceoOf e:brunel )>> ; kg:status 'negated' }"
    assert store.query(asked, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert not store.query("ASK { ?claim rdf:subject ?s }", prefixes=PREFIXES, use_default_graph_as_union=True)


def test_rdf12_has_two_triples_less_a_claim() -> None:
    lines = export(KNOWLEDGE, GRAPH, "nt", rdf12=True).splitlines()
    assert len(lines) == len(GRAPH) - 2 * len(KNOWLEDGE.claims)


def test_format_without_rdf12_is_refused() -> None:
    with pytest.raises(GraphError, match=r"format 'jsonld' has no RDF 1\.2; there are turtle, trig, nt, nquads"):
        export(KNOWLEDGE, GRAPH, "jsonld", rdf12=True)


def test_named_graphs_need_the_graph_alone() -> None:
    assert export(Knowledge(), GRAPH, Format.TRIG) == export(KNOWLEDGE, GRAPH, Format.TRIG)


def test_unknown_format_is_refused() -> None:
    with pytest.raises(GraphError, match="format 'docx' is not known; there are turtle, "):
        export(KNOWLEDGE, GRAPH, "docx")


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
@pytest.mark.parametrize("format_", RDF_FORMATS)
def test_hostile_name_stays_a_literal_in_rdf(label: str, format_: Format) -> None:
    knowledge = knowledge_of(label)
    graph = build_graph(knowledge)
    read = Graph().parse(data=export(knowledge, graph, format_), format=RDF_FORMATS[format_][1])
    if format_ is Format.RDFXML:  # XML cannot hold control characters, and reads every line end as one
        assert len(read) == len(graph)
    else:
        assert set(read) == set(graph)


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_hostile_name_stays_a_string_in_cypher(label: str) -> None:
    lines = export_text(Format.CYPHER, knowledge_of(label)).removesuffix("\n").split("\n")
    strings = re.compile(r"'(?:[^'\\]|\\.)*'|`[^`]*`")
    for line in lines:
        code = strings.sub("", line)
        # Outside strings and names there is nothing but our own words and punctuation.
        assert re.fullmatch(r"[A-Za-z0-9_.,:;(){}\[\]<>+= -]*", code)
        assert not re.search(r"DELETE|script", code)
        assert "\\u" not in line  # which old readers decode before they look for quotes


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_hostile_name_is_no_formula_in_csv(label: str) -> None:
    rows = list(csv.reader(io.StringIO(export_text(Format.CSV, knowledge_of(label)), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
@pytest.mark.parametrize("format_", [Format.GRAPHML, Format.GEXF])
def test_hostile_name_is_well_formed_xml(label: str, format_: Format) -> None:
    ET.fromstring(export_text(format_, knowledge_of(label)))  # noqa: S314 - our own output


@pytest.mark.parametrize("label", HOSTILE, ids=ascii)
def test_hostile_name_is_one_line_of_jsonl(label: str) -> None:
    knowledge = knowledge_of(label)
    lines = export(knowledge, build_graph(knowledge), Format.JSONL).decode().removesuffix("\n").split("\n")
    assert {json.loads(line)["subject"]["label"] for line in lines} == {label}
