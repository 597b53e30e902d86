"""IRIs: valid, distinct, readable, and the same for the same things."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib.namespace import RDF

from kg.errors import GraphError
from kg.namespaces import KG, MAX_SLUG, Namespaces, digest, iri_part, local_name, ontology_term, part_of, slug
from kg.resources import ontology_directory

ANY_TEXT = st.text(st.characters(), max_size=40)  # surrogates and controls too


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sebastian Siemiatkowski", "sebastian-siemiatkowski"),
        ("Électricité de France", "electricite-de-france"),
        ("L’Œuvre d’Émile", "l-oeuvre-d-emile"),
        ("Ｋｌａｒｎａ", "klarna"),
        ("Łódź", "lodz"),
        ("北京", "北京"),
        ("हिन्दी", "हिन्दी"),
        ("  AT&T  ", "at-t"),
    ],
)
def test_slug_is_readable(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_of_signs_alone_is_a_hash() -> None:
    assert slug("🙂") == f"x-{digest('🙂')}"


def test_slug_of_a_long_text_is_cut_and_distinct() -> None:
    one, other = slug("mot " * 50 + "fin"), slug("mot " * 50 + "suite")
    assert len(one) <= MAX_SLUG + 9
    assert one != other


@settings(deadline=None)
@given(ANY_TEXT)
def test_slug_of_any_text_is_a_word_of_an_iri(text: str) -> None:
    assert iri_part(slug(text)) == slug(text) != ""


@settings(deadline=None)
@given(ANY_TEXT)
def test_iri_of_any_key_is_valid(key: str) -> None:
    iris = Namespaces()
    for iri in (iris.entity(key), iris.claim(key), iris.document(key), iris.run(key), iris.relation(f"open:{key}")):
        NamedNode(iri)  # raises ValueError when it is not an IRI
        assert not set(iri) & set(' <>"{}|\\^`\n')


@settings(deadline=None)
@given(st.sets(ANY_TEXT, min_size=2, max_size=2))
def test_iris_of_two_names_are_distinct(names: set[str]) -> None:
    one, other = (Namespaces().document(name) for name in names)
    assert one != other


@settings(deadline=None)
@given(ANY_TEXT)
def test_part_of_a_document_is_no_document(name: str) -> None:
    passage = part_of(Namespaces().document("a"), "1-2")
    assert passage != Namespaces().document(name)


def test_relation_iri_is_of_the_ontology_or_open() -> None:
    iris = Namespaces()
    assert iris.relation("ceoOf") == ontology_term("ceoOf")
    assert str(iris.relation("open:évoquer")) == "https://kg.example/open/évoquer"


def test_base_moves_data_but_not_the_ontology() -> None:
    prefixes = Namespaces("https://data.example.org/news/").prefixes
    assert prefixes["e"] == "https://data.example.org/news/entity/"
    assert prefixes["kg"] == Namespaces().prefixes["kg"]


@pytest.mark.parametrize("base", ["", "kg.example/", "https://kg.example", "https://kg example/", "https://k/<>/"])
def test_base_that_is_no_namespace_is_refused(base: str) -> None:
    with pytest.raises(GraphError, match="not an absolute IRI"):
        Namespaces(base)


def test_terms_of_code_are_those_of_core_ttl() -> None:
    store = Store()
    store.load(path=ontology_directory() / "core.ttl", format=RdfFormat.TURTLE)
    declared = {
        quad.subject.value
        for quad in store
        if isinstance(quad.subject, NamedNode) and quad.predicate.value == str(RDF.type)
    }
    named = {str(KG[name]) for name in KG.__annotations__ if not name.startswith("_")}
    assert named <= declared
    not_named = {local_name(iri) for iri in declared - named} - {None}
    data = {
        local_name(quad.subject.value)
        for quad in store
        if quad.object in {NamedNode(KG.Relation), NamedNode(KG.Qualifier)}
    }
    assert not_named - data == {"inverseCloseMatch"}


def test_unknown_term_fails_at_once() -> None:
    with pytest.raises(AttributeError):
        _ = KG.ceoof


def test_digest_keeps_its_parts_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")
