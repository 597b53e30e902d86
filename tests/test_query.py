"""SPARQL: what we document gives the rows it says, in Oxigraph and in rdflib alike; ways out of the graph are shut."""

from pathlib import Path

import pytest
from builders import make_knowledge
from rdflib import Graph

from kg.errors import GraphError
from kg.export import to_turtle
from kg.graph import build_graph
from kg.namespaces import Namespaces, local_name
from kg.query import ResultFormat, find_query, query_names, run_query, unknown_terms

GRAPH = build_graph(make_knowledge())
LEAD = "Anne Morel, présidente de Sodilac, dirige la laiterie Brunel."
ROBOT = "Selon Anne Morel, le robot Trayor remplace 40 ouvriers."
JOBS = "Brunel emploie environ 350 salariés et réduit ses effectifs de 12 %."

EXPECTED = {
    "who-leads-what": [
        ("e:anne-morel", "Anne Morel", "kg:ceoOf", "e:brunel", "Brunel", "1", "0.9"),
        ("e:anne-morel", "Anne Morel", "kg:chairOf", "e:sodilac", "Sodilac", "1", "0.9"),
    ],
    "partners": [("e:brunel", "Brunel", "e:sodilac", "Sodilac", "laiterie", "Brunel travaille avec Sodilac.")],
    "only-reported": [("Trayor", "kg:replaces", "40 ouvriers", "Anne Morel", "laiterie", ROBOT)],
    "job-effects": [
        ("Brunel", "kg:cutsJobs", "12 %", "asserted", "", "laiterie", JOBS),
        ("Brunel", "kg:createsJobs", "intérimaires", "negated", "", "laiterie", "Brunel n’embauche plus d’intérimaires."),
        ("Trayor", "kg:replaces", "40 ouvriers", "reported", "", "laiterie", ROBOT),
    ],
    "contradictions": [
        ("Anne Morel", "kg:ceoOf", "Brunel", "laiterie", LEAD, "negated", "banque", "Anne Morel ne dirige pas Brunel."),
    ],
    "evidence-of": [
        ("Paul Rivet", "Paul Rivet", "kg:ceoOf", "Sodilac", "former", "0.9", "banque", "199", "241",
         "Paul Rivet a dirigé Sodilac jusqu’en 2019."),
    ],
}  # fmt: skip


def query_text(name: str) -> str:
    text = find_query(name)
    return (
        text.replace('# VALUES ?name { "Klarna" }', 'VALUES ?name { "Paul Rivet" }') if name == "evidence-of" else text
    )


def test_every_query_of_ours_has_its_expected_rows() -> None:
    assert set(query_names()) == set(EXPECTED)


@pytest.mark.parametrize("name", query_names())
def test_query_gives_its_rows(name: str) -> None:
    assert list(run_query(GRAPH, query_text(name)).table) == EXPECTED[name]


@pytest.mark.parametrize("name", query_names())
def test_query_gives_the_same_rows_in_rdflib(name: str) -> None:
    rows = GRAPH.query(query_text(name), initNs=dict(Namespaces().prefixes))
    theirs = [tuple("" if term is None else str(term) for term in row) for row in rows if isinstance(row, tuple)]
    ours = [
        tuple("" if term is None else getattr(term, "value", "") for term in row)
        for row in run_query(GRAPH, query_text(name)).rows
    ]
    assert theirs == ours


@pytest.mark.parametrize("name", query_names())
def test_query_says_what_it_answers(name: str) -> None:
    assert find_query(name).startswith("# ")


def test_evidence_of_all_entities_has_each_claim_for_each_side() -> None:
    rows = run_query(GRAPH, find_query("evidence-of")).table
    assert {row[0] for row in rows} == {entity.label for entity in make_knowledge().entities}


