from dataclasses import replace
from decimal import Decimal

import pytest
from builders import make_article, make_claim, make_entity
from conftest import FindClaims

from kg.extract import best, is_grounded
from kg.model import Claim, EntityType, Evidence, Modality, Polarity, Quantity, Span, Text
from kg.ontology import load_ontology

ARTICLE = make_article("essai", "Solvix rachète Novalia. Claire Morvan dirige Solvix. Solvix emploie 40 salariés.")
SOLVIX = make_entity("Solvix", EntityType.ORGANIZATION, article=ARTICLE)
NOVALIA = make_entity("Novalia", EntityType.ORGANIZATION, article=ARTICLE)
MORVAN = make_entity("Claire Morvan", EntityType.PERSON, article=ARTICLE)


def deal(confidence: str = "0.9") -> Claim:
    return make_claim(
        ARTICLE, SOLVIX, "acquired", NOVALIA, quote="Solvix rachète Novalia.", cue="rachète", confidence=confidence
    )


def is_let_in(claim: Claim) -> bool:
    return is_grounded(claim, ARTICLE.text, load_ontology())


def moved(claim: Claim, *, cue: Span) -> Claim:
    evidence = claim.evidence
    return replace(
        claim,
        evidence=Evidence(
            span=evidence.span, sentence=evidence.sentence, cue=cue, subject=evidence.subject, object=evidence.object
        ),
    )


def test_claim_of_the_text_is_grounded() -> None:
    assert is_let_in(deal())


def test_unknown_relation_is_not_grounded() -> None:
    assert not is_let_in(replace(deal(), relation="swallowed"))


def test_thing_related_to_itself_is_not_grounded() -> None:
    assert not is_let_in(replace(deal(), object=SOLVIX))


def test_subject_outside_the_domain_is_not_grounded() -> None:
    assert not is_let_in(replace(deal(), relation="ceoOf"))


def test_object_outside_the_range_is_not_grounded() -> None:
    assert not is_let_in(replace(deal(), object=MORVAN))


def test_literal_of_another_kind_is_not_grounded() -> None:
    assert not is_let_in(replace(deal(), relation="revenue", object=Quantity(value=Decimal(5), unit="%")))


def test_literal_of_the_right_kind_is_grounded() -> None:
    assert is_let_in(replace(deal(), relation="revenue", object=Quantity(value=Decimal(5), unit="EUR")))


def test_words_for_a_thing_are_not_grounded() -> None:
    assert not is_let_in(replace(deal(), object=Text(text="Novalia")))


@pytest.mark.parametrize("cue", [Span(5, 5), Span(9, 4), Span(-3, 4), Span(70, 700)])
def test_words_outside_the_text_are_not_grounded(cue: Span) -> None:
    assert not is_let_in(moved(deal(), cue=cue))


def test_most_certain_claim_of_a_fact_is_kept() -> None:
    assert best([deal("0.7"), deal("0.9"), deal("0.8")]) == (deal("0.9"),)


def test_shortest_evidence_is_kept_among_equals() -> None:
    long = deal()
    short = replace(long, evidence=replace(long.evidence, span=Span(0, 22)))
    assert best([long, short]) == (short,)


def test_denied_and_stated_fact_are_both_kept() -> None:
    assert len(best([deal(), replace(deal(), polarity=Polarity.NEGATIVE)])) == 2


def test_told_and_stated_fact_are_both_kept() -> None:
    assert len(best([deal(), replace(deal(), modality=Modality.REPORTED)])) == 2


def test_order_of_claims_does_not_matter() -> None:
    lead = make_claim(ARTICLE, MORVAN, "ceoOf", SOLVIX, quote="Claire Morvan dirige Solvix.", cue="dirige")
    assert best([deal(), lead]) == best([lead, deal()])


@pytest.mark.model
def test_evidence_quotes_the_article_with_its_own_marks(find_claims: FindClaims) -> None:
    text = "L’éditeur Lumédia, basé à Rennes, a racheté l’imprimeur Kermec."
    quoted = {claim.evidence.sentence.of(text) for claim in find_claims(text)}
    assert quoted == {text}


