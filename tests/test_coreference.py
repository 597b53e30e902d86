import pytest
from conftest import Read

from kg.reading import Reading

pytestmark = pytest.mark.model


def chain_of(reading: Reading, words: str, *, last: bool = False) -> set[str]:
    """Return the words of all mentions of the thing that some words refer to."""
    text = reading.doc.article.text
    chains = [
        {mention.span.of(text) for mention in chain.mentions}
        for chain in reading.chains.chains
        for mention in chain.mentions
        if mention.span.of(text) == words
    ]
    assert chains, f"no mention of {words}"
    return chains[-1 if last else 0]


@pytest.mark.parametrize(
    ("text", "anaphor", "name"),
    [
        ("Claire Morvan part. Elle a dirigé la banque Méridia.", "Elle", "Claire Morvan"),
        ("Paul Rivet part. Il a dirigé la banque Méridia.", "Il", "Paul Rivet"),
        ("La société Solvix recule. L’entreprise recrute.", "entreprise", "Solvix"),
        ("Le groupe Ferrand recule. La société recrute.", "société", "Ferrand"),
        ("Paul Rivet a vu Hugo Lambert. Ce dernier a refusé.", "dernier", "Hugo Lambert"),
        ("La société Solvix recule. Son usine a fermé.", "Son", "Solvix"),
        ("Claire Morvan a pris la parole. La dirigeante a refusé.", "dirigeante", "Claire Morvan"),
        ("Sébastien Kowalski a gagné. Kowalski a refusé.", "Kowalski", "Sébastien Kowalski"),
    ],
)
def test_anaphor_is_in_the_chain_of_its_antecedent(read_french: Read, text: str, anaphor: str, name: str) -> None:
    reading = read_french(text)
    words = chain_of(reading, name)
    assert any(anaphor in other for other in words - {name}), words


def test_company_with_a_complement_is_another(read_french: Read) -> None:
    text = "La société Solvix recule. Elle a vu une entreprise de robots. L’entreprise de robots a refusé."
    assert not any("robots" in words for words in chain_of(read_french(text), "Solvix"))


def test_person_is_no_antecedent_of_a_company(read_french: Read) -> None:
    reading = read_french("La société Solvix a reçu Paul Rivet. L’entreprise a refusé.")
    assert "entreprise" not in chain_of(reading, "Paul Rivet")


def test_two_names_are_two_chains(read_french: Read) -> None:
    reading = read_french("La société Solvix a vu la société Novalia.")
    assert "Novalia" not in chain_of(reading, "Solvix")


def test_apposed_role_is_in_the_chain_of_the_name(read_french: Read) -> None:
    reading = read_french("Le patron de la banque Méridia, Paul Rivet, a refusé.")
    assert any(words.startswith("patron") for words in chain_of(reading, "Paul Rivet"))


def test_pronoun_far_away_refers_to_nothing_near(read_french: Read) -> None:
    text = "Claire Morvan part. La mer monte. Le vent tourne. Le soir tombe. Elle est bleue."
    assert "Elle" not in chain_of(read_french(text), "Claire Morvan")


def test_every_mention_is_in_one_chain(read_french: Read) -> None:
    reading = read_french("Le patron de Solvix, Paul Rivet, a vu Novalia. Il recrute 40 ouvriers. Sa société grandit.")
    inside = [mention for chain in reading.chains.chains for mention in chain.mentions]
    assert len(inside) == len(set(inside))


def test_chain_is_found_by_the_head_of_a_mention(read_french: Read) -> None:
    reading = read_french("La société Solvix recule. Elle recrute.")
    for chain in reading.chains.chains:
        assert all(reading.chains.at(mention.head) is not None for mention in chain.mentions)


def test_token_that_is_no_mention_has_no_chain(read_french: Read) -> None:
    reading = read_french("Solvix recule.")
    assert reading.chains.at(reading.doc.tokens[-1].index) is None


def test_same_post_in_the_same_company_is_one_person(read_french: Read) -> None:
    text = "Le patron de la banque Méridia a parlé. Paul Rivet, le patron de Méridia, a refusé."
    words = chain_of(read_french(text), "Paul Rivet")
    assert sum(other.startswith("patron") for other in words) == 2, words


def test_first_name_tells_he_from_she(read_french: Read) -> None:
    text = "Marc Tellier a rencontré Claire Morvan. Elle a refusé."
    assert "Elle" in chain_of(read_french(text), "Claire Morvan")


def test_plural_pronoun_is_not_one_company(read_french: Read) -> None:
    text = "La société Solvix recule. Ils protestent."
    assert "Ils" not in chain_of(read_french(text), "Solvix")


def test_short_form_is_the_full_name(read_french: Read) -> None:
    text = "La société Boréal Énergie recule. Boréal recrute."
    assert "Boréal" in chain_of(read_french(text), "Boréal Énergie")


def test_initials_introduced_in_brackets_are_the_full_name(read_french: Read) -> None:
    text = "La Société des transports alpins (STA) recule. La STA recrute."
    assert "STA" in chain_of(read_french(text), "Société des transports alpins")