def test_file_is_asked_like_a_graph(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(to_turtle(GRAPH))
    query = "SELECT ?p ?o { ?p kg:ceoOf ?o }"
    assert run_query(path, query).table == run_query(GRAPH, query).table == (("e:anne-morel", "e:brunel"),)


def test_ask_is_answered() -> None:
    result = run_query(GRAPH, "ASK { e:brunel kg:partnerOf e:sodilac }")
    assert result.answer is True
    assert result.serialize("json") == b'{"head":{},"boolean":true}'


def test_construct_gives_turtle() -> None:
    result = run_query(GRAPH, "CONSTRUCT { ?o kg:worksFor ?p } WHERE { ?p kg:ceoOf ?o }")
    assert result.table == (("e:brunel", "kg:worksFor", "e:anne-morel"),)
    assert b"e:brunel kg:worksFor e:anne-morel ." in result.serialize(ResultFormat.TURTLE)


def test_describe_gives_triples_as_nt() -> None:
    written = run_query(GRAPH, "DESCRIBE e:trayor").serialize(ResultFormat.NT)
    assert b'<https://kg.example/entity/trayor> <http://www.w3.org/2000/01/rdf-schema#label> "Trayor" .\n' in written


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("csv", b"name,gone\r\nTrayor,\r\n"),
        ("tsv", b'?name\t?gone\n"Trayor"\t\n'),
        (
            "json",
            b'{"head":{"vars":["name","gone"]},"results":{"bindings":[{"name":{"type":"literal","value":"Trayor"}}]}}',
        ),
    ],
)
def test_rows_are_written_in_standard_formats(format_: str, expected: bytes) -> None:
    query = "SELECT ?name ?gone { e:trayor rdfs:label ?name OPTIONAL { e:trayor kg:size ?gone } }"
    assert run_query(GRAPH, query).serialize(format_) == expected


def test_rows_are_written_as_xml() -> None:
    assert b"<literal>Trayor</literal>" in run_query(GRAPH, "SELECT ?name { e:trayor rdfs:label ?name }").serialize(
        "xml"
    )


@pytest.mark.parametrize(
    ("query", "format_", "reason"),
    [
        ("ASK { ?s ?p ?o }", "turtle", "SELECT and ASK give csv, tsv, json, xml"),
        ("DESCRIBE e:trayor", "csv", "CONSTRUCT and DESCRIBE give turtle, nt"),
        ("ASK { ?s ?p ?o }", "docx", "not for this query"),
    ],
)
def test_format_that_does_not_suit_is_refused(query: str, format_: str, reason: str) -> None:
    with pytest.raises(GraphError, match=reason):
        run_query(GRAPH, query).serialize(format_)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "select ?s { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT ?s { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?q ?r } } }",
        "SELECT ?s { ?s ?p ?o { SELECT ?s { { ?s ?q ?r } UNION { SERVICE ?p { ?s ?q ?r } } } } }",
        "SELECT ?s { SERVICE # comment\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT ?s { ?s ?p ?o # comment for rdflib only\r SERVICE <http://127.0.0.1:9/> { ?s ?q ?r }\n}",
    ],
)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(GraphError, match="SERVICE would ask another endpoint"):
        run_query(GRAPH, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { SER\\u0056ICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        'SELECT ?s { ?s ?p "x\\u0022 # " . SERVICE <http://127.0.0.1:9/> { ?s ?q ?r }\n}',
        'SELECT ?s { ?s ?p "x\\u005C" . SERVICE <http://127.0.0.1:9/> { ?s ?q "y" } }',
    ],
)
def test_escape_that_could_hide_a_service_is_refused(query: str) -> None:
    with pytest.raises(GraphError, match="is not allowed in queries; write the character itself"):
        run_query(GRAPH, query)


def test_word_service_in_a_string_is_no_way_out() -> None:
    assert run_query(GRAPH, "SELECT ?service { ?service rdfs:label 'SERVICE <urn:x>' } # service").rows == ()


def test_wrong_query_with_a_service_is_not_tried() -> None:
    with pytest.raises(GraphError, match=r"query:1:\d+: not SPARQL 1\.1: cannot go on after"):
        run_query(GRAPH, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p } }")


