from parsed import make_doc

from kg.doc import Doc, Token
from kg.model import Span

TEXT = "L’usine d’Arras a été vendue."


def sold_plant() -> Doc:
    return make_doc(
        TEXT,
        "L' le DET det 2",
        "usine usine NOUN nsubj:pass 7",
        "d' de ADP case 4",
        "Arras arras PROPN nmod 2",
        "a avoir AUX aux:tense 7",
        "été être AUX aux:pass 7",
        "vendue vendre VERB root 0",
        ". . PUNCT punct 7",
    )


def texts(tokens: tuple[Token, ...]) -> list[str]:
    return [token.text for token in tokens]


def test_kids_are_in_text_order() -> None:
    assert texts(tuple(sold_plant().kids(6))) == ["usine", "a", "été", "."]


def test_kids_of_a_label_include_its_subtypes() -> None:
    assert texts(tuple(sold_plant().kids(6, "aux"))) == ["a", "été"]


def test_kids_of_a_subtype_are_those_alone() -> None:
    assert texts(tuple(sold_plant().kids(6, "aux:pass"))) == ["été"]


def test_subtree_is_in_text_order() -> None:
    assert sold_plant().subtree(1) == (0, 1, 2, 3)


def test_ancestors_end_at_the_root() -> None:
    assert texts(tuple(sold_plant().ancestors(2))) == ["Arras", "usine", "vendue"]


def test_root_has_no_ancestors() -> None:
    assert tuple(sold_plant().ancestors(6)) == ()


def test_quote_is_of_the_article_not_of_the_normalised_text() -> None:
    assert sold_plant().quote(0, 4) == "L’usine d’Arras"


def test_span_covers_its_tokens() -> None:
    assert sold_plant().span(1, 4) == Span(2, 15)


def test_base_label_has_no_subtype() -> None:
    assert sold_plant().tokens[1].base_dep == "nsubj"


def test_sentence_of_a_token_holds_it() -> None:
    doc = sold_plant()
    assert doc.sentence_of(3).span.contains(doc.tokens[3].span)


def test_capital_makes_a_title() -> None:
    assert [token.text for token in sold_plant().tokens if token.is_title] == ["L'", "Arras"]
