"""Gold × Study → losses: for each fact that no claim states, the stage of the reading that dropped it.

This is what tells where work pays: in names, types, coreference, frames or roles.
"""

from collections.abc import Iterator

from kg.gold import GoldEntity, GoldFact
from kg.missing import Finding, Stage, explain_missing
from kg.model import Date, Quantity, Text
from kg.score import Verdict
from kg.study import Study

MAX_NAMES = 3  # of each thing that are asked for
ORDER = tuple(Stage)


def find_losses(verdict: Verdict, study: Study) -> Iterator[tuple[GoldFact, Finding]]:
    """Yield each missed fact of an article with where it was dropped, under those of its names that get furthest."""
    for fact in verdict.missed:
        relation = study.ontology.relations.get(fact.relation)
        if relation is None:
            continue
        firsts = [
            explain_missing(study, subject, relation, object_)[0]
            for subject in fact.subject.names[:MAX_NAMES]
            for object_ in _words(fact.object)
        ]
        yield fact, max(firsts, key=_reach)


def _reach(finding: Finding) -> int:
    # What the program does read, but the gold does not take for the same, is the last that could be lost.
    return len(ORDER) if finding.stage is Stage.FOUND else ORDER.index(finding.stage)


def _words(value: GoldEntity | Quantity | Date | Text) -> tuple[str, ...]:
    match value:
        case GoldEntity(names=names):
            return names[:MAX_NAMES]
        case Quantity(value=number):
            return (f"{number:f}",)
        case Date(date=date):
            return (date,)
        case Text(text=text):
            return (text,)
