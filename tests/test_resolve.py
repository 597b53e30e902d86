"""Entities over articles: what is one thing, what stays apart, and that neither order nor repetition matters."""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import make_article, make_claim, make_entity, make_knowledge
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ResolutionError
from kg.model import Article, Claim, Entity, EntityType, Knowledge, Quantity, Text, Vote
from kg.resolve import resolve

PERSON, ORGANIZATION, PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
PRODUCT, GROUP, CONCEPT = EntityType.PRODUCT, EntityType.GROUP, EntityType.CONCEPT

ARTICLES = {name: make_article(name, "Quelqu’un dit quelque chose.") for name in "abcd"}


def say(
    article: str, label: str, type_: EntityType, *, aliases: Sequence[str] = (), is_named: bool = True, weight: int = 1
) -> Claim:
    """Return a claim of an open relation about one entity of an article."""
    subject = make_entity(
        label,
        type_,
        article=ARTICLES[article],
        key=f"{article}-{label}-{type_}",
        aliases=aliases,
        is_named=is_named,
        weight=weight,
    )
    return make_claim(
        ARTICLES[article],
        subject,
        "open:dire",
        Text(text="quelque chose"),
        quote="Quelqu’un dit quelque chose.",
        cue="dit",
        subject_words="Quelqu’un",
    )


def resolve_claims(*claims: Claim) -> Knowledge:
    return resolve(ARTICLES.values(), claims)


def keys(*claims: Claim) -> list[str]:
    return [entity.key for entity in resolve_claims(*claims).entities]


def test_key_is_the_slug_of_the_name() -> None:
    assert keys(say("a", "Anne Morel", PERSON)) == ["anne-morel"]


def test_same_name_in_two_articles_is_one_thing() -> None:
    (entity,) = resolve_claims(say("a", "Brunel", ORGANIZATION), say("b", "BRUNEL", ORGANIZATION)).entities
    assert entity.key == "brunel"
    assert entity.aliases in {("BRUNEL",), ("Brunel",)}


def test_label_is_the_most_mentioned_form() -> None:
    article = make_article("a", "Brunel et Brunel. BRUNEL dit.")
    claims = [
        replace(say("a", label, ORGANIZATION), subject=make_entity(label, ORGANIZATION, article=article, key=label))
        for label in ("BRUNEL", "Brunel")
    ]
    (entity,) = resolve([article], claims).entities
    assert (entity.label, entity.aliases) == ("Brunel", ("BRUNEL",))
    assert len(entity.mentions) == 3


def test_same_name_of_two_types_stays_apart() -> None:
    assert keys(say("a", "Orange", ORGANIZATION), say("b", "Orange", PLACE)) == ["orange-organization", "orange-place"]


def test_outvoted_type_is_corrected() -> None:
    claims = [say("a", "Brunel", ORGANIZATION, weight=5), say("b", "Brunel", PLACE)]
    assert [(entity.key, entity.type) for entity in resolve_claims(*claims).entities] == [("brunel", ORGANIZATION)]


def test_outvoted_type_stays_where_its_claims_need_it() -> None:
    seat = make_entity("Brunel", PLACE, article=ARTICLES["b"])
    company = make_entity("Sodilac", ORGANIZATION, article=ARTICLES["b"])
    claim = make_claim(
        ARTICLES["b"],
        company,
        "headquarteredIn",
        seat,
        quote="Quelqu’un dit quelque chose.",
        cue="dit",
        subject_words="Quelqu’un",
        object_words="chose",
    )
    assert keys(say("a", "Brunel", ORGANIZATION, weight=5), claim) == ["brunel-organization", "brunel-place", "sodilac"]


def test_surname_joins_the_only_person_it_can_be() -> None:
    (entity,) = resolve_claims(say("a", "Morel", PERSON), say("b", "Anne Morel", PERSON)).entities
    assert (entity.key, entity.label, entity.aliases) == ("anne-morel", "Anne Morel", ("Morel",))


