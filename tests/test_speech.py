import pytest
from conftest import Read

from kg.speech import Declaration

pytestmark = pytest.mark.model


def said(read: Read, text: str) -> list[tuple[str | None, str, bool]]:
    """Return who says what, and whether in their own words."""
    reading = read(text)

    def speaker(declaration: Declaration) -> str | None:
        return None if declaration.speaker is None else reading.doc.tokens[declaration.speaker].text

    return [
        (speaker(declaration), reading.doc.quote(declaration.start, declaration.end), declaration.is_direct)
        for declaration in reading.declarations
    ]


@pytest.mark.parametrize(
    "text",
    [
        "« La demande repart depuis un mois », a déclaré Claire Morvan.",
        "« La demande repart depuis un mois », observe Claire Morvan.",
        "Claire Morvan a déclaré : « La demande repart depuis un mois ».",
        "Claire Morvan le répète : « La demande repart depuis un mois. »",
        '"La demande repart depuis un mois", a déclaré Claire Morvan.',
        "“La demande repart depuis un mois”, a déclaré Claire Morvan.",
    ],
)
def test_quotation_has_its_speaker(read_french: Read, text: str) -> None:
    ((speaker, words, is_direct),) = said(read_french, text)
    assert (speaker, words.rstrip("."), is_direct) == ("Claire", "La demande repart depuis un mois", True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Claire Morvan affirme que la demande repart.", "la demande repart"),
        ("Claire Morvan a expliqué que la demande repartait.", "la demande repartait"),
        ("Selon Claire Morvan, la demande repart.", "la demande repart"),
        ("La demande repart, selon Claire Morvan.", "La demande repart"),
        ("D’après Claire Morvan, la demande repart.", "la demande repart"),
    ],
)
def test_told_words_have_their_speaker(read_french: Read, text: str, words: str) -> None:
    assert said(read_french, text) == [("Claire", words, False)]


def test_term_in_quotation_marks_is_no_declaration(read_french: Read) -> None:
    assert said(read_french, "La société lance son « plan vert » en mai.") == []


def test_quotation_without_a_speaker_has_none(read_french: Read) -> None:
    found = said(read_french, "« La demande repart depuis un mois », lit-on partout.")
    assert [speaker for speaker, _, _ in found] == [None]


def test_continued_quotation_keeps_its_speaker(read_french: Read) -> None:
    text = "« La demande repart depuis un mois », observe Claire Morvan. « Nous allons donc recruter vingt ouvriers. »"
    assert {speaker for speaker, _, _ in said(read_french, text)} == {"Claire"}


def test_quotation_without_an_end_ends_with_its_line(read_french: Read) -> None:
    text = "Claire Morvan a déclaré : « La demande repart\nLe vent tourne sur la côte."
    assert all("vent" not in words for _, words, _ in said(read_french, text))


def test_declaration_holds_its_tokens(read_french: Read) -> None:
    (declaration,) = read_french("Claire Morvan affirme que la demande repart.").declarations
    assert declaration.holds(declaration.start)
    assert not declaration.holds(declaration.end)


def test_declarations_are_in_text_order(read_french: Read) -> None:
    text = "Selon Paul Rivet, tout va bien. Claire Morvan affirme que la demande repart."
    starts = [declaration.start for declaration in read_french(text).declarations]
    assert starts == sorted(starts)


def test_quoted_bits_of_one_sentence_are_one_declaration(read_french: Read) -> None:
    text = "Claire Morvan parle d’« une demande qui repart enfin » et d’« un été plein de promesses »."
    assert len(said(read_french, text)) == 1


def test_clause_before_an_inverted_verb_is_what_is_said(read_french: Read) -> None:
    text = "La demande repart dans toute la région, affirme Claire Morvan."
    assert said(read_french, text) == [("Claire", "La demande repart dans toute la région", False)]


def test_source_behind_a_document_is_who_published_it(read_french: Read) -> None:
    text = "Selon une étude publiée par Novalia, la demande repart dans toute la région."
    assert [speaker for speaker, _, _ in said(read_french, text)] == ["Novalia"]
