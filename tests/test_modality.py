from itertools import product

import pytest
from builders import make_article, make_claim, make_entity
from conftest import FindClaims

from kg.model import EntityType, Modality, Polarity, Status
from kg.stance import Stance

ARTICLE = make_article("essai", "Solvix rachète Novalia.")


def status_of(modality: Modality, *, polarity: Polarity = Polarity.POSITIVE, former: bool = False) -> Status:
    solvix, novalia = (make_entity(name, EntityType.ORGANIZATION) for name in ("Solvix", "Novalia"))
    return make_claim(
        ARTICLE, solvix, "acquired", novalia, quote=ARTICLE.text, cue="rachète",
        modality=modality, polarity=polarity, former=former,
    ).status  # fmt: skip


@pytest.mark.parametrize(("modality", "former"), list(product(Modality, (True, False))))
def test_negation_outranks_all(modality: Modality, former: bool) -> None:  # noqa: FBT001
    assert status_of(modality, polarity=Polarity.NEGATIVE, former=former) is Status.NEGATED


def test_possibility_outranks_what_is_over() -> None:
    assert status_of(Modality.HYPOTHETICAL, former=True) is Status.HYPOTHETICAL


def test_plan_outranks_what_is_over() -> None:
    assert status_of(Modality.PLANNED, former=True) is Status.PLANNED


def test_what_is_over_outranks_hearsay() -> None:
    assert status_of(Modality.REPORTED, former=True) is Status.FORMER


@pytest.mark.parametrize("modality", list(Modality))
def test_modality_alone_is_the_status(modality: Modality) -> None:
    assert status_of(modality).value == modality.value


def test_hearsay_of_a_plan_stays_a_plan() -> None:
    stance = Stance().with_modality(Modality.PLANNED, "va").told_by(3, "selon")
    assert (stance.modality, stance.speaker) == (Modality.PLANNED, 3)


def test_hearsay_alone_is_reported() -> None:
    assert Stance().told_by(None, "aurait").modality is Modality.REPORTED


def test_plan_that_is_possible_is_a_possibility() -> None:
    stance = Stance().with_modality(Modality.HYPOTHETICAL, "si").with_modality(Modality.PLANNED, "va")
    assert stance.modality is Modality.HYPOTHETICAL


def test_nearest_speaker_is_kept() -> None:
    assert Stance().told_by(3, "selon").told_by(9, "affirme").speaker == 3


def test_negation_twice_is_none() -> None:
    assert Stance().negated("pas").negated("refuse").polarity is Polarity.POSITIVE


def test_what_is_over_keeps_its_polarity() -> None:
    assert Stance().negated("pas").over("ancien").polarity is Polarity.NEGATIVE


def test_cues_are_kept_in_order() -> None:
    assert Stance().negated("pas").told_by(None, "selon").cues == ("pas", "selon")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Le groupe Ferrand a racheté Novalia.", Status.ASSERTED),
        ("Le groupe Ferrand aurait racheté Novalia.", Status.REPORTED),
        ("Le groupe Ferrand n’a pas racheté Novalia.", Status.NEGATED),
        ("Le groupe Ferrand n’aurait pas racheté Novalia.", Status.NEGATED),
        ("Le groupe Ferrand va racheter Novalia.", Status.PLANNED),
        ("Le groupe Ferrand rachètera Novalia.", Status.PLANNED),
        ("Le groupe Ferrand veut racheter Novalia.", Status.PLANNED),
        ("Le groupe Ferrand ne veut pas racheter Novalia.", Status.NEGATED),
        ("Le groupe Ferrand vient de racheter Novalia.", Status.ASSERTED),
        ("Le groupe Ferrand pourrait racheter Novalia.", Status.HYPOTHETICAL),
        ("Si le groupe Ferrand rachète Novalia, les prix monteront.", Status.HYPOTHETICAL),
        ("Le groupe Ferrand va-t-il racheter Novalia ?", Status.HYPOTHETICAL),
        ("Selon Claire Morvan, le groupe Ferrand a racheté Novalia.", Status.REPORTED),
        ("Claire Morvan affirme que le groupe Ferrand a racheté Novalia.", Status.REPORTED),
        ("« Le groupe Ferrand a racheté Novalia », affirme Claire Morvan.", Status.REPORTED),
        ("Claire Morvan affirme que le groupe Ferrand va racheter Novalia.", Status.PLANNED),
    ],
)
def test_status_of_a_deal_is_read_from_its_clause(find_claims: FindClaims, text: str, status: Status) -> None:
    assert [claim.status for claim in find_claims(text) if claim.relation == "acquired"] == [status]


