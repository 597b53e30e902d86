import pytest
from conftest import Read

from kg.declarations import Declaration

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


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        (
            "« C’est un choix difficile, reconnaît Claire Morvan. Mais il le fallait. »",
            "Claire",
            "C’est un choix difficile, reconnaît Claire Morvan. Mais il le fallait.",
        ),
        (
            "« La demande repart depuis un mois », s’étrangle Claire Morvan.",
            "Claire",
            "La demande repart depuis un mois",
        ),
        ("Et Claire Morvan d’ajouter : « La demande repart. »", "Claire", "La demande repart."),
        ("Claire Morvan est formelle : « La demande repart. »", "Claire", "La demande repart."),
        ("Claire Morvan ne décolère pas. « On nous a menti. »", "Claire", "On nous a menti."),
        ("Claire Morvan, de la CGT : « La demande repart. »", "Claire", "La demande repart."),
        ("Claire Morvan a écrit : « Merci à tous. »", "Claire", "Merci à tous."),
        (
            "« La demande repart depuis un mois » — Claire Morvan, ingénieure",
            "Claire",
            "La demande repart depuis un mois",
        ),
        ("La demande repart depuis un mois\n— Claire Morvan, ingénieure", "Claire", "La demande repart depuis un mois"),
        (
            "La production va-t-elle reprendre ?\nClaire Morvan : Oui, nous allons la doubler dès cet automne.",
            "Claire",
            "Oui, nous allons la doubler dès cet automne",
        ),
        (
            "Claire Morvan explique : « Le projet “Horizon” repart cette année. »",
            "Claire",
            "Le projet “Horizon” repart cette année.",
        ),
    ],
)
def test_quoted_words_have_their_speaker_wherever_it_stands(
    read_french: Read, text: str, speaker: str, words: str
) -> None:
    assert said(read_french, text) == [(speaker, words, True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Comme l’explique Claire Morvan, la demande repart vite.", "la demande repart vite"),
        ("La demande repart vite, comme le rappelle Claire Morvan.", "La demande repart vite"),
        ("Pour Claire Morvan, directrice de Novalia, la demande repart.", "la demande repart"),
        ("Aux yeux de Claire Morvan, la demande repart.", "la demande repart"),
        ("Il s’agit, selon Claire Morvan, d’un bon présage.", "Il s’agit, selon Claire Morvan, d’un bon présage"),
        ("Claire Morvan a dit mardi dans un communiqué que la demande repartait.", "la demande repartait"),
        ("Claire Morvan, qui vit à Brest, précise que la demande repart.", "la demande repart"),
        ("Claire Morvan se dit convaincue que la demande repart.", "convaincue que la demande repart"),
        ("Claire Morvan a annoncé la fermeture de deux usines.", "la fermeture de deux usines"),
        ("La demande est « bien plus forte que prévu », selon Claire Morvan.", "bien plus forte que prévu"),
    ],
)
def test_words_told_in_a_clause_have_their_speaker(read_french: Read, text: str, words: str) -> None:
    assert [(speaker, told) for speaker, told, _ in said(read_french, text)] == [("Claire", words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Claire Morvan dénonce un « choix absurde ».", "choix absurde"),
        ("Claire Morvan a salué « une très bonne nouvelle ».", "une très bonne nouvelle"),
        ("Claire Morvan parle d’une « année terrible ».", "année terrible"),
        ("Claire Morvan se dit « soulagée » par la décision.", "soulagée"),
    ],
)
def test_quoted_bit_is_said_by_the_subject_of_its_verb(read_french: Read, text: str, words: str) -> None:
    assert said(read_french, text) == [("Claire", words, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Claire Morvan n’a pas parlé d’une « année terrible ».",
        "Claire Morvan dénonce le « modèle Novalia ».",
        "Claire Morvan présente « Horizon Bleu ».",
        "Claire Morvan a annoncé un plan que les élus rejettent.\nMardi",
        "Novalia : la demande repart vite dans toute la région.",
    ],
)
def test_terms_denials_and_titles_are_no_quotation(read_french: Read, text: str) -> None:
    assert [words for _, words, is_direct in said(read_french, text) if is_direct] == []


def test_pronoun_that_goes_on_speaking_is_who_spoke(read_french: Read) -> None:
    text = "« La demande repart », observe Claire Morvan. Le groupe va recruter. « Il était temps de réagir », a-t-elle ajouté."
    assert [speaker for speaker, _, _ in said(read_french, text)] == ["Claire", "Claire"]


def test_document_without_a_name_speaks_for_who_brought_it_up(read_french: Read) -> None:
    text = "Dans un communiqué, Novalia affirme que la demande repart. « Il était temps de réagir », précise le communiqué."
    assert [speaker for speaker, _, _ in said(read_french, text)] == ["Novalia", "Novalia"]


def test_quotation_over_two_paragraphs_keeps_its_speaker(read_french: Read) -> None:
    text = "Claire Morvan explique : « La demande repart depuis un mois.\n« Nous allons donc recruter vingt ouvriers. »"
    assert {speaker for speaker, _, _ in said(read_french, text)} == {"Claire"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Ni Solvix ni Novalia ne sont intéressés par Kermec, assure Anna Keller.",
            "Ni Solvix ni Novalia ne sont intéressés par Kermec",
        ),
        (
            "Le ministre des Télécoms, Karim Saadi, a dit ne pas être au courant d’une telle offre.",
            "ne pas être au courant d’une telle offre",
        ),
    ],
)
def test_negation_that_opens_a_declaration_is_part_of_it(text: str, words: str, read_french: Read) -> None:
    assert [found for _, found, _ in said(read_french, text)] == [words]


def test_verb_of_saying_of_two_words_says_not_its_second(read_french: Read) -> None:
    found = said(read_french, "Paul Mercier souhaiterait racheter l’usine, croit savoir Anna Keller.")
    assert [(speaker, words) for speaker, words, _ in found] == [("Anna", "Paul Mercier souhaiterait racheter l’usine")]
