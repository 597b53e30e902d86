"""Verdicts → what `kg eval` shows: the figures as one object, a row an article, a line a mistake."""

import dataclasses
from collections.abc import Iterator, Sequence

from kg.gold import GoldEntity, GoldFact
from kg.missing import Finding
from kg.model import Date, Entity, Quantity, Text
from kg.score import Verdict, bootstrap_intervals, has_right_type, score, score_relations

Losses = Sequence[tuple[GoldFact, Finding]]
ROW = ("article", "facts", "claims", "P", "R", "F1", "status", "type")


def figures_of(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Return all figures by name: over all articles, by relation and by article."""
    return {
        **dataclasses.asdict(score(verdicts)),
        "intervals": bootstrap_intervals(verdicts),
        "relations": {
            name: {"facts": facts, "found": found, "wrong": wrong}
            for name, facts, found, wrong in score_relations(verdicts)
        },
        "articles": {verdict.name: dataclasses.asdict(score([verdict])) for verdict in verdicts},
    }


def row_of(verdict: Verdict) -> tuple[str, ...]:
    """Return the figures of an article as ROW has them."""
    own = score([verdict])
    ratios = (own.precision, own.recall, own.f1, own.status_accuracy, own.type_accuracy)
    return (verdict.name, str(own.facts), str(own.claims), *(f"{ratio:.2f}" for ratio in ratios))


def mistakes_of(verdict: Verdict, losses: Losses = ()) -> Iterator[tuple[str, ...]]:
    """Yield the lines of an article: what was missed, wrong, of the wrong status, of the wrong type."""
    dropped = {id(fact): (f"{finding.stage.value}: {finding.detail}",) for fact, finding in losses}
    for fact in verdict.missed:
        triple = f"{fact.subject.names[0]} | {fact.relation} | {_value(fact.object)}"
        yield verdict.name, "MISSED", triple, f"[{fact.status.value}]", fact.evidence, *dropped.get(id(fact), ())
    for claim in verdict.wrong:
        triple = f"{claim.subject.label} | {claim.relation} | {_value(claim.object)}"
        yield verdict.name, "WRONG", triple, f"[{claim.status.value}]", f"{claim.confidence} {claim.frame} c:{claim.id}"
    for claim, fact in verdict.hits:
        if claim.status is not fact.status:
            triple = f"{claim.subject.label} | {claim.relation} | {_value(claim.object)}"
            yield verdict.name, "STATUS", triple, f"[{claim.status.value}, not {fact.status.value}]", fact.evidence
    for entity, golds in verdict.entities:
        if golds and not has_right_type(entity, golds):
            right = ", ".join(sorted({one.type for one in golds}))
            yield verdict.name, "TYPE", entity.label, f"[{entity.type.value}, not {right}]"


def _value(value: Entity | GoldEntity | Quantity | Date | Text) -> str:
    match value:
        case Entity(label=label):
            return label
        case GoldEntity(names=names):
            return names[0]
        case Quantity(value=number, unit=unit):
            return f"{number:f} {unit or ''}".rstrip()
        case Date(date=date):
            return date
        case Text(text=text):
            return f'"{text}"'
