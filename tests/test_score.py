"""Scores: each rule of the comparison on facts of our own, and the command as users run it."""

import json
import subprocess
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from builders import make_article, make_claim, make_entity

from kg.claims import claims_to_jsonl
from kg.errors import GoldError
from kg.gold import Gold, read_gold
from kg.model import Claim, Date, Entity, EntityType, Knowledge, Modality, Polarity, Quantity, Status, Text
from kg.ontology import load_ontology
from kg.score import bootstrap_intervals, score, score_article, score_relations

GOLD = Path(__file__).parent / "gold"
PRESS = sorted(path for name in ("news", "press") for path in (GOLD / name).glob("*.gold.json"))
RunKg = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "Anne Morel dirige la laiterie Brunel, qui emploie 350 salariés et s’allie à Sodilac."
ARTICLE = make_article("laiterie", TEXT)
MOREL = make_entity("Anne Morel", EntityType.PERSON, aliases=["Morel"])
BRUNEL = make_entity("Brunel", EntityType.ORGANIZATION)
SODILAC = make_entity("Sodilac", EntityType.ORGANIZATION)
ENTITIES = [
    {"id": "e1", "type": "Person", "name": "Anne Morel", "mentions": ["Anne Morel"], "descriptions": []},
    {"id": "e2", "type": "Organization", "name": "Brunel", "mentions": ["Brunel"], "descriptions": []},
    {"id": "e3", "type": "Organization", "name": "Sodilac", "mentions": ["Sodilac"], "descriptions": []},
    {"id": "e4", "type": "Group", "name": "350 salariés", "mentions": ["350 salariés"], "size": 350},
    {"id": "e5", "type": "Concept", "name": "fromages au lait cru", "mentions": []},
]


def gold_of(folder: Path, facts: Sequence[dict[str, Any]], name: str = "laiterie") -> Gold:
    """Return the gold of a file with these facts."""
    path = folder / f"{name}.gold.json"
    entry = {"id": name, "lang": "fr", "source": "", "entities": ENTITIES, "facts": list(facts)}
    path.write_text(json.dumps(entry), encoding="utf-8")
    (gold,) = read_gold([path])
    return gold


def fact(subject: str, relation: str, object_: object, status: str = "asserted", **more: object) -> dict[str, Any]:
    return {"s": subject, "p": relation, "o": object_, "status": status, "evidence": "", "core": True, **more}


def claim(
    subject: Entity,
    relation: str,
    object_: Entity | Quantity | Date | Text,
    *,
    polarity: Polarity = Polarity.POSITIVE,
    modality: Modality = Modality.ASSERTED,
) -> Claim:
    return make_claim(
        ARTICLE,
        subject,
        relation,
        object_,
        quote=TEXT,
        cue="dirige",
        subject_words="Anne Morel",
        object_words="Brunel",
        polarity=polarity,
        modality=modality,
    )


def found(folder: Path, facts: Sequence[dict[str, Any]], *claims: Claim) -> tuple[int, int, int]:
    """Return the numbers of hits, wrong claims and missed facts."""
    verdict = score_article(gold_of(folder, facts), claims)
    return len(verdict.hits), len(verdict.wrong), len(verdict.missed)


# Which claims are right


def test_same_names_are_a_hit(tmp_path: Path) -> None:
    assert found(tmp_path, [fact("e1", "ceoOf", "e2")], claim(MOREL, "ceoOf", BRUNEL)) == (1, 0, 0)


def test_other_relation_is_wrong(tmp_path: Path) -> None:
    assert found(tmp_path, [fact("e1", "ceoOf", "e2")], claim(MOREL, "chairOf", BRUNEL)) == (0, 1, 1)


def test_other_direction_is_wrong(tmp_path: Path) -> None:
    assert found(tmp_path, [fact("e2", "acquired", "e3")], claim(SODILAC, "acquired", BRUNEL)) == (0, 1, 1)


def test_other_direction_of_a_symmetric_relation_is_a_hit(tmp_path: Path) -> None:
    assert found(tmp_path, [fact("e2", "partnerOf", "e3")], claim(SODILAC, "partnerOf", BRUNEL)) == (1, 0, 0)


