"""Knowledge → property graphs, for tools that know no RDF: entities are nodes, claims are edges."""

import re
from collections.abc import Mapping

import networkx as nx

from kg.model import Claim, Date, Entity, Knowledge, Quantity, Text
from kg.namespaces import iri_part

XML_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CYPHER_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def to_graphml(knowledge: Knowledge) -> bytes:
    """Return entities and claims as GraphML."""
    return ("\n".join(nx.generate_graphml(_property_graph(knowledge))) + "\n").encode()


def to_gexf(knowledge: Knowledge) -> bytes:
    """Return entities and claims as GEXF, for Gephi."""
    lines = nx.generate_gexf(_property_graph(knowledge))
    # networkx dates the file with today; the same input has to give the same bytes.
    return (re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(lines), count=1) + "\n").encode()


def _property_graph(knowledge: Knowledge) -> "nx.MultiDiGraph[str]":
    """Return entities as nodes and their claims as edges; values are texts on the node, as they are no things."""
    texts = {article.name: article.text for article in knowledge.articles}
    result: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in knowledge.entities:
        names = {
            "label": xml_text(entity.label),
            "type": entity.type.value,
            "aliases": xml_text("; ".join(entity.aliases)),
        }
        result.add_node(entity.key, mentions=len(entity.mentions), size=entity.size or 0, **names)
    for claim in knowledge.claims:
        if isinstance(claim.object, Entity):
            result.add_edge(claim.subject.key, claim.object.key, key=claim.id, **_edge(claim, texts[claim.article]))
        elif claim.status.value in {"asserted", "reported"}:
            value, _, unit = value_words(claim.object)
            node = result.nodes[claim.subject.key]
            said = xml_text(f"{value} {unit}".strip())
            node[claim.relation] = "; ".join(filter(None, (node.get(claim.relation), said)))
    return result


def _edge(claim: Claim, text: str) -> dict[str, str | float]:
    return {
        "label": xml_text(claim.relation),
        "status": claim.status.value,
        "confidence": float(claim.confidence),
        "article": xml_text(claim.article),
        "speaker": xml_text(claim.speaker.label if claim.speaker else claim.speaker_text or ""),
        "quote": xml_text(claim.evidence.span.of(text)),
    }


def to_cypher(knowledge: Knowledge) -> bytes:
    """Return entities and claims as Cypher statements, one a line; running them twice changes nothing."""
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
            value, kind, unit = value_words(claim.object)
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
        text = xml_text(value).translate(CYPHER_ESCAPES)
        # Old versions of Neo4j read \uXXXX before anything else, even a quote written so: keep "\\" and "u" in two strings.
        return "'" + text.replace("\\\\u", "\\\\' + 'u") + "'"
    return str(value)


def value_words(value: Entity | Quantity | Date | Text) -> tuple[str, str, str]:
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


def xml_text(text: str) -> str:
    """Put a replacement character for what XML cannot hold."""
    return XML_FORBIDDEN.sub("\ufffd", text)