@pytest.mark.model
def test_speaker_of_hearsay_is_the_one_named(find_claims: FindClaims) -> None:
    claims = find_claims("Selon Claire Morvan, le groupe Ferrand a racheté Novalia.")
    (claim,) = (claim for claim in claims if claim.relation == "acquired")
    assert claim.speaker is not None
    assert claim.speaker.label == "Claire Morvan"


@pytest.mark.model
def test_press_conditional_has_no_speaker(find_claims: FindClaims) -> None:
    claims = find_claims("Le groupe Ferrand aurait racheté Novalia.")
    (claim,) = (claim for claim in claims if claim.relation == "acquired")
    assert (claim.speaker, claim.speaker_text) == (None, None)


@pytest.mark.model
def test_status_of_the_main_clause_stays_out_of_a_description(find_claims: FindClaims) -> None:
    claims = find_claims("Claire Morvan, PDG du groupe Ferrand, n’a pas répondu.")
    assert [claim.status for claim in claims if claim.relation == "ceoOf"] == [Status.ASSERTED]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "relation", "status"),
    [
        ("Aucun poste ne sera supprimé chez Novalia.", "cutsJobs", Status.NEGATED),
        ("Le groupe Ferrand ne compte plus que 3 500 salariés.", "employeeCount", Status.ASSERTED),
        ("Le groupe Ferrand ne compte plus 3 500 salariés.", "employeeCount", Status.NEGATED),
        ("Le groupe Ferrand a cessé de collaborer avec Novalia.", "partnerOf", Status.NEGATED),
        ("Le groupe Ferrand refuse de collaborer avec Novalia.", "partnerOf", Status.NEGATED),
        ("Le groupe Ferrand est sur le point de racheter Novalia.", "acquired", Status.PLANNED),
        ("Le groupe Ferrand est en train de racheter Novalia.", "acquired", Status.ASSERTED),
        ("Le groupe Ferrand lève des fonds pour racheter Novalia.", "acquired", Status.PLANNED),
        ("Le groupe Ferrand a le projet de racheter Novalia.", "acquired", Status.PLANNED),
        ("Le rachat de Novalia par Solvix aura lieu en mai.", "acquired", Status.PLANNED),
        ("Le groupe Ferrand a été fondé en 1950 et a longtemps grandi.", "foundedOn", Status.ASSERTED),
    ],
)
def test_status_is_read_from_what_governs_it(find_claims: FindClaims, text: str, relation: str, status: Status) -> None:
    claims = [claim for claim in find_claims(text) if claim.relation == relation]
    assert {claim.status for claim in claims} <= {status}
    assert claims or status is Status.NEGATED


@pytest.mark.model
def test_second_verb_shares_the_conditional_of_the_first(find_claims: FindClaims) -> None:
    claims = find_claims("Le groupe Ferrand aurait racheté Novalia et vendu Kermec.")
    statuses = {claim.relation: claim.status for claim in claims if claim.relation in {"acquired", "divested"}}
    assert statuses == {"acquired": Status.REPORTED, "divested": Status.REPORTED}


@pytest.mark.model
def test_second_verb_shares_the_plan_of_the_first(find_claims: FindClaims) -> None:
    claims = find_claims("Le groupe Ferrand va racheter Novalia et vendre Kermec.")
    statuses = {claim.relation: claim.status for claim in claims if claim.relation in {"acquired", "divested"}}
    assert statuses == {"acquired": Status.PLANNED, "divested": Status.PLANNED}


@pytest.mark.model
def test_second_verb_with_its_own_tense_has_its_own_status(find_claims: FindClaims) -> None:
    claims = find_claims("Le groupe Ferrand a racheté Novalia et vendra Kermec.")
    statuses = {claim.relation: claim.status for claim in claims if claim.relation in {"acquired", "divested"}}
    assert statuses == {"acquired": Status.ASSERTED, "divested": Status.PLANNED}


@pytest.mark.model
@pytest.mark.parametrize("end", ["a échoué", "a été abandonné", "n’a pas eu lieu", "tombe à l’eau"])
def test_event_that_did_not_happen_is_no_fact(find_claims: FindClaims, end: str) -> None:
    claims = find_claims(f"Le rachat de Novalia par Solvix {end}.")
    statuses = {claim.status for claim in claims if claim.relation == "acquired"}
    assert not statuses & {Status.ASSERTED, Status.REPORTED}
