"""Knowledge and its graph → bytes in a format for others: RDF, tables, property graphs. The same input gives the same bytes."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF, RDFS, XSD
from rdflib.term import Node

from kg.claims import claims_to_jsonl
from kg.errors import GraphError
from kg.graph import to_triples
from kg.model import Knowledge, Quantity, Status
from kg.namespaces import KG, REIFIES, Namespaces, ontology_term
from kg.ontology import load_ontology
from kg.property_graph import to_cypher, to_gexf, to_graphml, value_words, xml_text

# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")

STATEMENT = (str(RDF.subject), str(RDF.predicate), str(RDF.object))
Convert = Callable[[Iterable[tuple[Node, Node, Node]]], list[Triple]]  # of rdflib's triples to Oxigraph's


class Format(StrEnum):
    """What can be written."""

    TURTLE = "turtle"
    TRIG = "trig"
    NT = "nt"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    CYPHER = "cypher"
    JSONL = "jsonl"


RDF12_FORMATS = (Format.TURTLE, Format.TRIG, Format.NT, Format.NQUADS)


def export(knowledge: Knowledge, graph: Graph, format_: Format | str, *, rdf12: bool = False) -> bytes:
    """Return the graph, or for a format that is not RDF the knowledge, in UTF-8.

    `rdf12` writes claims as reifiers of RDF 1.2. Raises GraphError for an unknown format, or one without RDF 1.2.
    """
    if format_ not in set(Format):
        raise GraphError(f"format {str(format_)!r} is not known; there are {', '.join(Format)}")
    if rdf12 and format_ not in RDF12_FORMATS:
        raise GraphError(f"format {str(format_)!r} has no RDF 1.2; there are {', '.join(RDF12_FORMATS)}")
    return WRITERS[Format(format_)](knowledge, graph, to_reifiers if rdf12 else to_triples)


def to_reifiers(triples: Iterable[tuple[Node, Node, Node]]) -> list[Triple]:
    """Return triples with each claim as a reifier of RDF 1.2, which has its statement as one triple term."""
    statements: dict[NamedNode, dict[str, Any]] = {}
    kept = []
    for triple in to_triples(triples):
        if triple.predicate.value in STATEMENT and isinstance(triple.subject, NamedNode):
            statements.setdefault(triple.subject, {})[triple.predicate.value] = triple.object
        else:
            kept.append(triple)
    for claim, parts in statements.items():
        kept.append(Triple(claim, NamedNode(REIFIES), Triple(*(parts[part] for part in STATEMENT))))
    return kept


def to_turtle(graph: Graph, convert: Convert = to_triples) -> bytes:
    """Return a graph as Turtle to be read: entities with their facts first, then claims, then what they refer to."""
    prefixes = _prefixes(graph)
    triples = convert(graph)
    by_subject: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        by_subject[str(getattr(triple.subject, "value", ""))].append(triple)
    sections: dict[str, list[Triple]] = {title: [] for title, _ in SECTIONS}
    for subject, about in by_subject.items():
        sections[_section_of(subject, prefixes)] += about
    used = _used_prefixes(triples, prefixes)
    parts = ["".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in used)]
    for title, section in sections.items():
        if section:
            written = _serialize(_sorted(section), RdfFormat.TURTLE, prefixes)
            body = "".join(line for line in _lines(written) if not line.startswith("@prefix "))
            # Line ends within literals are escaped, so each line end here is one of the layout.
            parts.append(f"# {title}\n\n{body}".replace(" .\n", " .\n\n").replace("\t", "    ").rstrip("\n") + "\n")
    return "\n".join(parts).encode()


SECTIONS = (
    ("Entities and facts", re.compile("e:")),
    ("Claims", re.compile("c:")),
    ("Verbs outside the ontology", re.compile("open:")),
    ("Articles", re.compile("d:[^:]*$")),
    ("Passages", re.compile("d:")),
    ("Runs", re.compile("r:")),
    ("Others", re.compile("")),
)


def _used_prefixes(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> list[str]:
    iris: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            iris.update(re.findall(r"<([^<>]+)>", str(term)) if isinstance(term, Triple) else [_iri_of(term)])
    return [prefix for prefix, namespace in prefixes.items() if any(iri.startswith(namespace) for iri in iris)]


def _iri_of(term: object) -> str:
    """Return the IRI of a node, or of the datatype of a literal."""
    return term.datatype.value if isinstance(term, Literal) else str(getattr(term, "value", ""))


def _section_of(subject: str, prefixes: Mapping[str, str]) -> str:
    name = _compact(subject, prefixes)
    return next(title for title, pattern in SECTIONS if pattern.match(name))


def _lines(text: bytes) -> Iterable[str]:
    return (f"{line}\n" for line in text.decode().split("\n"))


# What a reader wants to see first of a node.
PREDICATE_RANKS = {
    str(iri): rank
    for rank, iri in enumerate((RDF.type, RDFS.label, RDF.subject, RDF.predicate, RDF.object, KG.status, KG.confidence))
}


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(triples, key=_reading_order)


def _reading_order(triple: Triple) -> tuple[str, int, str, str]:
    predicate = triple.predicate.value
    rank = PREDICATE_RANKS.get(predicate, len(PREDICATE_RANKS))
    return (str(getattr(triple.subject, "value", triple.subject)), rank, predicate, str(triple.object))


def _prefixes(graph: Graph) -> Mapping[str, str]:
    """Return the prefixes of our table, with the namespaces that they have in this graph."""
    bound = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    return {prefix: bound.get(prefix, namespace) for prefix, namespace in Namespaces().prefixes.items()}


def _compact(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _serialize(triples: list[Triple] | list[Quad], format_: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    return serialize(triples, format=format_, prefixes=dict(prefixes)) or b""  # None only when it writes to a file


def _rdfxml(graph: Graph) -> bytes:
    triples = _sorted(map(_xml_safe, to_triples(graph)))
    return _serialize(triples, RdfFormat.RDF_XML, _prefixes(graph))


def _xml_safe(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or (safe := xml_text(value.value)) == value.value:
        return triple
    literal = Literal(safe, language=value.language) if value.language else Literal(safe, datatype=value.datatype)
    return Triple(triple.subject, triple.predicate, literal)


def _quads(graph: Graph, convert: Convert) -> list[Quad]:
    """Return the graph with one named graph an article, which holds what that article says and whom it is about."""
    relations = {ontology_term(name) for name in load_ontology().relations}
    quads = []
    for article in sorted(graph.subjects(RDF.type, KG.Article), key=str):
        name = NamedNode(str(article))
        said = _sorted(convert(_said_by(graph, article, relations)))
        quads += [Quad(one.subject, one.predicate, one.object, name) for one in said]
    return quads


def _said_by(graph: Graph, article: Node, relations: set[URIRef]) -> set[tuple[Node, Node, Node]]:
    """Return an article's claims, the bare triples they stand for, and all they lead to but other facts and articles."""
    claims = set(graph.subjects(PROV.wasDerivedFrom, article))
    found: set[tuple[Node, Node, Node]] = set()
    for claim in claims:
        if str(graph.value(claim, KG.status)) in {Status.ASSERTED, Status.REPORTED}:
            subject, relation, value = (graph.value(claim, part) for part in (RDF.subject, RDF.predicate, RDF.object))
            # A symmetric relation stands in both directions.
            found |= {*graph.triples((subject, relation, value)), *graph.triples((value, relation, subject))}
    reached = {article, *claims}
    waiting = list(reached)
    while waiting:
        node = waiting.pop()
        for predicate, value in graph.predicate_objects(node):
            if predicate in relations or (predicate == PROV.used and _is_other_article(graph, value, article)):
                continue
            found.add((node, predicate, value))
            if value not in reached and isinstance(value, URIRef):
                reached.add(value)
                waiting.append(value)
    return found


