"""Token → is it an ordinary word: months, currencies, posts, peoples, rubrics and what else has a capital but names nothing."""

import re
import unicodedata
from functools import cache

from kg.doc import VERBAL, Doc, Token
from kg.lexicon import Lexicon, fold, union_of

ROMAN = re.compile("[IVX]{2,}e?")  # "le XXe siècle"
ORDINARY = ("calendar-words", "capitalised-words", "concept-acronyms", "currencies")
NO_NAMES = (*ORDINARY, "not-names", "person-titles", "person-nouns")
RUBRIC_ENDS = frozenset({":", ".", "|"})
MAX_RUBRIC = 5  # tokens: "Huiles de table : …"
MAX_COUNTRY_CODE = 3
OPENERS = frozenset({'"', "\u00ab", "\u201c", "-", "\u2013", "\u2014"})  # before the first word of a sentence


def is_ordinary(doc: Doc, lexicon: Lexicon, start: int, end: int) -> bool:
    """Tell whether a span names nothing: a month, a currency, a people, a common noun with a capital ("le Premier ministre")."""
    words = doc.tokens[start:end]
    if all(is_any(lexicon, ORDINARY, word) for word in words):
        return not _is_called_after_month(doc, lexicon, start, end)
    without_origin = [word.lower for word in words if not lexicon.is_origin(word.lower)]
    if "-".join(without_origin) in lexicon.lists["person-nouns"]:
        return True  # "le Premier ministre belge"
    if is_post(lexicon, words[0]) and all(lexicon.has("role-adjectives", word.lower) for word in words[1:]):
        return True
    if rubric_end(doc, lexicon, start) >= end or is_portfolio(doc, lexicon, start, end):
        return True
    if len(words) > 1:
        return False
    is_verb = words[0].pos == "VERB" and words[0].text[1:].islower() and start == doc.sentence_of(start).start
    return is_verb or is_class_noun(lexicon, words[0]) or is_capitalised(doc, lexicon, words[0])