@pytest.mark.model
def test_cue_is_the_word_that_says_it(find_claims: FindClaims) -> None:
    text = "Le groupe Ferrand a racheté Novalia."
    (claim,) = (claim for claim in find_claims(text) if claim.relation == "acquired")
    assert claim.evidence.cue.of(text) == "racheté"


@pytest.mark.model
def test_share_is_a_qualifier_of_the_holding(find_claims: FindClaims) -> None:
    (claim,) = (claim for claim in find_claims("Solvix détient 35 % de Novalia.") if claim.relation == "shareholderOf")
    assert [(found.name, found.value) for found in claim.qualifiers] == [
        ("share", Quantity(value=Decimal(35), unit="%"))
    ]


@pytest.mark.model
def test_post_is_a_qualifier_of_the_work(find_claims: FindClaims) -> None:
    claims = find_claims("Hugo Lambert est directeur financier de Solvix.")
    (claim,) = (claim for claim in claims if claim.relation == "worksFor")
    assert [(found.name, found.value) for found in claim.qualifiers] == [("role", Text(text="directeur financier"))]


@pytest.mark.model
def test_anaphor_costs_confidence(find_claims: FindClaims) -> None:
    claims = find_claims("Solvix a racheté Novalia. L’entreprise a racheté Kermec.")
    named, anaphoric = (claim for claim in claims if claim.relation == "acquired")
    assert anaphoric.confidence < named.confidence


@pytest.mark.model
def test_claims_are_in_the_order_of_the_text(find_claims: FindClaims) -> None:
    claims = find_claims("Solvix a racheté Novalia. Claire Morvan dirige Solvix. Kermec emploie 40 salariés.")
    spans = [claim.evidence.span for claim in claims]
    assert spans == sorted(spans)


@pytest.mark.model
def test_sentence_removed_takes_its_claims_along(find_claims: FindClaims) -> None:
    sentences = (
        "Solvix a racheté Novalia.",
        "Claire Morvan dirige le groupe Ferrand.",
        "L’éditeur Lumédia emploie 40 salariés.",
        "La start-up Orbalys a levé 12 millions d’euros.",
    )
    for removed in sentences:
        kept = " ".join(sentence for sentence in sentences if sentence is not removed)
        alone = {(claim.subject.label, claim.relation) for claim in find_claims(removed)}
        assert alone
        assert not alone & {(claim.subject.label, claim.relation) for claim in find_claims(kept)}, removed


@pytest.mark.model
def test_text_without_facts_has_no_claims(find_claims: FindClaims) -> None:
    assert find_claims("Il fait beau ce matin sur la côte.") == ()


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "\n\n", "…", "« »", "(((", "12", "\u200b", "A" * 500])
def test_odd_text_has_no_closed_claims(find_claims: FindClaims, text: str) -> None:
    assert [claim for claim in find_claims(text) if not claim.is_open] == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("Solvix détient 35 % de Novalia, 51 % d’Ardent et 20 % de Kermec.", {"35", "51", "20"}),
        (
            "La société Novalia est détenue à 30 % par Solvix, à 20 % par Ardent et à 50 % par Kermec.",
            {"30", "20", "50"},
        ),
        ("Le capital de Novalia est détenu par la banque Solvix (25 %) et par la holding Ardent (15 %).", {"25", "15"}),
        ("Anna Keller possède 12 % du capital de Solvix.", {"12"}),
    ],
)
def test_each_holder_has_the_share_that_stands_beside(text: str, shares: set[str], find_claims: FindClaims) -> None:
    claims = [claim for claim in find_claims(text) if claim.relation == "shareholderOf"]
    found = [f"{value.value:f}" for c in claims for q in c.qualifiers if isinstance(value := q.value, Quantity)]
    assert (len(found), set(found)) == (len(shares), shares)
