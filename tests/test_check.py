"""SHACL: a graph of ours conforms, and whatever is changed in it is found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import make_knowledge
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, XSD

from kg.check import check_graph
from kg.errors import LexiconError
from kg.graph import Facts, build_graph
from kg.namespaces import KG, OA, SCHEMA, Namespaces, ontology_term, part_of
from kg.ontology import load_ontology
from kg.resources import ontology_directory

ONTOLOGY = ontology_directory()
SHAPES = ONTOLOGY / "shapes.ttl"
IRIS = Namespaces()
BRUNEL, SODILAC, MOREL, VIRE = (IRIS.entity(key) for key in ("brunel", "sodilac", "anne-morel", "vire"))
CEO = ontology_term("ceoOf")
(LEAD,) = (claim for claim in make_knowledge().claims if claim.relation == "chairOf")
lead = IRIS.claim(LEAD.id)
selector = part_of(
    part_of(IRIS.document(LEAD.article), f"{LEAD.evidence.span.start}-{LEAD.evidence.span.end}"), "selector"
)


@pytest.mark.parametrize("facts", Facts)
def test_graph_of_ours_conforms(facts: Facts) -> None:
    assert check_graph(build_graph(make_knowledge(), facts=facts)) == ()


def test_checking_does_not_change_the_graph() -> None:
    graph = build_graph(make_knowledge())
    before = set(graph)
    check_graph(graph)
    assert set(graph) == before


def put(subject: URIRef, predicate: URIRef, *values: URIRef | Literal) -> Callable[[Graph], object]:
    """Return a change that takes the values of a property away and gives it these."""

    def change(graph: Graph) -> None:
        graph.remove((subject, predicate, None))
        for value in values:
            graph.add((subject, predicate, value))

    return change


def add(subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> Callable[[Graph], object]:
    return lambda graph: graph.add((subject, predicate, value))


def decimal(value: str) -> Literal:
    return Literal(value, datatype=XSD.decimal)


# Several changes of one kind in one graph, because a check takes half a second; each has to be found.
MUTATIONS: dict[str, list[tuple[Callable[[Graph], object], str]]] = {
    "bare triples": [
        (add(BRUNEL, ontology_term("createsJobs"), Literal(5)), "a bare triple that no asserted or reported claim"),
        (add(BRUNEL, ontology_term("opens"), VIRE), "e:brunel kg:opens e:vire: a bare triple that no"),
        (add(BRUNEL, ontology_term("acquired"), SODILAC), "e:brunel kg:acquired e:sodilac: a bare triple that no"),
        (add(IRIS.entity("paul-rivet"), CEO, SODILAC), "e:paul-rivet kg:ceoOf e:sodilac: a bare triple that no"),
        (add(MOREL, ontology_term("founderOf"), BRUNEL), "e:anne-morel kg:founderOf e:brunel: a bare triple that no"),
        (add(BRUNEL, CEO, MOREL), "e:brunel kg:ceoOf e:anne-morel: a bare triple that no"),
        (add(MOREL, IRIS.relation("open:promettre"), BRUNEL), "a bare triple of an open relation"),
    ],
    "bare triples of wrong things": [
        (add(VIRE, CEO, BRUNEL), "e:vire kg:ceoOf e:brunel: the subject is not of the relation's domain"),
        (add(MOREL, CEO, VIRE), "e:anne-morel kg:ceoOf e:vire: the object is not of the relation's range"),
        (add(MOREL, CEO, Literal("x")), "e:anne-morel kg:ceoOf x: the object is not of the relation's range"),
        (add(BRUNEL, ontology_term("foundedOn"), Literal(1987)), "foundedOn 1987: the object is not of the relation's"),
    ],
    "claim of a wrong subject": [
        (put(lead, RDF.subject, VIRE), "e:vire kg:chairOf e:sodilac: the subject is not of the relation's domain"),
    ],
    "claim of a wrong object": [
        (put(lead, RDF.object, VIRE), "e:anne-morel kg:chairOf e:vire: the object is not of the relation's range"),
    ],
    "classes": [
        (add(BRUNEL, RDF.type, KG.Place), "e:brunel rdf:type: an entity is of exactly one class"),
        (put(VIRE, RDF.type), "has the rdf:object e:vire, which is neither an entity nor a value"),
    ],
    "properties of entities": [
        (add(VIRE, RDFS.label, Literal("Vire bis")), "e:vire rdfs:label: an entity has exactly one label"),
        (add(VIRE, KG.size, Literal(-1)), "e:vire kg:size -1: a size is one whole number, 0 or more"),
    ],
    "entity without a label": [
        (put(VIRE, RDFS.label), "e:vire rdfs:label: an entity has exactly one label"),
    ],
    "claim that lacks everything": [
        (put(lead, RDF.subject), "rdf:subject: a claim has exactly one subject"),
        (put(lead, RDF.object), "rdf:object: a claim has exactly one object"),
        (put(lead, KG.status), "kg:status: a claim has exactly one status"),
        (put(lead, KG.polarity), "kg:polarity: a claim has exactly one polarity"),
        (put(lead, KG.modality), "kg:modality: a claim has exactly one modality"),
        (put(lead, KG.former), "kg:former: a claim is former or not"),
        (put(lead, KG.confidence), "kg:confidence: a claim has exactly one confidence"),
        (put(lead, KG.frame), "kg:frame: a claim names its frame"),
        (put(lead, KG.evidence), "kg:evidence: a claim has exactly one passage as evidence"),
        (put(lead, KG.sentence), "kg:sentence: a claim has exactly one passage as its sentence"),
        (put(lead, KG.cue), "kg:cue: a claim has exactly one passage as its cue"),
        (put(lead, KG.subjectPassage), "kg:subjectPassage: a claim has exactly one passage"),
        (put(lead, KG.objectPassage), "kg:objectPassage: a claim has exactly one passage"),
        (put(lead, PROV.wasDerivedFrom), "prov:wasDerivedFrom: a claim comes from exactly one article"),
        (put(lead, PROV.wasGeneratedBy), "prov:wasGeneratedBy: a claim comes from exactly one run"),
    ],
    "claim of odd things": [
        (put(lead, RDF.predicate, ontology_term("ceoof")), "kg:ceoof: a claim has exactly one predicate"),
        (put(lead, KG.status, Literal("rumoured")), "kg:status rumoured: a claim has exactly one status"),
        (put(lead, KG.confidence, decimal("1.1")), "kg:confidence 1.1: a claim has exactly one confidence"),
        (put(lead, KG.cue, VIRE), "kg:cue e:vire: a claim has exactly one passage as its cue"),
        (put(lead, KG.speaker, IRIS.entity("x")), "has the kg:speaker e:x, which is neither an entity nor a value"),
    ],
    "claim of two statuses": [
        (put(lead, KG.status, Literal("asserted"), Literal("reported")), "kg:status: a claim has exactly one status"),
        (put(lead, KG.confidence, decimal("-0.1")), "kg:confidence -0.1: a claim has exactly one confidence"),
    ],
    "status of other modality": [
        (put(lead, KG.status, Literal("planned")), "has the status planned; its polarity, modality and former"),
    ],
    "selector that lacks everything": [
        (put(selector, OA.start), "oa:start: a selector has exactly one start"),
        (put(selector, OA.end), "oa:end: a selector has exactly one end"),
        (put(selector, OA.exact), "oa:exact: a selector has exactly one quotation"),
    ],
    "selector of other words": [
        (put(selector, OA.start, Literal(0)), "characters for positions 0 to"),
    ],
    "passages": [
        (lambda graph: graph.remove((None, OA.hasSelector, None)), "a passage has exactly one selector"),
        (lambda graph: graph.remove((None, OA.hasSource, None)), "a passage has exactly one article as its source"),
    ],
    "values": [
        (lambda graph: graph.remove((None, SCHEMA.currency, None)), "a sum of money has exactly one currency"),
        (lambda graph: graph.remove((None, SCHEMA.value, None)), "a share has exactly one value"),
    ],
}


@pytest.mark.parametrize("kind", MUTATIONS)
def test_mutated_graph_is_found_out(kind: str) -> None:
    graph = build_graph(make_knowledge())
    for change, _ in MUTATIONS[kind]:
        change(graph)
    violations = [str(violation) for violation in check_graph(graph)]
    missed = [message for _, message in MUTATIONS[kind] if not any(message in violation for violation in violations)]
    assert missed == []
    assert not any("\n" in violation for violation in violations)


def test_every_relation_of_core_ttl_is_guarded_without_being_listed() -> None:
    shapes = SHAPES.read_text(encoding="utf-8")
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
    core = Graph().parse(ONTOLOGY / "core.ttl")
    shapes = Graph().parse(SHAPES)
    own = {
        term
        for triple in shapes
        for term in triple
        if isinstance(term, URIRef) and str(term).startswith(str(ontology_term("")))
    }
    declared = set(core.subjects(RDF.type, None)) | set(shapes.subjects(RDF.type, None))
    assert own - {URIRef(str(ontology_term("")))} <= declared


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kg:ClaimShape a sh:NodeShape", "kg:ClaimShape a a sh:NodeShape", r"shapes\.ttl:\d+: not Turtle"),
        ("FILTER (?status != ?expected)", "FILTRE (?status)", r"shapes\.ttl: cannot be used: Expected"),
        ("sh:path kg:cue", "sh:path 5", r"shapes\.ttl: cannot be used: Values of a property path"),
    ],
)
def test_broken_shapes_are_said(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = SHAPES.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "shapes.ttl").write_text(text.replace(old, new), encoding="utf-8")
    (tmp_path / "core.ttl").write_bytes((ONTOLOGY / "core.ttl").read_bytes())
    with pytest.raises(LexiconError, match=reason):
        check_graph(build_graph(make_knowledge()), tmp_path)


def test_missing_shapes_are_said(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"core\.ttl: cannot be read"):
        check_graph(Graph(), tmp_path)
