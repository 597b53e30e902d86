import pytest
from conftest import Read

from kg.model import Bound, EntityType, Mention, MentionKind

pytestmark = pytest.mark.model


def mention(read: Read, text: str, words: str, kind: MentionKind = MentionKind.NOMINAL) -> Mention:
    found = [m for m in read(text).mentions if m.span.of(text) == words and m.kind is kind]
    assert found, f"{words} is no {kind}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "type_"),
    [
        ("L’entreprise grandit.", "entreprise", EntityType.ORGANIZATION),
        ("Le dirigeant a refusé.", "dirigeant", EntityType.PERSON),
        ("Le logiciel plaît.", "logiciel", EntityType.PRODUCT),
        ("L’usine a fermé.", "usine", EntityType.PLACE),
        ("Les salariés protestent.", "salariés", EntityType.GROUP),
    ],
)
def test_noun_has_the_type_of_its_list(read_french: Read, text: str, words: str, type_: EntityType) -> None:
    assert mention(read_french, text, words).type is type_


def test_counted_group_has_its_size(read_french: Read) -> None:
    assert mention(read_french, "Solvix emploie 3 500 salariés.", "3 500 salariés").size == 3500


def test_size_keeps_its_bound(read_french: Read) -> None:
    assert mention(read_french, "Solvix emploie plus de 900 salariés.", "900 salariés").bound is Bound.MORE_THAN


def test_definite_noun_is_known(read_french: Read) -> None:
    assert mention(read_french, "L’entreprise grandit.", "entreprise").is_definite


def test_indefinite_noun_is_new(read_french: Read) -> None:
    assert not mention(read_french, "Une entreprise grandit.", "entreprise").is_definite


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Solvix grandit. Elle recrute.", "Elle"),
        ("Solvix grandit. Celle-ci recrute.", "Celle-ci"),
        ("Solvix grandit. Son usine tourne.", "Son"),
    ],
)
def test_pronoun_is_a_mention(read_french: Read, text: str, words: str) -> None:
    assert mention(read_french, text, words, MentionKind.PRONOUN).type is None


@pytest.mark.parametrize("text", ["Il faut attendre.", "Il pleut sur la côte.", "Il y a du vent."])
def test_impersonal_pronoun_refers_to_nothing(read_french: Read, text: str) -> None:
    assert [m.span.of(text) for m in read_french(text).mentions if m.kind is MentionKind.PRONOUN] == []


def test_head_of_a_mention_lies_within_it(read_french: Read) -> None:
    text = "Le patron du groupe Ferrand, Paul Rivet, a vendu 40 usines à la Banque de Bretagne. Il part."
    assert all(m.start <= m.head < m.end for m in read_french(text).mentions)


def test_mention_quotes_its_tokens(read_french: Read) -> None:
    reading = read_french("L’éditeur d’Arras, Lumédia, a vendu 40 magasins. Celle-ci part.")
    assert all(reading.doc.span(m.start, m.end) == m.span for m in reading.mentions)


def test_mentions_are_in_text_order(read_french: Read) -> None:
    spans = [m.span.start for m in read_french("Paul Rivet dirige Solvix. Il recrute 40 ouvriers à Arras.").mentions]
    assert spans == sorted(spans)


def test_people_of_a_country_are_a_group(read_french: Read) -> None:
    assert mention(read_french, "Les Suédois ont refusé.", "Suédois").type is EntityType.GROUP


def test_title_is_no_mention_of_its_own(read_french: Read) -> None:
    text = "M. Rivet a refusé."
    assert [m.span.of(text) for m in read_french(text).mentions] == ["Rivet"]
