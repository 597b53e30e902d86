from pathlib import Path

import pytest
import spacy
from builders import make_article
from conftest import Read

from kg.annotate import annotate, load_pipeline, model_identity, normalise, restore_accents
from kg.doc import Doc
from kg.errors import ModelError
from kg.lexicon import load_lexicon
from kg.model import Article

MARKS = "L’usine d\u02bcArras\u00a0: 3\u202f500\u2009salariés\t« ici »"


def test_normalised_text_has_the_same_length() -> None:
    assert len(normalise(MARKS)) == len(MARKS)


def test_apostrophes_and_spaces_become_plain() -> None:
    assert normalise(MARKS) == "L'usine d'Arras : 3 500 salariés « ici »"


def test_unknown_pipeline_is_told_in_one_line() -> None:
    with pytest.raises(ModelError, match="no spaCy pipeline of that name or path") as caught:
        load_pipeline("fr_core_news_nowhere")
    assert "\n" not in str(caught.value)


def test_folder_that_is_no_pipeline_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no spaCy pipeline"):
        load_pipeline(str(tmp_path))


def test_pipeline_without_parser_and_recogniser_is_told(tmp_path: Path) -> None:
    spacy.blank("fr").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no ner and no parser; kg needs both"):
        load_pipeline(str(tmp_path / "blank"))


def test_identity_has_name_version_and_hash() -> None:
    nlp = spacy.blank("fr", meta={"name": "ours", "version": "1.2.3"})
    name, _, digest = model_identity(nlp).partition("+")
    assert name == "fr_ours-1.2.3"
    assert len(digest) == 12


def test_identity_differs_with_the_version() -> None:
    one, other = (spacy.blank("fr", meta={"version": version}) for version in ("1.0.0", "1.0.1"))
    assert model_identity(one) != model_identity(other)


@pytest.fixture(scope="module")
def parse(nlp: spacy.Language) -> "Parse":
    return Parse(nlp)


class Parse:
    def __init__(self, nlp: spacy.Language) -> None:
        self.nlp = nlp

    def __call__(self, article: Article | str) -> Doc:
        found = Article(name="test", text=article) if isinstance(article, str) else article
        return annotate(found, self.nlp, load_lexicon())


@pytest.mark.model
def test_headline_is_a_sentence_of_its_own(parse: Parse) -> None:
    doc = parse(make_article("une", "Solvix rachète Novalia\n\nLe groupe lyonnais grandit."))
    assert [(sentence.line, sentence.is_title) for sentence in doc.sentences] == [(0, True), (1, False)]


@pytest.mark.model
@pytest.mark.parametrize(
    "text", [MARKS, "Solvix,  \n\n\tKermec\r\nArras.\u2028Brest\n", "« Oui », dit-elle. Celle-ci rit."]
)
def test_tokens_quote_the_article(parse: Parse, text: str) -> None:
    doc = parse(text)
    assert [normalise(token.span.of(text)) for token in doc.tokens] == [token.text for token in doc.tokens]


@pytest.mark.model
def test_tokens_know_their_sentence(parse: Parse) -> None:
    doc = parse("Solvix grandit. Novalia recule.\nKermec attend.")
    assert all(
        token.sentence == number
        for number, sentence in enumerate(doc.sentences)
        for token in doc.tokens[sentence.start : sentence.end]
    )


@pytest.mark.model
def test_heads_stay_in_their_sentence(parse: Parse) -> None:
    doc = parse("Solvix grandit. Novalia recule.\nKermec, la start-up de Paul Rivet, attend-elle encore ?")
    assert all(doc.tokens[token.head].sentence == token.sentence for token in doc.tokens)


@pytest.mark.model
@pytest.mark.parametrize("word", ["start-up", "celle-ci", "Castel-Morin", "porte-parole", "vice-président"])
def test_word_with_a_hyphen_is_one_token(parse: Parse, word: str) -> None:
    assert word in [token.text for token in parse(f"Elle cite {word} encore.").tokens]


@pytest.mark.model
def test_inverted_pronoun_is_a_token_apart(parse: Parse) -> None:
    doc = parse("Le groupe va-t-il céder Novalia ?")
    assert "va" in [token.text for token in doc.tokens]


@pytest.mark.model
def test_number_in_groups_has_no_space_token(parse: Parse) -> None:
    doc = parse("Elle emploie 3\u00a0500 personnes.")
    assert not any(token.text.isspace() for token in doc.tokens)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "\n", " \t\n  \n"])
def test_empty_text_has_no_token(parse: Parse, text: str) -> None:
    doc = parse(text)
    assert (doc.tokens, doc.sentences) == ((), ())


@pytest.mark.model
def test_doc_names_its_model(parse: Parse) -> None:
    assert parse("Solvix grandit.").model == model_identity(parse.nlp)


@pytest.mark.model
def test_same_text_gives_the_same_parse(read_french: Read) -> None:
    text = "Le groupe Ferrand a racheté Novalia."
    first, second = read_french(text).doc, read_french(text).doc
    assert (first.tokens, first.sentences, first.names) == (second.tokens, second.sentences, second.names)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (
            "A la tête du groupe A, l'Etat pèse. A Lyon, un Editeur.",
            "À la tête du groupe A, l'État pèse. À Lyon, un Éditeur.",
        ),
        (
            "Vitamine A et B. A 320 mètres. Note : A chez Kermec.",
            "Vitamine A et B. A 320 mètres. Note : A chez Kermec.",
        ),
        ("Etatique, Electre", "Etatique, Electre"),
    ],
)
def test_capitals_get_their_accents_back(printed: str, read: str) -> None:
    assert restore_accents(printed, load_lexicon()) == read
    assert len(printed) == len(read)


@pytest.mark.model
def test_restored_word_still_quotes_the_article(parse: Parse) -> None:
    text = "Editeur de logiciels, Solvix recrute."
    first = parse(text).tokens[0]
    assert (first.text, first.span.of(text)) == ("Éditeur", "Editeur")


@pytest.mark.model
def test_no_sentence_ends_at_a_comma(parse: Parse) -> None:
    assert len(parse("Fondée en 2009, Solvix est spécialisée dans les pompes.").sentences) == 1
