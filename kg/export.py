"""Knowledge and its graph → bytes in a format for others: RDF, tables, property graphs. The same input gives the same bytes."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

import networkx as nx
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from rdflib import Graph
from rdflib.namespace import RDF, RDFS, XSD

from kg.claims import claims_to_jsonl
from kg.errors import GraphError
from kg.graph import articles_apart, build_graph, to_triples
from kg.model import Claim, Date, Entity, Knowledge, Quantity, Text
from kg.namespaces import KG, Namespaces, iri_part

XML_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")
CYPHER_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


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


def export(knowledge: Knowledge, graph: Graph, format_: Format | str) -> bytes:
    """Return the knowledge, or its graph for an RDF format, in UTF-8.

    Raises GraphError for an unknown format.
    """
    try:
        write = WRITERS[Format(format_)]
    except ValueError:
        raise GraphError(f"format {format_!r} is not known; there are {', '.join(Format)}") from None
    return write(knowledge, graph)


def to_turtle(graph: Graph) -> bytes:
    """Return a graph as Turtle to be read: entities with their facts first, then claims, then what they refer to."""
    prefixes = _prefixes(graph)
    triples = to_triples(graph)
    sections: dict[str, list[Triple]] = {title: [] for title, _ in SECTIONS}
    for triple in triples:
        sections[_section_of(triple, prefixes)].append(triple)
    used = [prefix for prefix, iri in prefixes.items() if any(iri in str(triple) for triple in triples)]
    parts = ["".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in used)]
    for title, section in sections.items():
        if section:
            written = _serialize(sorted(section, key=_reading_order), RdfFormat.TURTLE, prefixes)
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


def _section_of(triple: Triple, prefixes: Mapping[str, str]) -> str:
    name = _compact(str(getattr(triple.subject, "value", "")), prefixes)
    return next(title for title, pattern in SECTIONS if pattern.match(name))


def _lines(text: bytes) -> Iterable[str]:
    return (f"{line}\n" for line in text.decode().split("\n"))


# What a reader wants to see first of a node.
PREDICATE_RANKS = {
    str(iri): rank
    for rank, iri in enumerate((RDF.type, RDFS.label, RDF.subject, RDF.predicate, RDF.object, KG.status, KG.confidence))
}


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


def _turtle(_: Knowledge, graph: Graph) -> bytes:
    return to_turtle(graph)


def _nt(_: Knowledge, graph: Graph) -> bytes:
    return _serialize(sorted(to_triples(graph), key=_reading_order), RdfFormat.N_TRIPLES, {})


def _rdfxml(_: Knowledge, graph: Graph) -> bytes:
    triples = sorted(map(_xml_safe, to_triples(graph)), key=_reading_order)
    return _serialize(triples, RdfFormat.RDF_XML, _prefixes(graph))


def _xml_safe(triple: Triple) -> Triple:
    value = triple.object
    if not isinstance(value, Literal) or not XML_FORBIDDEN.search(value.value):
        return triple
    safe = _xml_text(value.value)
    literal = Literal(safe, language=value.language) if value.language else Literal(safe, datatype=value.datatype)
    return Triple(triple.subject, triple.predicate, literal)


def _xml_text(text: str) -> str:
    """Put a replacement character for what XML cannot hold."""
    return XML_FORBIDDEN.sub("\ufffd", text)


def _trig(knowledge: Knowledge, graph: Graph) -> bytes:
    return _serialize(_quads(knowledge, graph), RdfFormat.TRIG, _prefixes(graph))


def _nquads(knowledge: Knowledge, graph: Graph) -> bytes:
    return _serialize(_quads(knowledge, graph), RdfFormat.N_QUADS, {})


def _quads(knowledge: Knowledge, graph: Graph) -> list[Quad]:
    """Return the graph with one named graph an article, which holds what that article says and whom it is about."""
    namespaces = Namespaces(_prefixes(graph)["c"].removesuffix("claim/"))
    quads = []
    for article, part in articles_apart(knowledge):
        name = NamedNode(namespaces.document(article.name))
        # Only what is in the graph: it may have been built without some of the bare triples.
        said = to_triples(triple for triple in build_graph(part, namespaces=namespaces) if triple in graph)
        triples = sorted(said, key=_reading_order)
        quads += [Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples]
    return quads


def _jsonld(_: Knowledge, graph: Graph) -> bytes:
    prefixes = _prefixes(graph)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in sorted(to_triples(graph), key=_reading_order):
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


def _jsonl(knowledge: Knowledge, _: Graph) -> bytes:
    return claims_to_jsonl(knowledge)


COLUMNS = (
    "claim", "article", "subject", "subject_type", "relation", "object", "object_type", "unit",
    "status", "confidence", "speaker", "quote", "start", "end", "frame",
)  # fmt: skip


def _csv(knowledge: Knowledge, _: Graph) -> bytes:
    texts = {article.name: article.text for article in knowledge.articles}
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(COLUMNS)
    for claim in knowledge.claims:
        value, kind, unit = _value(claim.object)
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


def _value(value: Entity | Quantity | Date | Text) -> tuple[str, str, str]:
    """Return the words, the type and the unit of an object."""
    match value:
        case Entity(label=label, type=type_):
            return label, type_.value, ""
        case Quantity(value=number, unit=unit):
            return f"{number:f}", "number", unit or ""
        case Date(date=date):
            return date, "date", ""
        case Text(text=text):
            return text, "text", ""


def _graphml(knowledge: Knowledge, _: Graph) -> bytes:
    return ("\n".join(nx.generate_graphml(_property_graph(knowledge))) + "\n").encode()


def _gexf(knowledge: Knowledge, _: Graph) -> bytes:
    lines = nx.generate_gexf(_property_graph(knowledge))
    # networkx dates the file with today; the same input has to give the same bytes.
    return (re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(lines), count=1) + "\n").encode()


def _property_graph(knowledge: Knowledge) -> "nx.MultiDiGraph[str]":
    """Return entities as nodes and their claims as edges; values are texts on the node, as they are no things."""
    texts = {article.name: article.text for article in knowledge.articles}
    result: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in knowledge.entities:
        names = {
            "label": _xml_text(entity.label),
            "type": entity.type.value,
            "aliases": _xml_text("; ".join(entity.aliases)),
        }
        result.add_node(entity.key, mentions=len(entity.mentions), size=entity.size or 0, **names)
    for claim in knowledge.claims:
        if isinstance(claim.object, Entity):
            result.add_edge(claim.subject.key, claim.object.key, key=claim.id, **_edge(claim, texts[claim.article]))
        elif claim.status.value in {"asserted", "reported"}:
            value, _, unit = _value(claim.object)
            node = result.nodes[claim.subject.key]
            said = _xml_text(f"{value} {unit}".strip())
            node[claim.relation] = "; ".join(filter(None, (node.get(claim.relation), said)))
    return result


def _edge(claim: Claim, text: str) -> dict[str, str | float]:
    return {
        "label": _xml_text(claim.relation),
        "status": claim.status.value,
        "confidence": float(claim.confidence),
        "article": _xml_text(claim.article),
        "speaker": _xml_text(claim.speaker.label if claim.speaker else claim.speaker_text or ""),
        "quote": _xml_text(claim.evidence.span.of(text)),
    }


def _cypher(knowledge: Knowledge, _: Graph) -> bytes:
    texts = {article.name: article.text for article in knowledge.articles}
    lines = ["CREATE CONSTRAINT kg_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE;"]
    for entity in knowledge.entities:
        names = {"label": entity.label, "aliases": list(entity.aliases), "size": entity.size}
        key, type_ = _cypher_value(entity.key), entity.type.value
        lines.append(f"MERGE (n:Entity {{key: {key}}}) SET n:{type_}, n += {_cypher_map(names)};")
    for claim in knowledge.claims:
        details = {**_edge(claim, texts[claim.article]), "label": claim.relation, "frame": claim.frame}
        relation = f"[r:{_cypher_name(claim.relation)} {{claim: {_cypher_value(claim.id)}}}]"
        start = f"MATCH (s:Entity {{key: {_cypher_value(claim.subject.key)}}})"
        if isinstance(claim.object, Entity):
            match = f"MATCH (o:Entity {{key: {_cypher_value(claim.object.key)}}})"
        else:
            value, kind, unit = _value(claim.object)
            content = _cypher_map({"value": value, "kind": kind, "unit": unit})
            match = f"MERGE (o:Value {{claim: {_cypher_value(claim.id)}}}) SET o += {content} WITH s, o"
        lines.append(f"{start} {match} MERGE (s)-{relation}->(o) SET r += {_cypher_map(details)};")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _cypher_map(values: Mapping[str, object]) -> str:
    pairs = (f"{key}: {_cypher_value(value)}" for key, value in values.items() if value is not None)
    return f"{{{', '.join(pairs)}}}"


def _cypher_name(name: str) -> str:
    # What a relation's name cannot hold (a lemma comes from a text) is percent-encoded, a back quote above all.
    return f"`{iri_part(name)}`"


def _cypher_value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_cypher_value, value))}]"
    if isinstance(value, str):
        text = _xml_text(value).translate(CYPHER_ESCAPES)
        # Old versions of Neo4j read \uXXXX before anything else, even a quote written so: keep "\\" and "u" in two strings.
        return "'" + text.replace("\\\\u", "\\\\' + 'u") + "'"
    return str(value)


WRITERS: Mapping[Format, Callable[[Knowledge, Graph], bytes]] = {
    Format.TURTLE: _turtle,
    Format.TRIG: _trig,
    Format.NT: _nt,
    Format.NQUADS: _nquads,
    Format.JSONLD: _jsonld,
    Format.RDFXML: _rdfxml,
    Format.GRAPHML: _graphml,
    Format.GEXF: _gexf,
    Format.CSV: _csv,
    Format.CYPHER: _cypher,
    Format.JSONL: _jsonl,
}
