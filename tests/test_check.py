"""SHACL: a graph of ours conforms, and whatever is changed in it is found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import make_knowledge
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, XSD

from kg.check import check_graph
from kg.graph import Facts, build_graph
from kg.namespaces import KG, OA, SCHEMA, Namespaces, ontology_term, part_of
from kg.ontology import load_ontology

IRIS = Namespaces()
BRUNEL, SODILAC, MOREL, VIRE = (IRIS.entity(key) for key in ("brunel", "sodilac", "anne-morel", "vire"))
CEO = ontology_term("ceoOf")


def claim_of(graph: Graph, relation: str) -> URIRef:
    return URIRef(min(str(node) for node in graph.subjects(RDF.predicate, IRIS.relation(relation))))


@pytest.mark.parametrize("facts", Facts)
def test_graph_of_ours_conforms(facts: Facts) -> None:
    assert check_graph(build_graph(make_knowledge(), facts=facts)) == ()


def test_checking_does_not_change_the_graph() -> None:
    graph = build_graph(make_knowledge())
    before = set(graph)
    check_graph(graph)
    assert set(graph) == before


def drop(subject: Callable[[Graph], URIRef], predicate: URIRef) -> Callable[[Graph], object]:
    return lambda graph: graph.remove((subject(graph), predicate, None))


def put(subject: Callable[[Graph], URIRef], predicate: URIRef, *values: URIRef | Literal) -> Callable[[Graph], object]:
    def change(graph: Graph) -> None:
        node = subject(graph)
        graph.remove((node, predicate, None))
        for value in values:
            graph.add((node, predicate, value))

    return change


def add(subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> Callable[[Graph], object]:
    return lambda graph: graph.add((subject, predicate, value))


def lead(graph: Graph) -> URIRef:
    return claim_of(graph, "chairOf")


def selector(graph: Graph) -> URIRef:
    passage = URIRef(str(graph.value(lead(graph), KG.evidence)))
    return part_of(passage, "selector")


def decimal(value: str) -> Literal:
    return Literal(value, datatype=XSD.decimal)


MUTATIONS: list[tuple[str, Callable[[Graph], object], str]] = [
    (
        "negated",
        add(BRUNEL, ontology_term("createsJobs"), Literal(5)),
        "a bare triple that no asserted or reported claim",
    ),
    ("planned", add(BRUNEL, ontology_term("opens"), VIRE), "e:brunel kg:opens e:vire: a bare triple that no"),
    (
        "hypothetical",
        add(BRUNEL, ontology_term("acquired"), SODILAC),
        "e:brunel kg:acquired e:sodilac: a bare triple that no",
    ),
    ("former", add(IRIS.entity("paul-rivet"), CEO, SODILAC), "e:paul-rivet kg:ceoOf e:sodilac: a bare triple that no"),
    (
        "unclaimed",
        add(MOREL, ontology_term("founderOf"), BRUNEL),
        "e:anne-morel kg:founderOf e:brunel: a bare triple that no",
    ),
    ("inverted", add(BRUNEL, CEO, MOREL), "e:brunel kg:ceoOf e:anne-morel: a bare triple that no"),
    ("open", add(MOREL, IRIS.relation("open:promettre"), BRUNEL), "a bare triple of an open relation"),
    ("domain", add(VIRE, CEO, BRUNEL), "e:vire kg:ceoOf e:brunel: the subject is not of the relation's domain"),
    ("range", add(MOREL, CEO, VIRE), "e:anne-morel kg:ceoOf e:vire: the object is not of the relation's range"),
    ("literal", add(MOREL, CEO, Literal("x")), "e:anne-morel kg:ceoOf x: the object is not of the relation's range"),
    (
        "datatype",
        add(BRUNEL, ontology_term("foundedOn"), Literal(1987)),
        "foundedOn 1987: the object is not of the relation's",
    ),
    (
        "claim domain",
        put(lead, RDF.subject, VIRE),
        "e:vire kg:chairOf e:sodilac: the subject is not of the relation's domain",
    ),
    (
        "claim range",
        put(lead, RDF.object, VIRE),
        "e:anne-morel kg:chairOf e:vire: the object is not of the relation's range",
    ),
    ("two classes", add(BRUNEL, RDF.type, KG.Place), "e:brunel rdf:type: an entity is of exactly one class"),
    ("no class", put(lambda _: VIRE, RDF.type), "has the rdf:object e:vire, which is neither an entity nor a value"),
    ("no label", drop(lambda _: VIRE, RDFS.label), "e:vire rdfs:label: an entity has exactly one label"),
    ("two labels", add(VIRE, RDFS.label, Literal("Vire bis")), "e:vire rdfs:label: an entity has exactly one label"),
    ("size", add(VIRE, KG.size, Literal(-1)), "e:vire kg:size -1: a size is one whole number, 0 or more"),
    (
        "unknown relation",
        put(lead, RDF.predicate, ontology_term("ceoof")),
        "kg:ceoof: a claim has exactly one predicate",
    ),
    ("no subject", drop(lead, RDF.subject), "rdf:subject: a claim has exactly one subject"),
    ("no object", drop(lead, RDF.object), "rdf:object: a claim has exactly one object"),
    ("no status", drop(lead, KG.status), "kg:status: a claim has exactly one status"),
    (
        "two statuses",
        put(lead, KG.status, Literal("asserted"), Literal("reported")),
        "kg:status: a claim has exactly one status",
    ),
    ("odd status", put(lead, KG.status, Literal("rumoured")), "kg:status rumoured: a claim has exactly one status"),
    (
        "other status",
        put(lead, KG.status, Literal("planned")),
        "has the status planned; its polarity, modality and former",
    ),
    ("no polarity", drop(lead, KG.polarity), "kg:polarity: a claim has exactly one polarity"),
    ("no modality", drop(lead, KG.modality), "kg:modality: a claim has exactly one modality"),
    ("no former", drop(lead, KG.former), "kg:former: a claim is former or not"),
    ("no confidence", drop(lead, KG.confidence), "kg:confidence: a claim has exactly one confidence"),
    ("too sure", put(lead, KG.confidence, decimal("1.1")), "kg:confidence 1.1: a claim has exactly one confidence"),
    ("too unsure", put(lead, KG.confidence, decimal("-0.1")), "kg:confidence -0.1: a claim has exactly one confidence"),
    ("no frame", drop(lead, KG.frame), "kg:frame: a claim names its frame"),
    ("no evidence", drop(lead, KG.evidence), "kg:evidence: a claim has exactly one passage as evidence"),
    ("no sentence", drop(lead, KG.sentence), "kg:sentence: a claim has exactly one passage as its sentence"),
    ("no cue", drop(lead, KG.cue), "kg:cue: a claim has exactly one passage as its cue"),
    ("no subject passage", drop(lead, KG.subjectPassage), "kg:subjectPassage: a claim has exactly one passage"),
    ("no object passage", drop(lead, KG.objectPassage), "kg:objectPassage: a claim has exactly one passage"),
    ("odd passage", put(lead, KG.cue, VIRE), "kg:cue e:vire: a claim has exactly one passage as its cue"),
    ("no article", drop(lead, PROV.wasDerivedFrom), "prov:wasDerivedFrom: a claim comes from exactly one article"),
    ("no run", drop(lead, PROV.wasGeneratedBy), "prov:wasGeneratedBy: a claim comes from exactly one run"),
    (
        "odd speaker",
        put(lead, KG.speaker, IRIS.entity("x")),
        "has the kg:speaker e:x, which is neither an entity nor a value",
    ),
    ("no start", drop(selector, OA.start), "oa:start: a selector has exactly one start"),
    ("no end", drop(selector, OA.end), "oa:end: a selector has exactly one end"),
    ("no quotation", drop(selector, OA.exact), "oa:exact: a selector has exactly one quotation"),
    ("other offsets", put(selector, OA.start, Literal(0)), "characters for positions 0 to"),
    ("no selector", lambda graph: graph.remove((None, OA.hasSelector, None)), "a passage has exactly one selector"),
    (
        "no source",
        lambda graph: graph.remove((None, OA.hasSource, None)),
        "a passage has exactly one article as its source",
    ),
    (
        "no currency",
        lambda graph: graph.remove((None, SCHEMA.currency, None)),
        "a sum of money has exactly one currency",
    ),
    ("no value", lambda graph: graph.remove((None, SCHEMA.value, None)), "a share has exactly one value"),
]


@pytest.mark.parametrize(("change", "message"), [case[1:] for case in MUTATIONS], ids=[case[0] for case in MUTATIONS])
def test_mutated_graph_is_found_out(change: Callable[[Graph], object], message: str) -> None:
    graph = build_graph(make_knowledge())
    change(graph)
    violations = [str(violation) for violation in check_graph(graph)]
    assert any(message in violation for violation in violations)
    assert not any("\n" in violation for violation in violations)


def test_every_relation_of_core_ttl_is_guarded_without_being_listed() -> None:
    shapes = (Path(__file__).parent.parent / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    assert not any(f"kg:{name} " in shapes for name in load_ontology().relations)
    graph = build_graph(make_knowledge())
    article = IRIS.document("laiterie")  # no entity: in no domain, and no claim stands for it
    relations = {name: relation for name, relation in load_ontology().relations.items() if len(relation.domain) < 7}
    for name in relations:
        graph.add((article, ontology_term(name), article))
    found = {violation.message for violation in check_graph(graph)}
    for name in relations:
        triple = f"d:laiterie kg:{name} d:laiterie"
        assert f"{triple}: the subject is not of the relation's domain" in found
        assert f"{triple}: a bare triple that no asserted or reported claim stands for" in found


def test_shapes_do_not_use_terms_that_core_ttl_lacks() -> None:
    folder = Path(__file__).parent.parent / "ontology"
    core = Graph().parse(folder / "core.ttl")
    shapes = Graph().parse(folder / "shapes.ttl")
    own = {
        term
        for triple in shapes
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(str(ontology_term("")))
    }
    declared = set(core.subjects(RDF.type, None)) | set(shapes.subjects(RDF.type, None))
    assert own - {URIRef(str(ontology_term("")))} <= declared
