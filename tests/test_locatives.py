import pytest
from conftest import Read

from kg.model import Mention
from kg.reading import Reading

pytestmark = pytest.mark.model


def lists(reading: Reading) -> list[tuple[str, list[str]]]:
    """Return the lists of places with the preposition before each."""
    words = reading.doc.tokens
    return [
        (listed.preposition, [words[place].text for place in listed.places])
        for row in reading.locatives.lists.values()
        for listed in row
    ]


def pairs(reading: Reading, found: list[tuple[Mention, Mention]]) -> list[tuple[str, str]]:
    text = reading.doc.article.text
    return [(inner.span.of(text), outer.span.of(text)) for inner, outer in found]


def test_list_goes_on_over_its_prepositions(read_french: Read) -> None:
    reading = read_french("Le groupe Solvix, présent en Italie, en Espagne et au Maroc, recrute.")
    assert lists(reading) == [("en", ["Italie", "Espagne", "Maroc"])]


def test_examples_of_places_are_a_list(read_french: Read) -> None:
    reading = read_french("Le groupe Solvix est présent dans une vingtaine de pays, dont le Canada et le Japon.")
    assert lists(reading) == [("dans", ["Canada", "Japon"])]


def test_place_lies_in_the_larger_one_behind_it(read_french: Read) -> None:
    reading = read_french("Un incendie a touché une usine à Nantes, en Bretagne.")
    assert pairs(reading, reading.locatives.inside) == [("Nantes", "Bretagne")]


def test_places_of_a_list_lie_in_none_of_it(read_french: Read) -> None:
    reading = read_french("La ministre s’est rendue à Lyon, en Suisse et au Maroc.")
    assert pairs(reading, reading.locatives.inside) == []


def test_places_in_a_bracket_lie_in_the_one_before_it(read_french: Read) -> None:
    reading = read_french("Les agences de Bretagne (Rennes, Brest, Vannes) ferment.")
    found = pairs(reading, reading.locatives.inside)
    assert found == [("Rennes", "Bretagne"), ("Brest", "Bretagne"), ("Vannes", "Bretagne")]


def test_institution_stands_in_the_town_behind_it(read_french: Read) -> None:
    reading = read_french("Le musée Kermec de Nantes rouvre ses portes.")
    assert pairs(reading, reading.locatives.beside) == [("musée Kermec", "Nantes")]
