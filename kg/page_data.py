"""What the page knows, as plain values ready for JSON: articles, entities, claims, and all it takes to name them in RDF.

Records refer to each other by index. All offsets are code points.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from kg.model import Article, Claim, Date, Entity, EntityType, Knowledge, Modality, Quantity, Span, Status, Text
from kg.namespaces import Namespaces, digest, iri_part
from kg.ontology import Ontology, literal_kind
from kg.page_graph import PageGraph

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


class PageData:
    """The records of `knowledge` under indices, and the nodes and edges to draw them by."""

    def __init__(self, knowledge: Knowledge, ontology: Ontology) -> None:
        self.articles = knowledge.articles
        self.claims = knowledge.claims
        self._ontology = ontology
        self._article_index = {article.name: index for index, article in enumerate(self.articles)}
        self.entities = _collect_entities(knowledge)
        self._entity_index = {entity.key: index for index, entity in enumerate(self.entities)}
        self._runs = tuple(dict.fromkeys(claim.provenance for claim in self.claims))
        self._run_index = {run: index for index, run in enumerate(self._runs)}
        graph = PageGraph(self.entities, self.claims, ontology)
        self.nodes, self.edges = graph.nodes, graph.edges

    def as_json(self) -> dict[str, Json]:
        """Return all but the nodes and edges; equal knowledge gives equal values in the same order."""
        return {
            "articles": [_article_as_json(article) for article in self.articles],
            "entities": [self._entity_as_json(entity) for entity in self.entities],
            "claims": [self._claim_as_json(claim) for claim in self.claims],
            "relations": {name: self._relation_as_json(name) for name in sorted({x.relation for x in self.claims})},
            "runs": [
                [digest(run.extractor, run.version, run.model), run.extractor, run.version, run.model]
                for run in self._runs
            ],
            "types": [type_.value for type_ in EntityType],
            "statuses": [status.value for status in Status],
            "classes": {type_.value: class_.schema_class for type_, class_ in sorted(self._ontology.classes.items())},
            "prefixes": dict(Namespaces().prefixes),
        }

    def nodes_as_json(self) -> list[dict[str, Json]]:
        """Return the nodes as the page draws them."""
        return [
            {
                "id": node.id,
                "x": x,
                "y": y,
                "entity": node.entity,
                "value": self._value_as_json(node.value) if node.value else None,
                "lines": node.lines,
                "width": node.box.width,
                "height": node.box.height,
            }
            for node, x, y in self.nodes
        ]

    def edges_as_json(self) -> list[dict[str, Json]]:
        """Return the edges, with the claims that each stands for."""
        return [
            {"id": edge.id, "from": edge.source, "to": edge.target, "claims": edge.claims, "bend": edge.bend}
            for edge in self.edges
        ]

    def _entity_as_json(self, entity: Entity) -> Json:
        return {
            "key": entity.key,
            **_iri_unless_same(entity.key),
            "label": entity.label,
            "type": entity.type.value,
            "aliases": entity.aliases,
            "descriptions": entity.descriptions,
            "named": entity.is_named,
            "size": entity.size,
            "mentions": [
                [self._article_index[name], *_span(span)]
                for name, span in entity.mentions
                if name in self._article_index
            ],
            "votes": [[vote.type.value, str(vote.weight), vote.reason] for vote in entity.votes],
        }

    def _relation_as_json(self, name: str) -> Json:
        relation = self._ontology.relations.get(name)
        if relation is None:
            return {"iri": iri_part(name.partition(":")[2]), "labels": {}}
        return {"labels": dict(sorted(relation.labels.items())), "symmetric": relation.is_symmetric}

    def _claim_as_json(self, claim: Claim) -> Json:
        evidence = claim.evidence
        return {
            "id": claim.id,
            **_iri_unless_same(claim.id),
            "article": self._article_index[claim.article],
            "subject": self._entity_index[claim.subject.key],
            "relation": claim.relation,
            "object": self._object_as_json(claim),
            "status": claim.status.value,
            **_hidden_by_status(claim),
            "speaker": self._entity_index[claim.speaker.key] if claim.speaker else None,
            "speakerText": claim.speaker_text,
            "confidence": float(claim.confidence),
            "evidence": {
                "span": _span(evidence.span),
                "sentence": _span(evidence.sentence),
                "cue": _span(evidence.cue),
                "subject": _span(evidence.subject),
                "object": _span(evidence.object),
            },
            "qualifiers": [[qualifier.name, self._value_as_json(qualifier.value)] for qualifier in claim.qualifiers],
            "frame": claim.frame,
            "reason": claim.reason,
            "run": self._run_index[claim.provenance],
        }

    def _object_as_json(self, claim: Claim) -> Json:
        if isinstance(claim.object, Entity):
            return {"entity": self._entity_index[claim.object.key]}
        return self._value_as_json(claim.object)

    def _value_as_json(self, value: Quantity | Date | Text) -> Json:
        match value:
            case Quantity():
                bound = value.bound.value if value.bound else None
                return {
                    "value": _plain(value),
                    "unit": value.unit,
                    "bound": bound,
                    "kind": literal_kind(value).value,
                }
            case Date():
                return {"date": value.date}
            case Text():
                return {"text": value.text}


def _article_as_json(article: Article) -> Json:
    return {
        "name": article.name,
        **_iri_unless_same(article.name),
        "text": article.text,
        "language": article.language,
        "source": article.source,
        "published": article.published,
        "title": _span(article.title) if article.title else None,
        "digest": hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _iri_unless_same(name: str) -> dict[str, str]:
    """Return the part of an IRI that stands for `name`, where it is not `name` itself."""
    part = iri_part(name)
    return {} if part == name else {"iri": part}


def _hidden_by_status(claim: Claim) -> dict[str, Json]:
    """Return what of polarity, modality and `former` the status does not tell."""
    hidden: dict[str, Json] = {}
    status = claim.status
    implied = Modality.ASSERTED if status in {Status.NEGATED, Status.FORMER} else Modality(status.value)
    if claim.modality is not implied:
        hidden["modality"] = claim.modality.value
    if claim.former and status is not Status.FORMER:
        hidden["former"] = True
    return hidden


def _plain(quantity: Quantity) -> str:
    """Write a number without exponent and without zeros at its end, as the graph has it."""
    text = f"{quantity.value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _collect_entities(knowledge: Knowledge) -> tuple[Entity, ...]:
    """Return the entities of `knowledge`, then any that only its claims name."""
    found = {entity.key: entity for entity in knowledge.entities}
    for claim in knowledge.claims:
        for entity in (claim.subject, claim.object, claim.speaker):
            if isinstance(entity, Entity):
                found.setdefault(entity.key, entity)
    return tuple(found.values())


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end
