"""The French probes: the share that is right, by phenomenon and overall, may not fall."""

import tomllib
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from conftest import FindClaims
from probes import FOLDER, Probe, load_probes

from kg.extract import is_grounded
from kg.model import Claim, Entity, EntityType, Status, Text
from kg.ontology import load_ontology

PROBES = load_probes()
PHENOMENA = sorted({probe.phenomenon for probe in PROBES})
FLOORS: dict[str, float] = tomllib.loads((FOLDER.parent / "floors.toml").read_text(encoding="utf-8"))["probes"]

WAYS = 10  # of saying each closed relation, in probes/ways.yaml

Answers = tuple[tuple[Probe, tuple[Claim, ...]], ...]


@pytest.fixture(scope="module")
def answers(find_claims: FindClaims) -> Answers:
    return tuple((probe, find_claims(probe.text)) for probe in PROBES)


def report(answers: Answers) -> str:
    """Return each probe that is wrong with its faults."""
    lines = []
    for probe, found in answers:
        faults = list(probe.faults(found))
        if faults:
            lines += [f"{probe.phenomenon}: {probe.text}", *(f"    {fault}" for fault in faults)]
    return "\n".join(lines)


def share_right(answers: Answers) -> Decimal:
    wrong = sum(any(probe.faults(found)) for probe, found in answers)
    return 1 - Decimal(wrong) / len(answers)


@pytest.mark.model
@pytest.mark.parametrize("phenomenon", PHENOMENA)
def test_probes_of_a_phenomenon_stay_right(phenomenon: str, answers: Answers) -> None:
    own = tuple(answer for answer in answers if answer[0].phenomenon == phenomenon)
    assert share_right(own) >= Decimal(str(FLOORS[phenomenon])), report(own)


@pytest.mark.model
def test_probes_overall_stay_right(answers: Answers) -> None:
    assert share_right(answers) >= Decimal(str(FLOORS["all"])), report(answers)


@pytest.mark.model
def test_claims_of_probes_are_grounded(answers: Answers) -> None:
    ontology = load_ontology()
    ungrounded = [
        (probe.text, claim.relation)
        for probe, found in answers
        for claim in found
        if not claim.is_open and not is_grounded(claim, probe.text, ontology)
    ]
    assert ungrounded == []


@pytest.mark.model
def test_evidence_of_probes_lies_in_its_sentence(answers: Answers) -> None:
    outside = [
        (probe.text, claim.relation)
        for probe, found in answers
        for claim in found
        if not claim.evidence.sentence.contains(claim.evidence.span)
    ]
    assert outside == []


@pytest.mark.model
def test_labels_of_probes_stand_in_their_text(answers: Answers) -> None:
    invented = [
        (probe.text, thing.label)
        for probe, found in answers
        for claim in found
        for thing in (claim.subject, claim.object)
        if isinstance(thing, Entity)
        and thing.label not in probe.text
        and thing.type is not EntityType.PLACE  # "lyonnaise" says Lyon
    ]
    assert invented == []


@pytest.mark.model
def test_words_said_in_probes_stand_in_their_text(answers: Answers) -> None:
    invented = [
        (probe.text, claim.object.text)
        for probe, found in answers
        for claim in found
        if isinstance(claim.object, Text) and claim.object.text not in probe.text
    ]
    assert invented == []


def test_floors_are_of_the_phenomena() -> None:
    assert set(FLOORS) == {*PHENOMENA, "all"}


def test_probes_are_many_and_distinct() -> None:
    assert len(PROBES) >= 300
    assert [text for text, count in Counter(probe.text for probe in PROBES).items() if count > 1] == []


def test_each_relation_is_said_in_ten_ways() -> None:
    said = Counter(relation for probe in PROBES if probe.phenomenon == "ways" for relation in probe.relations)
    assert {relation for relation in load_ontology().relations if said[relation] < WAYS} == set()


def test_probes_name_closed_relations_and_statuses() -> None:
    relations, statuses = {*load_ontology().relations, "*"}, {*(status.value for status in Status), "*"}
    unknown = defaultdict(list)
    for probe in PROBES:
        for expected in (*probe.claims, *probe.absent):
            if expected.relation not in relations or expected.status not in statuses:
                unknown[probe.text].append(expected)
    assert unknown == {}


def test_probes_say_what_they_expect() -> None:
    assert [probe.text for probe in PROBES if not probe.claims and not probe.absent] == []