def test_denied_fact_is_no_hit(tmp_path: Path) -> None:
    denied = claim(MOREL, "ceoOf", BRUNEL, polarity=Polarity.NEGATIVE)
    assert found(tmp_path, [fact("e1", "ceoOf", "e2")], denied) == (0, 1, 1)


def test_other_status_is_a_hit_of_wrong_status(tmp_path: Path) -> None:
    gold = gold_of(tmp_path, [fact("e1", "ceoOf", "e2")])
    total = score([score_article(gold, [claim(MOREL, "ceoOf", BRUNEL, modality=Modality.PLANNED)])])
    assert (total.precision, total.status_accuracy) == (1, 0)


@pytest.mark.parametrize("name", ["BRUNEL", "la Brunel", "« Brunel »", "groupe Brunel", "L’Brunel", "Brunel SA"])
def test_name_with_more_around_it_is_the_same(name: str, tmp_path: Path) -> None:
    other = make_entity(name, EntityType.ORGANIZATION)
    assert found(tmp_path, [fact("e1", "ceoOf", "e2")], claim(MOREL, "ceoOf", other)) == (1, 0, 0)


@pytest.mark.parametrize("name", ["Brunelle", "laiterie Brunel de Vire", "Sodilac"])
def test_other_name_is_another(name: str, tmp_path: Path) -> None:
    other = make_entity(name, EntityType.ORGANIZATION)
    assert found(tmp_path, [fact("e1", "ceoOf", "e2")], claim(MOREL, "ceoOf", other)) == (0, 1, 1)


def test_alias_counts(tmp_path: Path) -> None:
    other = make_entity("la fromagerie", EntityType.ORGANIZATION, aliases=["Brunel"])
    assert found(tmp_path, [fact("e1", "ceoOf", "e2")], claim(MOREL, "ceoOf", other)) == (1, 0, 0)


@pytest.mark.parametrize(("name", "hits"), [("fromages au lait", 1), ("lait cru", 1), ("fromages", 0)])
def test_description_needs_most_of_the_words(name: str, hits: int, tmp_path: Path) -> None:
    other = make_entity(name, EntityType.CONCEPT)
    assert found(tmp_path, [fact("e2", "produces", "e5")], claim(BRUNEL, "produces", other))[0] == hits


@pytest.mark.parametrize(
    ("value", "gold", "hits"),
    [
        (Quantity(value=Decimal(350), unit="salarié"), {"value": 350, "unit": "employé"}, 1),
        (Quantity(value=Decimal(351), unit=None), {"value": 350}, 0),
        (Quantity(value=Decimal(12), unit="%"), {"value": 12, "unit": "%"}, 1),
        (Quantity(value=Decimal(12), unit=None), {"value": 12, "unit": "%"}, 0),
        (Quantity(value=Decimal(5), unit="EUR"), {"value": 5, "unit": "USD"}, 0),
        (Quantity(value=Decimal(350), unit=None), "e4", 1),
        (make_entity("tous", EntityType.GROUP, size=350), {"value": 350}, 1),
        (Date(date="1987-05"), {"date": "1987"}, 1),
        (Date(date="1988"), {"date": "1987"}, 0),
        (Text(text="nous allons recruter"), {"text": "nous allons recruter demain"}, 1),
        (Text(text="demain"), {"text": "nous allons recruter demain"}, 0),
    ],
)
def test_values_compare_by_number_unit_precision_and_words(
    value: Entity | Quantity | Date | Text, gold: object, hits: int, tmp_path: Path
) -> None:
    assert found(tmp_path, [fact("e2", "employeeCount", gold)], claim(BRUNEL, "employeeCount", value))[0] == hits


def test_repeated_claim_counts_once(tmp_path: Path) -> None:
    twice = [claim(MOREL, "chairOf", BRUNEL), claim(MOREL, "chairOf", BRUNEL)]
    assert found(tmp_path, [], *twice) == (0, 1, 0)


def test_fact_under_a_second_name_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    again = claim(make_entity("Morel", EntityType.PERSON, key="other", aliases=["Anne Morel"]), "ceoOf", BRUNEL)
    gold = gold_of(tmp_path, [fact("e1", "ceoOf", "e2")])
    verdict = score_article(gold, [claim(MOREL, "ceoOf", BRUNEL), again])
    assert (len(verdict.hits), verdict.wrong, len(verdict.again)) == (1, (), 1)