def test_surname_of_two_persons_stays_apart() -> None:
    claims = [say("a", "Morel", PERSON), say("b", "Anne Morel", PERSON), say("c", "Luc Morel", PERSON)]
    assert keys(*claims) == ["anne-morel", "luc-morel", "morel"]


def test_surname_alias_does_not_join_two_persons() -> None:
    claims = [say("b", "Anne Morel", PERSON, aliases=["Morel"]), say("c", "Luc Morel", PERSON, aliases=["Morel"])]
    assert keys(*claims) == ["anne-morel", "luc-morel"]


def test_acronym_joins_the_only_name_it_is_an_alias_of() -> None:
    claims = [say("a", "BCE", ORGANIZATION), say("b", "Banque centrale européenne", ORGANIZATION, aliases=["BCE"])]
    assert keys(*claims) == ["banque-centrale-europeenne"]


def test_acronym_of_two_names_stays_apart() -> None:
    claims = [
        say("a", "BCE", ORGANIZATION),
        say("b", "Banque centrale européenne", ORGANIZATION, aliases=["BCE"]),
        say("c", "Bell Canada Entreprises", ORGANIZATION, aliases=["BCE"]),
    ]
    assert keys(*claims) == ["banque-centrale-europeenne", "bce", "bell-canada-entreprises"]


def test_common_noun_joins_no_name() -> None:
    claims = [say("a", "tribunal", ORGANIZATION), say("b", "Tribunal de Caen", ORGANIZATION, aliases=["tribunal"])]
    assert keys(*claims) == ["tribunal", "tribunal-de-caen"]


def test_names_that_are_short_for_each_other_are_one_thing() -> None:
    claims = [
        say("a", "Meta", ORGANIZATION, aliases=["Facebook"]),
        say("b", "Facebook", ORGANIZATION, aliases=["Meta"]),
    ]
    assert keys(*claims) == ["facebook"]


def test_company_does_not_join_a_person_of_its_name() -> None:
    assert keys(say("a", "Brunel", ORGANIZATION), say("b", "Jean Brunel", PERSON)) == ["brunel", "jean-brunel"]


def test_described_things_of_two_articles_stay_apart() -> None:
    found = keys(say("a", "700 employés", GROUP, is_named=False), say("b", "700 employés", GROUP, is_named=False))
    assert len(set(found)) == 2
    assert all(key.startswith("700-employes-") for key in found)


def test_described_concepts_of_two_articles_are_one() -> None:
    claims = [say("a", "publicité", CONCEPT, is_named=False), say("b", "Publicité", CONCEPT, is_named=False)]
    assert keys(*claims) == ["publicite"]


def test_votes_of_all_articles_are_kept() -> None:
    (entity,) = resolve_claims(say("a", "Brunel", ORGANIZATION), say("b", "Brunel", ORGANIZATION, weight=3)).entities
    assert [vote.weight for vote in entity.votes] == [Decimal(1), Decimal(3)]


def test_identical_claims_are_one() -> None:
    claim = say("a", "Brunel", ORGANIZATION)
    assert len(resolve_claims(claim, claim).claims) == 1


def test_claims_of_two_chains_of_one_thing_are_one() -> None:
    claim = say("a", "Brunel", ORGANIZATION)
    other = replace(claim, subject=replace(claim.subject, key="another"))
    assert len(resolve_claims(claim, other).claims) == 1


def test_claims_of_two_articles_are_two() -> None:
    assert len(resolve_claims(say("a", "Brunel", ORGANIZATION), say("b", "Brunel", ORGANIZATION)).claims) == 2


def test_claims_that_differ_in_subject_only_have_distinct_ids() -> None:
    claims = resolve_claims(say("a", "Anne", PERSON), say("a", "Luc", PERSON)).claims
    assert len({claim.id for claim in claims}) == 2


