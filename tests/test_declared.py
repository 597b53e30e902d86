import pytest
from conftest import FindClaims

from kg.model import Claim, Status, Text

pytestmark = pytest.mark.model


def of_relation(find: FindClaims, text: str, relation: str) -> list[Claim]:
    return [claim for claim in find(text) if claim.relation == relation]


def words(claim: Claim) -> str:
    assert isinstance(claim.object, Text)
    return claim.object.text


def test_declaration_keeps_the_words_of_the_text(find_claims: FindClaims) -> None:
    text = "« L’usine d’Arras tourne à plein », a déclaré Claire Morvan."
    (claim,) = of_relation(find_claims, text, "said")
    assert words(claim) == "L’usine d’Arras tourne à plein"
    assert claim.evidence.object.of(text) == words(claim)


def test_declaration_is_asserted_whatever_is_said(find_claims: FindClaims) -> None:
    (claim,) = of_relation(find_claims, "« Nous pourrions fermer l’usine d’Arras », a déclaré Claire Morvan.", "said")
    assert claim.status is Status.ASSERTED


def test_declaration_denied_is_negated(find_claims: FindClaims) -> None:
    claims = of_relation(find_claims, "Claire Morvan n’a pas dit que la demande repartait.", "said")
    assert all(claim.status is Status.NEGATED for claim in claims)


def test_evidence_of_a_declaration_holds_words_and_verb(find_claims: FindClaims) -> None:
    text = "« L’usine d’Arras tourne à plein », a déclaré Claire Morvan hier."
    (claim,) = of_relation(find_claims, text, "said")
    for span in (claim.evidence.subject, claim.evidence.cue, claim.evidence.object):
        assert claim.evidence.span.contains(span)


def test_own_words_are_surer_than_told_ones(find_claims: FindClaims) -> None:
    (direct,) = of_relation(find_claims, "« L’usine d’Arras tourne à plein », dit Claire Morvan.", "said")
    (indirect,) = of_relation(find_claims, "Claire Morvan dit que l’usine d’Arras tourne à plein.", "said")
    assert direct.confidence > indirect.confidence


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        (
            "La Compagnie nationale du Rhône (CNR) recrute.",
            "Compagnie nationale du Rhône",
            "CNR",
        ),
        ("La CNR (Compagnie nationale du Rhône) recrute.", "CNR", "Compagnie nationale du Rhône"),
    ],
)
def test_initials_in_brackets_are_another_name(find_claims: FindClaims, text: str, name: str, other: str) -> None:
    (claim,) = of_relation(find_claims, text, "alsoKnownAs")
    assert {claim.subject.label, words(claim)} == {name, other}


def test_place_in_brackets_is_where_a_place_lies(find_claims: FindClaims) -> None:
    (claim,) = of_relation(find_claims, "Elle vit à Vernon (Eure) depuis peu.", "locatedIn")
    assert claim.subject.label == "Vernon"


@pytest.mark.parametrize(
    "text",
    [
        "Le groupe Ferrand (12 000 salariés) recrute.",
        "Le groupe Ferrand (voir ci-dessous) recrute.",
        "Le groupe Ferrand () recrute.",
        "Le groupe Ferrand ( recrute.",
        "Paul Rivet (51 ans) recrute.",
        "Paul Rivet (parti socialiste) recrute.",
    ],
)
def test_other_words_in_brackets_are_no_name(find_claims: FindClaims, text: str) -> None:
    assert of_relation(find_claims, text, "alsoKnownAs") == []
