import pytest
from conftest import Read

pytestmark = pytest.mark.model


def roles(read: Read, text: str, word: str) -> set[tuple[str, str]]:
    """Return the roles of a predicate in a text with the head words that fill them."""
    reading = read(text)
    index = next(token.index for token in reading.doc.tokens if token.text == word)
    return {(arc.role, reading.doc.tokens[arc.token].text) for arc in reading.syntax.arcs[index]}


def test_active_verb_has_subject_and_object(read_french: Read) -> None:
    assert {("subject", "Solvix"), ("object", "Novalia")} <= roles(
        read_french, "Hier Solvix a racheté Novalia.", "racheté"
    )


def test_passive_turns_its_roles(read_french: Read) -> None:
    assert {("subject", "Solvix"), ("object", "Novalia")} <= roles(
        read_french, "Novalia a été rachetée par Solvix.", "rachetée"
    )


def test_subject_of_an_infinitive_is_that_of_its_verb(read_french: Read) -> None:
    assert ("subject", "Solvix") in roles(read_french, "Solvix veut racheter Novalia.", "racheter")


def test_relative_pronoun_is_its_antecedent(read_french: Read) -> None:
    found = roles(read_french, "La société Solvix, qui a racheté la marque Novalia, grandit.", "racheté")
    assert ("subject", "société") in found


def test_participle_has_what_it_modifies_as_object(read_french: Read) -> None:
    found = roles(read_french, "Le robot conçu par Solvix plaît.", "conçu")
    assert {("object", "robot"), ("subject", "Solvix")} <= found


def test_conjunct_shares_the_role(read_french: Read) -> None:
    found = roles(read_french, "Solvix a racheté Novalia et Kermec.", "racheté")
    assert {("object", "Novalia"), ("object", "Kermec")} <= found


def test_coordinated_verb_shares_the_subject(read_french: Read) -> None:
    assert ("subject", "Solvix") in roles(read_french, "Solvix a racheté Novalia et vend des robots.", "vend")


def test_complement_is_named_by_its_preposition(read_french: Read) -> None:
    assert ("complement:avec", "Novalia") in roles(read_french, "Solvix travaille avec Novalia.", "travaille")


def test_contracted_preposition_is_the_plain_one(read_french: Read) -> None:
    assert ("complement:de", "groupe") in roles(read_french, "Le patron du groupe part.", "patron")


def test_copula_gives_the_noun_its_holder(read_french: Read) -> None:
    assert ("holder", "Claire") in roles(read_french, "Claire Morvan est directrice de Novalia.", "directrice")


def test_predicate_is_no_argument_of_itself(read_french: Read) -> None:
    reading = read_french("Solvix, qui a racheté Novalia et vendu Kermec, veut grandir en fabriquant des robots.")
    assert all(arc.token != index for index, arcs in enumerate(reading.syntax.arcs) for arc in arcs)
