"""Doc → Doc: prepositions that the parser took for something else, so that the name behind them stood without one."""

from dataclasses import replace

from kg.doc import Doc, Token, children_of
from kg.lexicon import Lexicon

ODD = frozenset({"amod", "advmod", "dep", "flat", "nmod"})  # what a preposition before a noun is not


def mend_prepositions(doc: Doc, lexicon: Lexicon) -> Doc:
    """Return the parse in which "de" between two names marks the second, and a preposition marks the noun behind it.

    "n’emploie plus que 240 personnes" takes them as its object.
    "le départ de Luc Carrel de Métalor", where the parser reads one name; "le CEO de Corvel", where "de" hangs on the noun.
    """
    tokens = list(doc.tokens)
    starts = {name.start: name.end for name in doc.names}
    ends = {name.end for name in doc.names}
    for token in doc.tokens[:-1]:
        noun = tokens[token.head]
        if token.base_dep == "case" and lexicon.has("exception-markers", token.lower) and noun.base_dep == "ccomp":
            tokens[token.index], tokens[noun.index] = replace(token, dep="advmod"), replace(noun, dep="obj")
            continue
        follows = tokens[token.index + 1]
        if token.base_dep not in ODD or follows.sentence != token.sentence:
            continue
        if token.base_dep == "flat" and token.index in ends and follows.index in starts:
            if lexicon.has("genitive-forms", token.lower) and follows.head == token.head:
                _part(tokens, token, follows, starts[follows.index])
        elif token.pos == "ADP" and _is_unmarked(doc, token, follows):
            tokens[token.index] = replace(token, head=follows.index, dep="case")
    return replace(doc, tokens=tuple(tokens), children=children_of(tuple(tokens)))


def _part(tokens: list[Token], preposition: Token, name: Token, end: int) -> None:
    """Hang a name, with the parts of it, behind its preposition on the name that it was glued to."""
    tokens[preposition.index] = replace(preposition, pos="ADP", head=name.index, dep="case")
    tokens[name.index] = replace(name, dep="nmod")
    for index in range(name.index + 1, end):
        if tokens[index].head == name.head and tokens[index].base_dep == "flat":
            tokens[index] = replace(tokens[index], head=name.index)


def _is_unmarked(doc: Doc, preposition: Token, noun: Token) -> bool:
    is_beside = noun.head == preposition.head and noun.pos in {"NOUN", "PROPN"} and noun.head < preposition.index
    return is_beside and not doc.has_kid(noun.index, "case")