@pytest.mark.parametrize("clause", ["FROM <file:///etc/passwd>", "FROM NAMED <urn:x>"])
def test_from_is_refused(clause: str) -> None:
    with pytest.raises(GraphError, match="FROM would read another graph"):
        run_query(GRAPH, f"SELECT ?s {clause} {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    "update", ["LOAD <file:///etc/passwd>", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "CLEAR ALL"]
)
def test_update_is_refused(update: str) -> None:
    with pytest.raises(GraphError, match="an update, but graphs are only read here"):
        run_query(GRAPH, update)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?s { ?s kg:ceoOf ", "query:1:25: not SPARQL 1.1: cannot go on after 'SELECT ?s { ?s kg:ceoOf'"),
        ("SELECT ?s\n{ ?s ?p ?o } FOO", "query:2:17: not SPARQL 1.1: cannot go on after '{ ?s ?p ?o } FOO'"),
        (
            "SELECT ?s { ?s foo:bar ?o }",
            (
                "query:1:16: prefix 'foo:' is not declared; declared are c:, d:, dcterms:, e:, foaf:, kg:, oa:, open:, org:, "
                "owl:, prov:, r:, rdf:, rdfs:, schema:, sh:, skos:, wd:, wdt:, xsd:"
            ),
        ),
        (
            "SELECT ?s (COUNT(?o) AS ?n) {}",
            "query:1:31: not SPARQL 1.1: The SELECT contains a variable that is unbound after '…T ?s (COUNT(?o) AS ?n) {}'",
        ),
        (
            "SELECT ?c { ?c rdf:reifies <<( ?s ?p ?o )>> }",  # of SPARQL 1.2, which the check cannot read
            "query:1:13: not SPARQL 1.1: cannot go on after 'SELECT ?c {' with '?c rdf:reifies <<( ?s ?p …'",
        ),
        ("  ", "query: empty; a query is like SELECT ?person ?organisation { ?person kg:ceoOf ?organisation }"),
    ],
)
def test_wrong_query_is_said_in_one_line_with_its_place(query: str, message: str) -> None:
    with pytest.raises(GraphError) as caught:
        run_query(GRAPH, query)
    assert str(caught.value) == message


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p '\ud800' }", "SELECT \ud800"])
def test_lone_surrogate_in_a_query_is_refused(query: str) -> None:
    with pytest.raises(GraphError, match="query:"):
        run_query(GRAPH, query)


def test_name_of_a_query_gives_its_text() -> None:
    assert "kg:partnerOf" in find_query("partners")


def test_file_of_a_query_gives_its_text(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("ASK {}", encoding="utf-8")
    assert find_query(str(tmp_path / "mine.rq")) == "ASK {}"


def test_query_itself_is_its_text() -> None:
    assert find_query("ASK { ?s ?p ?o }") == "ASK { ?s ?p ?o }"


def test_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(GraphError, match="query 'partner': not known; there are contradictions, "):
        find_query("partner")


def test_missing_query_file_is_said() -> None:
    with pytest.raises(GraphError, match=r"nowhere\.rq: cannot be read"):
        find_query("nowhere.rq")


def test_query_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_bytes(b"\xff")
    with pytest.raises(GraphError, match="byte 0 is not UTF-8"):
        find_query(str(tmp_path / "mine.rq"))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("graph.ttl", b"<urn:x> <urn:y>", r"graph\.ttl:1: not Turtle"),
        ("graph.docx", b"", "not the name of an RDF file"),
    ],
)
def test_file_that_is_no_graph_is_refused(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GraphError, match=reason):
        run_query(tmp_path / name, "ASK {}")


def test_missing_graph_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="cannot be read"):
        run_query(tmp_path / "graph.ttl", "ASK {}")


def test_graph_is_not_changed_by_a_question() -> None:
    before = set(GRAPH)
    run_query(GRAPH, "SELECT * { ?s ?p ?o }")
    assert set(GRAPH) == before


def test_rows_without_order_are_the_same_for_a_shuffled_graph() -> None:
    shuffled = Graph()
    for triple in sorted(GRAPH, reverse=True):
        shuffled.add(triple)
    query = "SELECT * { ?s ?p ?o }"
    assert run_query(shuffled, query).serialize("csv") == run_query(GRAPH, query).serialize("csv")


def test_name_that_no_graph_has_is_told_with_the_nearest() -> None:
    query = (
        "SELECT ?a { ?a kg:ceoOff/kg:former ?b ; a kg:Persn ; kg:ceoOf 'kg:text' FILTER(?b = kg:xyzzy) } # kg:comment"
    )
    assert unknown_terms(query) == {"kg:Persn": "kg:Person", "kg:ceoOff": "kg:ceoOf", "kg:xyzzy": None}


@pytest.mark.parametrize("name", query_names())
def test_query_of_ours_has_known_names_only(name: str) -> None:
    assert not unknown_terms(find_query(name))


def test_every_name_in_a_graph_is_known() -> None:
    names = {str(term) for triple in GRAPH for term in triple if local_name(str(term))}
    assert names
    for name in sorted(names):
        assert not unknown_terms(f"ASK {{ ?a ?b kg:{local_name(name)} }}")


def test_query_that_is_too_long_to_be_checked_is_refused() -> None:
    patterns = " ".join(f"?a{number} kg:ceoOf ?b ." for number in range(500))
    with pytest.raises(GraphError, match=r"^query: too long to be checked; "):
        run_query(GRAPH, f"ASK {{ {patterns} }}")


def test_result_is_walked_row_by_row() -> None:
    result = run_query(GRAPH, "SELECT ?who ?what { ?who kg:chairOf ?what }")
    assert list(result) == [("e:anne-morel", "e:sodilac")]
    assert len(result) == 1
