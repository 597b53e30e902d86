from dataclasses import replace
from pathlib import Path

import pytest
from builders import PROVENANCE, make_knowledge

from kg.claims import write_claims
from kg.errors import GraphError
from kg.export import Format, export
from kg.graph import build_graph
from kg.model import Knowledge
from kg.ontology import load_ontology
from kg.saved import CLAIMS, export_saved, models_of, read_graph, read_knowledge, read_models


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return the graph of a folder as `kg build` leaves it."""
    knowledge = make_knowledge()
    (tmp_path / "graph.ttl").write_bytes(export(knowledge, build_graph(knowledge), Format.TURTLE))
    write_claims(knowledge, tmp_path / CLAIMS)
    return tmp_path / "graph.ttl"


@pytest.mark.parametrize("form", [form for form in Format if form not in {Format.GRAPHML, Format.GEXF}])
def test_saved_graph_is_exported_as_the_built_one(form: Format, saved: Path) -> None:
    knowledge = make_knowledge()
    assert export_saved(saved, form) == export(knowledge, build_graph(knowledge), form)


@pytest.mark.parametrize("form", [Format.GRAPHML, Format.GEXF])
def test_saved_claims_are_the_edges_of_a_property_graph(form: Format, saved: Path) -> None:
    exported = export_saved(saved, form)
    assert b"Anne Morel" in exported
    assert b"ceoOf" in exported


def test_saved_graph_is_exported_with_reifiers_when_asked(saved: Path) -> None:
    assert b"rdf:reifies <<(" in export_saved(saved, Format.TURTLE, rdf12=True)


def test_format_without_reifiers_is_an_error(saved: Path) -> None:
    with pytest.raises(GraphError, match=r"^format 'csv' has no RDF 1\.2"):
        export_saved(saved, Format.CSV, rdf12=True)


def test_spans_of_saved_claims_have_their_words(saved: Path) -> None:
    texts = {article.name: article.text for article in make_knowledge().articles}
    knowledge = read_knowledge(saved.with_name(CLAIMS))
    excerpts = {article.name: article.text for article in knowledge.articles}
    for claim in knowledge.claims:
        span = claim.evidence.sentence
        assert span.of(excerpts[claim.article]) == span.of(texts[claim.article])


def test_unknown_format_is_an_error(saved: Path) -> None:
    with pytest.raises(GraphError, match="dot"):
        export_saved(saved, "dot")


def test_missing_graph_says_what_writes_it(tmp_path: Path) -> None:
    with pytest.raises(
        GraphError, match=r"graph\.ttl: cannot be read \(No such file or directory\); kg build writes it$"
    ):
        read_graph(tmp_path / "graph.ttl")


@pytest.mark.parametrize("content", [b"<a> <b>", b"\xff\xfe", b"@prefix : ."])
def test_what_is_no_turtle_is_one_line(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_bytes(content)
    with pytest.raises(GraphError, match=r"graph\.ttl:1: not Turtle \(") as caught:
        read_graph(tmp_path / "graph.ttl")
    assert "\n" not in str(caught.value)


def two_models() -> Knowledge:
    """Return claims of which the first was made with another model than the rest."""
    knowledge = make_knowledge()
    first, *rest = knowledge.claims
    other = replace(first, provenance=replace(PROVENANCE, model="fr_old-1.0+abc"))
    return replace(knowledge, claims=(other, *rest))


def test_models_of_saved_claims_are_known(tmp_path: Path) -> None:
    write_claims(two_models(), tmp_path / CLAIMS)
    assert read_models(tmp_path / CLAIMS) == {"fr_old-1.0+abc", PROVENANCE.model}


def test_file_that_is_not_there_or_of_something_else_has_no_models(tmp_path: Path) -> None:
    assert read_models(tmp_path / CLAIMS) == frozenset()
    (tmp_path / CLAIMS).write_text('{"provenance": nothing}\n', encoding="utf-8")
    assert read_models(tmp_path / CLAIMS) == frozenset()


def test_models_of_a_graph_are_known() -> None:
    assert models_of(build_graph(two_models(), load_ontology())) == ("fr_core_news_md 3.8.0", "fr_old-1.0+abc")