def _is_other_article(graph: Graph, node: Node, article: Node) -> bool:
    return node != article and (node, RDF.type, KG.Article) in graph


def _jsonld(graph: Graph) -> bytes:
    prefixes = _prefixes(graph)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in _sorted(to_triples(graph)):
        subject = _compact(str(getattr(triple.subject, "value", triple.subject)), prefixes)
        node = nodes.setdefault(subject, {"@id": subject})
        if triple.predicate.value == str(RDF.type) and isinstance(triple.object, NamedNode):
            node.setdefault("@type", []).append(_compact(triple.object.value, prefixes))
        else:
            values = node.setdefault(_compact(triple.predicate.value, prefixes), [])
            values.append(_json_value(triple.object, prefixes))
    for node in nodes.values():
        node.update({key: values[0] for key, values in node.items() if isinstance(values, list) and len(values) == 1})
    document = {"@context": dict(prefixes), "@graph": list(nodes.values())}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json_value(term: object, prefixes: Mapping[str, str]) -> object:
    if not isinstance(term, Literal):
        return {"@id": _compact(str(getattr(term, "value", term)), prefixes)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    match term.datatype.value:
        case datatype if datatype == str(XSD.string):
            return term.value
        case datatype if datatype == str(XSD.boolean) and term.value in {"true", "false"}:
            return term.value == "true"
        case datatype if datatype == str(XSD.integer) and str(int(term.value)) == term.value:
            return int(term.value)
        case datatype:  # a decimal too: a JSON number would be read as a double
            return {"@value": term.value, "@type": _compact(datatype, prefixes)}


COLUMNS = (
    "claim", "article", "subject", "subject_type", "relation", "object", "object_type", "unit",
    "status", "confidence", "speaker", "quote", "start", "end", "frame",
)  # fmt: skip


def _csv(knowledge: Knowledge) -> bytes:
    texts = {article.name: article.text for article in knowledge.articles}
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(COLUMNS)
    for claim in knowledge.claims:
        value, kind, unit = value_words(claim.object)
        span = claim.evidence.span
        words = [claim.id, claim.article, claim.subject.label, claim.subject.type.value, claim.relation]
        speaker = claim.speaker.label if claim.speaker else claim.speaker_text or ""
        row = [*words, value, kind, unit, claim.status.value, f"{claim.confidence:f}", speaker]
        quote = span.of(texts[claim.article])
        cells = [*row, quote, str(span.start), str(span.end), claim.frame]
        is_number = isinstance(claim.object, Quantity)
        writer.writerow([cell if is_number and cell is value else _cell(cell) for cell in cells])
    return rows.getvalue().encode("utf-8", "replace")


def _cell(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


WRITERS: Mapping[Format, Callable[[Knowledge, Graph, Convert], bytes]] = {
    Format.TURTLE: lambda _, graph, convert: to_turtle(graph, convert),
    Format.TRIG: lambda _, graph, convert: _serialize(_quads(graph, convert), RdfFormat.TRIG, _prefixes(graph)),
    Format.NT: lambda _, graph, convert: _serialize(_sorted(convert(graph)), RdfFormat.N_TRIPLES, {}),
    Format.NQUADS: lambda _, graph, convert: _serialize(_quads(graph, convert), RdfFormat.N_QUADS, {}),
    Format.JSONLD: lambda _, graph, __: _jsonld(graph),
    Format.RDFXML: lambda _, graph, __: _rdfxml(graph),
    Format.GRAPHML: lambda knowledge, _, __: to_graphml(knowledge),
    Format.GEXF: lambda knowledge, _, __: to_gexf(knowledge),
    Format.CSV: lambda knowledge, _, __: _csv(knowledge),
    Format.CYPHER: lambda knowledge, _, __: to_cypher(knowledge),
    Format.JSONL: lambda knowledge, _, __: claims_to_jsonl(knowledge),
}
