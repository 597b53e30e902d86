import pytest
from conftest import FindClaims, Read

from kg.entities import EntityMaker
from kg.lexicon import load_lexicon
from kg.model import Entity, EntityType

pytestmark = pytest.mark.model


def entity(read: Read, text: str, words: str) -> Entity | None:
    """Return the entity that some words of a text refer to."""
    reading = read(text)
    mention = next(m for m in reading.mentions if m.span.of(text) == words)
    return EntityMaker(reading, load_lexicon()).at(mention.head)


def named(read: Read, text: str, words: str) -> Entity:
    found = entity(read, text, words)
    assert found is not None
    return found


FULL = "Sébastien Kowalski dirige Novalia. Kowalski a refusé. Le dirigeant hésite encore."


def test_label_is_the_longest_name(read_french: Read) -> None:
    assert named(read_french, FULL, "Kowalski").label == "Sébastien Kowalski"


def test_other_names_are_aliases(read_french: Read) -> None:
    assert named(read_french, FULL, "Sébastien Kowalski").aliases == ("Kowalski",)


def test_description_is_no_alias(read_french: Read) -> None:
    found = named(read_french, FULL, "Sébastien Kowalski")
    assert "Le dirigeant" in found.descriptions


def test_pronoun_is_neither_alias_nor_description(read_french: Read) -> None:
    found = named(read_french, "Claire Morvan part. Elle a refusé.", "Claire Morvan")
    assert "Elle" not in (*found.aliases, *found.descriptions)


def test_mentions_are_where_they_stand(read_french: Read) -> None:
    found = named(read_french, FULL, "Kowalski")
    assert [span.of(FULL) for _, span in found.mentions][:2] == ["Sébastien Kowalski", "Kowalski"]


def test_counted_group_keeps_its_size(read_french: Read) -> None:
    found = named(read_french, "Novalia a licencié 40 ouvriers.", "40 ouvriers")
    assert (found.type, found.size, found.is_named) == (EntityType.GROUP, 40, False)


def test_bare_anaphor_that_points_nowhere_is_nothing(read_french: Read) -> None:
    assert entity(read_french, "L’entreprise recrute.", "entreprise") is None


def test_entity_is_made_once(read_french: Read) -> None:
    reading = read_french(FULL)
    maker = EntityMaker(reading, load_lexicon())
    made = {id(maker.at(mention.head)) for mention in reading.mentions if "Kowalski" in mention.span.of(FULL)}
    assert len(made) == 1


def test_country_of_an_adjective_is_the_place_that_is_named(find_claims: FindClaims) -> None:
    claims = find_claims("Le groupe espagnol Altarra grandit. Il quitte l’Espagne.")
    (claim,) = (claim for claim in claims if claim.relation == "nationality")
    assert isinstance(claim.object, Entity)
    assert len(claim.object.mentions) >= 1
    assert claim.object.label == "Espagne"


def test_trade_is_a_concept_without_the_name(find_claims: FindClaims) -> None:
    claims = find_claims("Le constructeur automobile Hisato recule.")
    labels = {
        claim.object.label for claim in claims if isinstance(claim.object, Entity) and claim.relation == "inIndustry"
    }
    assert labels == {"constructeur automobile"}