def test_fact_of_the_same_status_is_taken_first(tmp_path: Path) -> None:
    facts = [fact("e2", "acquired", "e3", "planned"), fact("e2", "acquired", "e3", "asserted")]
    verdict = score_article(gold_of(tmp_path, facts), [claim(BRUNEL, "acquired", SODILAC)])
    assert [one.status for _, one in verdict.hits] == [Status.ASSERTED]


def test_open_claims_and_open_facts_are_left_out(tmp_path: Path) -> None:
    facts = [fact("e1", "open:promettre", "e5")]
    assert found(tmp_path, facts, claim(MOREL, "open:aimer", BRUNEL)) == (0, 0, 0)


# Figures


def test_figures_are_over_all_articles(tmp_path: Path) -> None:
    right = score_article(gold_of(tmp_path, [fact("e1", "ceoOf", "e2")]), [claim(MOREL, "ceoOf", BRUNEL)])
    gold = gold_of(tmp_path, [fact("e2", "acquired", "e3"), fact("e2", "partnerOf", "e3")], "other")
    total = score([right, score_article(gold, [claim(BRUNEL, "supplies", SODILAC)])])
    assert (total.documents, total.facts, total.claims) == (2, 3, 2)
    assert (total.precision, total.recall) == (1 / 2, 1 / 3)


def test_figures_of_nothing_are_zero() -> None:
    assert score([]).f1 == 0


def test_type_accuracy_is_of_the_entities_that_the_gold_knows(tmp_path: Path) -> None:
    facts = [fact("e1", "ceoOf", "e2")]
    place = make_entity("Brunel", EntityType.PLACE)
    unknown = make_entity("Vire", EntityType.PLACE)
    verdict = score_article(gold_of(tmp_path, facts), [claim(MOREL, "ceoOf", place), claim(MOREL, "chairOf", unknown)])
    total = score([verdict])
    assert (total.type_accuracy, total.entity_precision, total.entity_recall) == (1 / 2, 2 / 3, 1)


def test_relations_come_with_most_facts_first(tmp_path: Path) -> None:
    facts = [fact("e2", "partnerOf", "e3"), fact("e2", "acquired", "e3"), fact("e1", "acquired", "e3")]
    verdict = score_article(
        gold_of(tmp_path, facts), [claim(BRUNEL, "acquired", SODILAC), claim(MOREL, "ceoOf", SODILAC)]
    )
    assert score_relations([verdict]) == (("acquired", 2, 1, 0), ("partnerOf", 1, 0, 0), ("ceoOf", 0, 0, 1))


def test_intervals_hold_the_figure(tmp_path: Path) -> None:
    gold = gold_of(tmp_path, [fact("e1", "ceoOf", "e2"), fact("e2", "partnerOf", "e3")])
    verdicts = [score_article(gold, [claim(MOREL, "ceoOf", BRUNEL)]), score_article(gold, ())]
    low, high = bootstrap_intervals(verdicts)["recall"]
    assert low <= score(verdicts).recall <= high


# Gold files


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "not of the form"),
        ('{"entities": []}', "lacks 'facts'"),
        ('{"entities": [], "facts": [{"s": "e9", "p": "ceoOf", "o": "e1", "status": "asserted"}]}', "fact 1 has 'e9'"),
        ('{"entities": [], "facts": [{"s": 1, "p": "ceoOf", "o": {"value": "x"}, "status": "asserted"}]}', "lacks 1"),
    ],
)
def test_wrong_gold_file_is_one_line_with_its_name(content: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.gold.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=reason) as raised:
        read_gold([path])
    assert str(path) in str(raised.value)


def test_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold in this folder"):
        read_gold([tmp_path])


def test_two_gold_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        gold_of(tmp_path / folder, [])
    with pytest.raises(GoldError, match="has this name too"):
        read_gold([tmp_path / "a", tmp_path / "b"])