def test_claim_id_does_not_change_when_its_entities_merge() -> None:
    claim = say("a", "Morel", PERSON)
    (alone,) = resolve_claims(claim).claims
    together = resolve_claims(claim, say("b", "Anne Morel", PERSON)).claims
    assert alone.id in {one.id for one in together}
    assert alone.subject.key != next(one for one in together if one.id == alone.id).subject.key


def test_speaker_is_resolved_too() -> None:
    knowledge = make_knowledge()
    (claim,) = [claim for claim in knowledge.claims if claim.speaker]
    assert claim.speaker in knowledge.entities


def test_direction_of_a_symmetric_relation_is_that_of_the_text() -> None:
    (claim,) = [claim for claim in make_knowledge().claims if claim.relation == "partnerOf"]
    assert (claim.subject.label, getattr(claim.object, "label", "")) == ("Brunel", "Sodilac")


def test_two_articles_of_one_name_are_refused() -> None:
    with pytest.raises(ResolutionError, match="a: the name of two articles"):
        resolve([ARTICLES["a"], make_article("a", "Autre texte.")], [])


def test_article_given_twice_is_one() -> None:
    assert resolve([ARTICLES["a"], ARTICLES["a"]], []).articles == (ARTICLES["a"],)


# -- properties: any mixture of names, types and aliases over articles --

NAMES = ["Morel", "Anne Morel", "Luc Morel", "BCE", "Banque centrale", "Orange", "orange", "prime", "北京", "🙂"]
entities = st.builds(
    Entity,
    key=st.sampled_from(["k1", "k2", "k3", "k4"]),
    label=st.sampled_from(NAMES),
    type=st.sampled_from([PERSON, ORGANIZATION, PLACE, CONCEPT, GROUP]),
    aliases=st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(lambda names: tuple(sorted(names))),
    is_named=st.booleans(),
    votes=st.lists(
        st.builds(Vote, type=st.sampled_from([PERSON, ORGANIZATION]), weight=st.just(Decimal(2)), reason=st.just("")),
        max_size=2,
    ).map(tuple),
)


@st.composite
def claims_of_articles(draw: st.DrawFn) -> list[Claim]:
    claims = []
    for name in draw(st.lists(st.sampled_from(sorted(ARTICLES)), max_size=8)):
        template = say(name, "Quelqu’un", PERSON)
        values = st.one_of(entities, st.just(Quantity(value=Decimal(3), unit="%")))
        relation = draw(st.sampled_from(["open:dire", "ceoOf", "partnerOf", "headquarteredIn"]))
        claims.append(replace(template, subject=draw(entities), object=draw(values), relation=relation))
    # Within an article a key is one entity's.
    known: dict[tuple[str, str], Entity] = {}
    return [
        replace(
            claim,
            subject=known.setdefault((claim.article, claim.subject.key), claim.subject),
            object=known.setdefault((claim.article, claim.object.key), claim.object)
            if isinstance(claim.object, Entity)
            else claim.object,
        )
        for claim in claims
    ]


@settings(deadline=None)
@given(claims_of_articles(), st.randoms(use_true_random=False))
def test_order_of_claims_and_articles_does_not_matter(claims: list[Claim], chance: random.Random) -> None:
    articles: list[Article] = list(ARTICLES.values())
    expected = resolve(articles, claims)
    chance.shuffle(claims)
    chance.shuffle(articles)
    assert resolve(articles, claims) == expected


@settings(deadline=None)
@given(claims_of_articles())
def test_resolving_what_is_resolved_changes_nothing(claims: list[Claim]) -> None:
    once = resolve_claims(*claims)
    assert resolve(once.articles, once.claims) == once


@settings(deadline=None)
@given(claims_of_articles())
def test_keys_and_ids_are_distinct(claims: list[Claim]) -> None:
    knowledge = resolve_claims(*claims)
    assert len({entity.key for entity in knowledge.entities}) == len(knowledge.entities)
    assert len({claim.id for claim in knowledge.claims}) == len(knowledge.claims)
