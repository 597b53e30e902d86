from pathlib import Path

import pytest

from kg.errors import ArticleError, LexiconError
from kg.language import find_language, load_languages

LONG = {
    "English": "The company said on Monday that it would cut more than 200 jobs, because sales have fallen in the US.",
    "German": "Das Unternehmen hat am Montag mitgeteilt, dass es mehr als 200 Stellen streichen will, weil der Umsatz sinkt.",
    "Spanish": "La empresa anunció el lunes que va a suprimir más de 200 puestos, porque las ventas han caído en el país.",
    "Italian": "L'azienda ha annunciato che taglierà più di 200 posti di lavoro, perché le vendite sono scese nel paese.",
    "Dutch": "Het bedrijf heeft maandag gezegd dat het meer dan 200 banen schrapt, omdat de omzet in het land is gedaald.",
    "Portuguese": "A empresa anunciou que vai cortar mais de 200 postos, porque as vendas não subiram no país em que nasceu.",
}


def error_of(text: str) -> str:
    with pytest.raises(ArticleError) as caught:
        find_language(text, load_languages())
    return str(caught.value)


@pytest.mark.parametrize("name", LONG)
def test_text_in_another_language_is_refused_by_its_name(name: str) -> None:
    assert error_of(LONG[name]) == f"the text is in {name}; kg reads French"


def test_language_without_a_list_is_refused_without_a_name() -> None:
    finnish = (
        "Yhtiö kertoi maanantaina vähentävänsä yli 200 työpaikkaa, koska myynti laski viime vuonna kaikissa maissa."
    )
    assert "the text is not in French" in error_of(f"{finnish} {finnish}")


def test_text_in_other_letters_is_refused() -> None:
    assert "not in Latin letters" in error_of("Компания сократит двести рабочих мест.")


@pytest.mark.parametrize(
    "text",
    [
        "Klarna licencie 700 employés",
        "Rachat",
        "Fusion Veolia-Suez",
        "The Walking Dead arrive sur Canal+",
        "Le patron d’Of the Mountain Records démissionne",
        "Au programme : Tim Cook, Sundar Pichai, Satya Nadella",
    ],
)
def test_short_french_gets_the_benefit_of_the_doubt(text: str) -> None:
    assert find_language(text, load_languages()) == "fr"


def test_french_that_quotes_english_is_french() -> None:
    quoted = (
        "Selon le patron de la société, les salariés sont prévenus : « It is what it is, and that is not our fault »."
    )
    assert find_language(quoted, load_languages()) == "fr"


def test_decomposed_accents_count() -> None:
    assert find_language("L'annonce a e\u0301te\u0301 faite a\u0300 Paris", load_languages()) == "fr"


def test_only_languages_with_frames_are_read() -> None:
    assert [language.name for language in load_languages() if language.is_read] == ["French"]


def test_word_lists_are_sorted_and_without_repetition(repository: Path) -> None:
    for path in (repository / "ontology" / "lang").glob("*/function-words.yaml"):
        words = path.read_text(encoding="utf-8").partition(">-")[2].split()
        assert words == sorted(set(words)), path


@pytest.mark.parametrize("content", ["name: X\nwords: [a, b]\n", "- a\n", "name: [\n", b"\xff"])
def test_broken_word_list_is_a_lexicon_error(content: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / "lang" / "xx" / "function-words.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LexiconError, match=r"^lang/xx/function-words.yaml: ") as caught:
        load_languages(tmp_path)
    assert "\n" not in str(caught.value)
