"""Knowledge → RDF: a bare triple for what is asserted or reported, and a reified claim with its evidence for all that is said.

A bare triple of a symmetric relation is written in both directions, so that it is found from either side; the claim keeps
the direction of the text. Verbs outside the ontology are predicates of claims only.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as OxigraphLiteral
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from kg.errors import GraphError
from kg.model import Article, Claim, Date, Entity, Knowledge, Provenance, Quantity, Span, Status, Text
from kg.namespaces import KG, OA, SCHEMA, Namespaces, digest, iri_part, ontology_term, part_of
from kg.ontology import LiteralKind, Ontology, literal_kind, load_ontology

# Code points of context before and after a quotation, enough to find it again in a text that was edited.
CONTEXT = 32

DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}  # by the length of the ISO 8601 form
SURROGATE = re.compile("[\ud800-\udfff]")


class Facts(StrEnum):
    """Which claims put a bare triple into the graph."""

    REPORTED = "reported"  # what is asserted or reported
    ASSERTED = "asserted"  # only what is asserted
    CLAIMS = "claims"  # none: the graph holds claims alone


BARE: Mapping[Facts, frozenset[Status]] = {
    Facts.REPORTED: frozenset({Status.ASSERTED, Status.REPORTED}),
    Facts.ASSERTED: frozenset({Status.ASSERTED}),
    Facts.CLAIMS: frozenset(),
}


def build_graph(
    knowledge: Knowledge,
    ontology: Ontology | None = None,
    facts: Facts = Facts.REPORTED,
    namespaces: Namespaces | None = None,
) -> Graph:
    """Return the graph of all entities, claims and articles; it has no blank node.

    Raises GraphError when a claim has no id (it did not come from `resolve`), its article is not there, or its relation
    or a qualifier is not in the ontology.
    """
    builder = _Builder(knowledge, ontology or load_ontology(), namespaces or Namespaces())
    for entity in knowledge.entities:
        builder.add_entity(entity)
    for article in knowledge.articles:
        builder.add_article(article)
    for claim in knowledge.claims:
        builder.add_claim(claim)
        if claim.status in BARE[facts] and not claim.is_open:
            builder.add_bare_triple(claim)
    return builder.graph


class _Builder:
    def __init__(self, knowledge: Knowledge, ontology: Ontology, namespaces: Namespaces) -> None:
        self.ontology = ontology
        self.iris = namespaces
        self.articles = {article.name: article for article in knowledge.articles}
        languages = {article.language for article in knowledge.articles}
        self.language = languages.pop() if len(languages) == 1 else None  # of descriptions
        self.passages: dict[tuple[str, Span], URIRef] = {}
        self.runs: dict[Provenance, URIRef] = {}
        self.graph = Graph()
        for prefix, namespace in namespaces.prefixes.items():
            self.graph.bind(prefix, namespace, override=True, replace=True)

    def add(self, subject: URIRef, predicate: URIRef, *objects: URIRef | Literal) -> None:
        for value in objects:
            self.graph.add((subject, predicate, value))

    def add_entity(self, entity: Entity) -> None:
        node = self.iris.entity(entity.key)
        schema_class = URIRef(self.ontology.classes[entity.type].schema_class)
        self.add(node, RDF.type, ontology_term(entity.type.value), schema_class)
        self.add(node, RDFS.label, _string(entity.label))
        self.add(node, SKOS.prefLabel, _string(entity.label))
        self.add(node, SKOS.altLabel, *map(_string, entity.aliases))
        # Descriptions ("le responsable") are for finding the entity, not for showing it.
        self.add(node, SKOS.hiddenLabel, *(_string(text, self.language) for text in entity.descriptions))
        self.add(node, KG.mentionCount, _number(Decimal(len(entity.mentions))))
        if entity.size is not None:
            self.add(node, KG.size, _number(Decimal(entity.size)))

    def add_article(self, article: Article) -> None:
        node = self.iris.document(article.name)
        self.add(node, RDF.type, KG.Article, SCHEMA.NewsArticle)
        self.add(node, SCHEMA.identifier, _string(article.name))
        self.add(node, SCHEMA.inLanguage, _string(article.language))
        self.add(
            node, KG.textDigest, _string(hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest())
        )
        if article.source:
            self.add(node, SCHEMA.isBasedOn, _string(article.source))
        if article.published:
            self.add(node, SCHEMA.datePublished, _date(article.published[:10]))
        if article.title:
            self.add(node, SCHEMA.headline, _string(article.title.of(article.text), article.language))

    def add_claim(self, claim: Claim) -> None:
        if not claim.id:
            raise GraphError(f"{claim.article}: a claim of {claim.relation} has no id; pass claims through resolve()")
        node = self.iris.claim(claim.id)
        self.add(node, RDF.type, KG.Claim)
        self.add(node, RDF.subject, self.iris.entity(claim.subject.key))
        self.add(node, RDF.predicate, self.predicate(claim))
        self.add(node, RDF.object, self.object_of(claim))
        self.add(node, KG.status, _string(claim.status.value))
        self.add(node, KG.polarity, _string(claim.polarity.value))
        self.add(node, KG.modality, _string(claim.modality.value))
        self.add(node, KG.former, Literal(claim.former))
        self.add(node, KG.confidence, _decimal(claim.confidence))
        self.add(node, KG.frame, _string(claim.frame))
        if claim.reason:
            self.add(node, KG.reason, _string(claim.reason))
        self.add_number_details(node, claim.object)
        for qualifier in claim.qualifiers:
            self.add_qualifier(node, qualifier.name, qualifier.value)
        self.add_evidence(node, claim)
        self.add_provenance(node, claim)

    def add_bare_triple(self, claim: Claim) -> None:
        subject, predicate, value = self.iris.entity(claim.subject.key), self.predicate(claim), self.object_of(claim)
        self.add(subject, predicate, value)
        if self.ontology.relations[claim.relation].is_symmetric and isinstance(value, URIRef):
            self.add(value, predicate, subject)

    def predicate(self, claim: Claim) -> URIRef:
        node = self.iris.relation(claim.relation)
        if claim.is_open:
            self.add(node, RDF.type, KG.OpenRelation)
            self.add(node, RDFS.label, _string(claim.relation.partition(":")[2], self.articles[claim.article].language))
        elif claim.relation not in self.ontology.relations:
            raise GraphError(
                f"{claim.article}: relation {claim.relation!r} of a claim is not in core.ttl; add it there"
            )
        return node

    def object_of(self, claim: Claim) -> URIRef | Literal:
        """Return the object; a share or a sum is a node of its own for this subject and relation, shared by no other fact."""
        match claim.object:
            case Entity(key=key):
                return self.iris.entity(key)
            case Quantity() as quantity if literal_kind(quantity) is not LiteralKind.COUNT:
                name = f"{iri_part(claim.relation)}-{_quantity_name(quantity)}"
                return self.quantity(part_of(self.iris.entity(claim.subject.key), name), quantity)
            case value:
                return _literal(value)

    def quantity(self, node: URIRef, quantity: Quantity) -> URIRef:
        """Describe a share or a sum of money at `node`, and return it."""
        is_money = literal_kind(quantity) is LiteralKind.MONEY
        self.add(node, RDF.type, SCHEMA.MonetaryAmount if is_money else SCHEMA.QuantitativeValue)
        self.add(node, SCHEMA.value, _number(quantity.value))
        self.add(node, SCHEMA.currency if is_money else SCHEMA.unitText, _string(quantity.unit or ""))
        return node

    def add_number_details(self, node: URIRef, value: Entity | Quantity | Date | Text) -> None:
        if not isinstance(value, Quantity):
            return
        if value.bound:
            self.add(node, KG.bound, _string(value.bound.value))
        if value.unit and literal_kind(value) is LiteralKind.COUNT:
            self.add(node, KG.unit, _string(value.unit))

    def add_qualifier(self, claim: URIRef, name: str, value: Quantity | Date | Text) -> None:
        if name not in self.ontology.qualifiers:
            allowed = ", ".join(sorted(self.ontology.qualifiers))
            raise GraphError(f"{claim}: qualifier {name!r} is not in core.ttl; there are {allowed}")
        if isinstance(value, Quantity) and literal_kind(value) is not LiteralKind.COUNT:
            node = self.quantity(part_of(claim, name), value)
            self.add_number_details(node, value)
            self.add(claim, ontology_term(name), node)
        else:
            self.add(claim, ontology_term(name), _literal(value))

    def add_evidence(self, claim_node: URIRef, claim: Claim) -> None:
        evidence = claim.evidence
        self.add(claim_node, KG.evidence, self.passage(claim, evidence.span))
        self.add(claim_node, KG.sentence, self.passage(claim, evidence.sentence))
        self.add(claim_node, KG.cue, self.passage(claim, evidence.cue))
        self.add(claim_node, KG.subjectPassage, self.passage(claim, evidence.subject))
        self.add(claim_node, KG.objectPassage, self.passage(claim, evidence.object))

    def passage(self, claim: Claim, span: Span) -> URIRef:
        """Return the passage of the article at `span`: a Web Annotation resource whose selector has offsets and words."""
        known = self.passages.get((claim.article, span))
        if known is not None:
            return known
        article = self.articles.get(claim.article)
        if article is None:
            raise GraphError(f"{claim.article}: not among the articles, but claim {claim.id} quotes it; read it too")
        document = self.iris.document(article.name)
        passage = part_of(document, f"{span.start}-{span.end}")
        selector = part_of(passage, "selector")
        self.add(passage, RDF.type, OA.SpecificResource)
        self.add(passage, OA.hasSource, document)
        self.add(passage, OA.hasSelector, selector)
        self.add(selector, RDF.type, OA.TextPositionSelector, OA.TextQuoteSelector)
        self.add(selector, OA.start, _number(Decimal(span.start)))
        self.add(selector, OA.end, _number(Decimal(span.end)))
        self.add(selector, OA.exact, _string(span.of(article.text)))
        self.add(selector, OA.prefix, _string(article.text[max(0, span.start - CONTEXT) : span.start]))
        self.add(selector, OA.suffix, _string(article.text[span.end : span.end + CONTEXT]))
        self.passages[claim.article, span] = passage
        return passage

    def add_provenance(self, node: URIRef, claim: Claim) -> None:
        document = self.iris.document(claim.article)
        run = self.run(claim.provenance)
        self.add(node, PROV.wasDerivedFrom, document)
        self.add(node, PROV.wasGeneratedBy, run)
        self.add(run, PROV.used, document)
        if claim.speaker:
            speaker = self.iris.entity(claim.speaker.key)
            self.add(node, KG.speaker, speaker)
            self.add(node, PROV.wasAttributedTo, speaker)
        if claim.speaker_text:
            self.add(node, KG.speakerText, _string(claim.speaker_text))

    def run(self, provenance: Provenance) -> URIRef:
        """Return the activity that made claims; it has no time, so that the same input gives the same graph."""
        known = self.runs.get(provenance)
        if known is not None:
            return known
        name = digest(provenance.extractor, provenance.version, provenance.model)
        run = self.iris.run(name)
        software, model = part_of(run, "software"), part_of(run, "model")
        self.add(run, RDF.type, PROV.Activity)
        self.add(run, PROV.wasAssociatedWith, software)
        self.add(run, PROV.used, model)
        self.add(software, RDF.type, PROV.SoftwareAgent)
        self.add(software, RDFS.label, _string(provenance.extractor))
        self.add(software, SCHEMA.softwareVersion, _string(provenance.version))
        self.add(model, RDF.type, PROV.Entity)
        self.add(model, RDFS.label, _string(provenance.model))
        self.runs[provenance] = run
        return run


def to_triples(graph: Iterable[tuple[Node, Node, Node]]) -> list[Triple]:
    """Return the triples of a graph as Oxigraph has them, in no particular order.

    Raises GraphError for a term that is not RDF.
    """
    terms: dict[Node, NamedNode | BlankNode | OxigraphLiteral] = {}
    triples = []
    for triple in graph:
        for term in triple:
            if term not in terms:
                terms[term] = _to_oxigraph(term)
        subject, predicate, value = (terms[term] for term in triple)
        if isinstance(subject, OxigraphLiteral) or not isinstance(predicate, NamedNode):
            raise GraphError(f"{triple[0]} {triple[1]} {triple[2]}: not an RDF triple; its predicate must be an IRI")
        triples.append(Triple(subject, predicate, value))
    return triples


def _to_oxigraph(term: Node) -> NamedNode | BlankNode | OxigraphLiteral:
    try:
        match term:
            case URIRef():
                return NamedNode(term)
            case BNode():
                return BlankNode(term)
            case Literal(language=str(language)):
                return OxigraphLiteral(str(term), language=language)
            case Literal(datatype=URIRef() as datatype):
                return OxigraphLiteral(str(term), datatype=NamedNode(datatype))
            case _:
                return OxigraphLiteral(str(term))
    except ValueError as error:
        raise GraphError(f"{str(term)!r}: not a term of RDF: {error}") from error


def _literal(value: Quantity | Date | Text) -> Literal:
    match value:
        case Date(date=date):
            return _date(date)
        case Text(text=text):
            return _string(text)
        case Quantity(value=number):
            return _number(number)


def _quantity_name(quantity: Quantity) -> str:
    unit = "percent" if literal_kind(quantity) is LiteralKind.SHARE else quantity.unit
    return f"{_plain(quantity.value)}-{unit}"


def _string(text: str, language: str | None = None) -> Literal:
    # A lone surrogate is in no encoding and cannot be written in any format.
    return Literal(SURROGATE.sub("\ufffd", text), lang=language)


def _date(date: str) -> Literal:
    return Literal(date, datatype=DATE_TYPES.get(len(date), XSD.string), normalize=False)


def _number(value: Decimal) -> Literal:
    is_whole = value == value.to_integral_value()
    return Literal(_plain(value), datatype=XSD.integer if is_whole else XSD.decimal, normalize=False)


def _decimal(value: Decimal) -> Literal:
    plain = _plain(value)
    return Literal(plain if "." in plain else f"{plain}.0", datatype=XSD.decimal, normalize=False)


def _plain(value: Decimal) -> str:
    """Write a number without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