def is_capitalised(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word has its capital from where it stands or from what it says: "Contacté, le groupe", "les Québécois"."""
    return (
        is_people(doc, lexicon, token)
        or _is_opening(doc, lexicon, token)
        or _is_currency(doc, lexicon, token)
        or is_portfolio(doc, lexicon, token.index, token.index + 1)
        or token.lower.startswith(lexicon.former_prefixes)  # "l’ex-Président": a name is cut from its prefix
        or rubric_end(doc, lexicon, token.index) > token.index
    )


def _is_opening(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word is a participle that a sentence begins with: "Notifiée en mars au ministre, la vente …"."""
    is_first = token.index == doc.sentence_of(token.index).start or doc.tokens[token.index - 1].text in OPENERS
    if not is_first or (token.index + 1 < len(doc.tokens) and doc.tokens[token.index + 1].is_title):
        return False
    return token.lower in _agreed(lexicon, "opening-participles")


@cache
def _agreed(lexicon: Lexicon, name: str) -> frozenset[str]:
    """Return the words of a list in their genders and numbers."""
    endings = ("", *lexicon.lists["agreement-endings"])
    return frozenset(word + ending for word in lexicon.lists[name] for ending in endings)


def _is_currency(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether letters are a currency behind its number, or say of which country its sign is: "22 millions $ CA"."""
    before = doc.tokens[token.index - 1] if token.index else None
    if before is not None and before.text[:1].isdigit() and token.lower in lexicon.maps["scaled-currencies"]:
        return True  # "187 MDH"
    is_sign_before = before is not None and before.text in lexicon.maps["currencies"] and not before.text.isalpha()
    return is_sign_before and token.text.isupper() and len(token.text) <= MAX_COUNTRY_CODE


def is_portfolio(doc: Doc, lexicon: Lexicon, start: int, end: int) -> bool:
    """Tell whether a span is what a minister is for: "le ministre des Mines", "la commissaire à la Concurrence"."""
    if not lexicon.has("portfolio-words", doc.tokens[start].lower):
        return False
    if any(token.is_title and not lexicon.has("portfolio-words", token.lower) for token in doc.tokens[start:end]):
        return False
    index, first = start - 1, doc.sentence_of(start).start
    has_case = False
    while index > first and _may_precede_portfolio(lexicon, doc.tokens[index]):
        has_case |= doc.tokens[index].pos == "ADP"
        index -= 1
    return has_case and any(
        lexicon.has("person-nouns", word) for word in (doc.tokens[index].lower, doc.tokens[index].lemma)
    )


def _may_precede_portfolio(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word may stand between "ministre" and one thing that he is for: "des Mines et de la Géologie"."""
    is_other = lexicon.has("portfolio-words", token.lower) or lexicon.is_origin(token.lower)
    return is_other or token.pos in {"ADJ", "ADP", "CCONJ", "DET"} or token.text == ","


def _is_called_after_month(doc: Doc, lexicon: Lexicon, start: int, end: int) -> bool:
    """Tell whether the name of a month is somebody’s: "le groupe Avril", "la planète Mars"; months have small letters."""
    is_month = (
        end == start + 1 and doc.tokens[start].is_title and lexicon.has("calendar-words", doc.tokens[start].lower)
    )
    sentence = doc.sentence_of(start)
    around = doc.tokens[max(sentence.start, start - 1) : min(sentence.end, end + 1)]
    return is_month and start > sentence.start and not any(token.text[:1].isdigit() for token in around)


def rubric_end(doc: Doc, lexicon: Lexicon, start: int) -> int:
    """Return where the rubric ends that a headline begins with, `start` for none: "Huiles de table : Solvix cède …"."""
    sentence = doc.sentence_of(start)
    if start != sentence.start:
        return start
    first, following = doc.tokens[start], doc.tokens[start + 1 : min(start + 1 + MAX_RUBRIC, len(doc.tokens))]
    end = next((token.index for token in following if token.text in RUBRIC_ENDS), start)
    rest = doc.tokens[start + 1 : end]
    if any(token.is_title or token.pos in VERBAL or not token.text[:1].isalpha() for token in rest):
        return start
    is_trade = lexicon.has("industry-nouns", first.lower)
    if end == start + 1:
        return end if is_trade or first.pos == "NOUN" else start
    is_body = is_class_noun(lexicon, first)  # "Banque populaire : …"
    return end if end > start and (is_trade or "Number=Plur" in first.morph) and not is_body else start


def is_post(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word is a post, in press releases with a capital: "Directrice", "Président-Directeur"."""
    return any(lexicon.has("person-nouns", part) for part in (token.lower, token.lower.partition("-")[0]))


def is_people(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a capitalised word is who comes from somewhere: "les Québécois", "une Suédoise"."""
    if not lexicon.is_origin(token.lower) or any(
        lexicon.has(name, fold(token.text)) for name in ("countries", "regions")
    ):
        return False
    if token.index == doc.sentence_of(token.index).start:
        return False
    before = doc.tokens[token.index - 1]
    is_several = lexicon.has("genitive-forms", before.lower)  # "92 % de Guinéens"
    return before.pos in {"DET", "NUM", "ADJ"} or is_several or lexicon.has("contracted-articles", before.lower)


def is_any(lexicon: Lexicon, names: tuple[str, ...], token: Token) -> bool:
    """Tell whether one of the lists has a word; an acronym is no title ("(MR)" is no "Mr")."""
    if token.text.isupper() and lexicon.has("person-titles", token.lower) and token.text.isalpha():
        return False
    return token.lower in _words_of(lexicon, names)


@cache
def _words_of(lexicon: Lexicon, names: tuple[str, ...]) -> frozenset[str]:
    """Return the words of several lists and maps."""
    return frozenset().union(*(lexicon.lists[name] if name in lexicon.lists else lexicon.maps[name] for name in names))


def is_class_noun(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a capitalised word alone is a common noun: "la Holding", "le Groupe"."""
    if token.lower in lexicon.lists["institutions"]:
        return False
    return token.lower in union_of(lexicon, "organization-nouns", "person-nouns", "name-forming-nouns")


def is_sign(token: Token) -> bool:
    """Tell whether a token is no word of a name: a letter, an elided article, "M€", "XXe"."""
    if len(token.text) == 1 or token.pos in {"PUNCT", "SYM", "NUM"} or not any(c.isalpha() for c in token.text):
        return True
    is_number = (token.pos == "ADJ" or token.text.endswith("e")) and ROMAN.fullmatch(token.text) is not None
    return is_number or token.text.endswith("'") or any(unicodedata.category(c) == "Sc" for c in token.text)