# kg eval


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a folder with gold, and beside it the claims of its article in a folder `claims`."""
    gold_of(tmp_path, [fact("e1", "ceoOf", "e2"), fact("e2", "acquired", "e3", "planned", evidence="une\tfusion")])
    claims = (claim(MOREL, "ceoOf", BRUNEL), claim(BRUNEL, "partnerOf", SODILAC))
    (tmp_path / "claims").mkdir()
    content = claims_to_jsonl(Knowledge(articles=(ARTICLE,), claims=claims))
    (tmp_path / "claims" / "laiterie.claims.jsonl").write_bytes(content)
    return tmp_path


def test_eval_scores_saved_claims(run_kg: RunKg, saved: Path) -> None:
    outcome = run_kg("eval", ".", "--claims", "claims", folder=saved)
    assert "P 0.500" in outcome.stdout
    assert "| ceoOf" in outcome.stdout
    assert (outcome.stderr, outcome.returncode) == ("", 0)


def test_eval_lists_errors_one_a_line(run_kg: RunKg, saved: Path) -> None:
    lines = run_kg("eval", ".", "--claims", "claims", "--errors", folder=saved).stdout.splitlines()
    assert "laiterie\tMISSED\tBrunel | acquired | Sodilac\t[planned]\tune fusion" in lines
    assert any(line.startswith("laiterie\tWRONG\tBrunel | partnerOf | Sodilac\t[asserted]") for line in lines)


def test_eval_writes_one_json_object(run_kg: RunKg, saved: Path) -> None:
    figures = json.loads(run_kg("eval", ".", "--claims", "claims", "--json", folder=saved).stdout)
    assert (figures["precision"], figures["recall"]) == (0.5, 0.5)
    assert figures["relations"]["acquired"] == {"facts": 1, "found": 0, "wrong": 0}
    assert figures["articles"]["laiterie"]["claims"] == 2


def test_eval_counts_missing_claims_as_none_and_says_so(run_kg: RunKg, saved: Path) -> None:
    (saved / "claims" / "laiterie.claims.jsonl").unlink()
    outcome = run_kg("eval", ".", "--claims", "claims", folder=saved)
    assert "laiterie counts as without claims" in outcome.stderr
    assert outcome.returncode == 0


@pytest.mark.model
def test_eval_reads_the_text_beside_the_gold(run_kg: RunKg, saved: Path) -> None:
    (saved / "laiterie.txt").write_text("Anne Morel est la directrice générale de Brunel.\n", encoding="utf-8")
    outcome = run_kg("eval", "laiterie.gold.json", "--per-article", folder=saved)
    assert "| laiterie |" in outcome.stdout
    assert (outcome.stderr, outcome.returncode) == ("", 0)


@pytest.mark.model
def test_eval_says_at_which_stage_a_missed_fact_was_dropped(run_kg: RunKg, saved: Path) -> None:
    (saved / "laiterie.txt").write_text("Brunel admire Sodilac. Hier, Anne Morel dirigeait Brunel.\n", encoding="utf-8")
    outcome = run_kg("eval", ".", "--why", "--errors", folder=saved)
    (line,) = (line for line in outcome.stdout.splitlines() if "MISSED\tBrunel | acquired | Sodilac" in line)
    stage = line.split("\t")[-1].partition(":")[0]
    assert f"| {stage}" in outcome.stdout
    assert (outcome.stderr, outcome.returncode) == ("", 0)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(["."], "is not beside it"), ([".", "--claims", "nowhere"], "no such folder"), (["none.json"], "not a gold file")],
)
def test_eval_says_in_one_line_what_is_not_there(arguments: list[str], reason: str, run_kg: RunKg, saved: Path) -> None:
    outcome = run_kg("eval", *arguments, folder=saved)
    assert reason in outcome.stderr
    assert (outcome.stderr.count("\n"), outcome.stdout, outcome.returncode) == (1, "", 1)


@pytest.mark.parametrize("path", PRESS, ids=lambda path: path.name)
def test_gold_of_the_press_quotes_its_text(path: Path) -> None:
    (gold,) = read_gold([path])
    text = gold.text_path.read_text(encoding="utf-8")
    assert gold.facts
    assert [fact.evidence for fact in gold.facts if fact.evidence not in text] == []


@pytest.mark.parametrize("path", PRESS, ids=lambda path: path.name)
def test_gold_of_the_press_names_known_relations(path: Path) -> None:
    (gold,) = read_gold([path])
    relations = load_ontology().relations
    assert {fact.relation for fact in gold.facts if not fact.is_open} <= set(relations)
