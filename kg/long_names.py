"""Spans → whole names: how far a name goes that holds small words, "Ciments de l’Est", "Société minière de X et de Y"."""

from collections.abc import Iterator
from typing import TypeAlias

from kg.doc import VERBAL, Doc, Token
from kg.lexicon import Lexicon, fold, union_of

Span: TypeAlias = tuple[int, int, str]

PERSON_LABELS = frozenset({"PER", "PERSON"})
PLAIN_LABELS = frozenset({"", "MISC", "ORG"})
MAX_PARTICLES = 2
MAX_MORE = 9  # tokens that a name may have beyond what was heard
MAX_CASE = 2  # "de l’"
MIN_ACRONYM = 3
BODIES = ("name-forming-nouns", "organization-nouns")
TRADES = ("plural-companies", "press-titles", "trade-name-parts")
PHRASAL = frozenset({"ADJ", "ADP", "CCONJ", "DET", "NOUN", "PROPN"})
WORDS = frozenset({"ADJ", "NOUN", "PROPN"})


def with_nouns(doc: Doc, lexicon: Lexicon, spans: list[Span]) -> list[Span]:
    """Join a name to the class noun that is part of it: "l’hôpital Saint-Aubin", "Centre hospitalier Brive-Tulle"."""
    joined: list[Span] = []
    for start, end, label in sorted(spans):
        first = start
        while (
            first > doc.sentence_of(start).start
            and doc.tokens[first - 1].pos == "ADJ"
            and not doc.tokens[first - 1].is_title
        ):
            first -= 1
        before = first - 1
        is_class = (
            before >= doc.sentence_of(start).start
            and not lexicon.is_origin(doc.tokens[first].lower)
            and (
                (lexicon.has("name-forming-nouns", doc.tokens[before].lower) and label not in PERSON_LABELS)
                or (lexicon.has("kin-group-nouns", doc.tokens[before].lower) and first == start)
            )
        )
        if not is_class:
            joined.append((start, end, label))
            continue
        if joined and joined[-1][:2] == (before, before + 1):
            joined.pop()
        joined.append((before, end, label))
    return joined


def join_particles(doc: Doc, lexicon: Lexicon, spans: list[Span]) -> list[Span]:
    """Join the halves of a person’s name that a particle holds together: "Marc de Kersaint", "Anne Le Goff"."""
    joined: list[Span] = []
    for start, end, label in spans:
        if joined:
            before_start, before_end, before = joined[-1]
            between = doc.tokens[before_end:start]
            is_held = (
                all(lexicon.has("name-particles", token.lower) for token in between) and len(between) <= MAX_PARTICLES
            )
            is_person = before in PERSON_LABELS and (label in PERSON_LABELS or (label in {"", "MISC"} and not between))
            ends_open = lexicon.has("name-particles", doc.tokens[before_end - 1].lower)
            if is_held and is_person and (between or ends_open):
                joined[-1] = (before_start, end, before)
                continue
        joined.append((start, end, label))
    return joined


def is_body(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a name that begins so is that of a body, which may hold any words: "Union pour la Défense de l’Eau"."""
    return token.lower in union_of(lexicon, *BODIES)


def join_complements(doc: Doc, lexicon: Lexicon, spans: list[Span]) -> list[Span]:
    """Join a name to its complement and to what else belongs to it.

    "Ciments" | "Oriental" is one name, and "Compagnie d’assurance" goes on in "et de réassurance"; how far, says an acronym
    of the article, or that the complements are alike.
    """
    acronyms = {t.lower for t in doc.tokens if len(t.text) >= MIN_ACRONYM and t.text.isupper() and t.text.isalpha()}
    joined: list[Span] = []
    for start, end, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        if joined and start < joined[-1][1]:
            continue  # swallowed by the one before
        start, end = _with_article(doc, lexicon, start, end)  # noqa: PLW2901
        start = _from_opening_trade(doc, lexicon, start, end)  # noqa: PLW2901
        if joined and (
            _is_complement(doc, lexicon, joined[-1], start) or _goes_on(doc, lexicon, joined[-1], start, label)
        ):
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, label))
        first, last, kind = joined[-1]
        if doc.tokens[first].is_title and is_body(lexicon, doc.tokens[first]):
            last = max((last, *_further(doc, lexicon, first, last, acronyms)))
            joined[-1] = (first, last, kind)
    return joined


def _is_complement(doc: Doc, lexicon: Lexicon, before: Span, start: int) -> bool:
    """Tell whether a name belongs to the trade noun with a capital before it: "Ciments de l’Oriental", "La Voix du Nord"."""
    first, end, _ = before
    between = doc.tokens[end:start]
    if not between or not lexicon.has("genitive-forms", between[0].lower) or any(t.pos != "DET" for t in between[1:]):
        return False
    noun = doc.tokens[end - 1]
    is_alone = first == end - 1 or (first == end - 2 and doc.tokens[first].pos == "DET")
    return is_alone and noun.is_title and noun.lower in union_of(lexicon, *TRADES) and doc.tokens[start].is_title


def _goes_on(doc: Doc, lexicon: Lexicon, before: Span, start: int, label: str) -> bool:
    """Tell whether a name goes on in what was heard as another: "Novalia" | "Solutions"."""
    is_near = before[1] == start and doc.tokens[before[0]].sentence == doc.tokens[start].sentence
    is_plain = before[2] in PLAIN_LABELS and label in PLAIN_LABELS and doc.tokens[start - 1].is_title
    return is_near and is_plain and not lexicon.has("first-names", doc.tokens[start].lower)


def join_branches(doc: Doc, lexicon: Lexicon, spans: list[Span]) -> list[Span]:
    """Join the name of a company to the country right behind it, where a branch is: "Novalia Côte d’Ivoire"."""
    joined: list[Span] = []
    for start, end, label in sorted(spans):
        before_start, before_end, before = joined[-1] if joined else (0, 0, "LOC")
        is_place = fold(doc.span(before_start, max(before_end, 1)).of(doc.text)) in lexicon.lists["cities"]
        is_country = before_end == start and fold(doc.span(start, end).of(doc.text)) in lexicon.lists["countries"]
        if is_country and before in PLAIN_LABELS and not is_place:
            joined[-1] = (before_start, end, before)
        else:
            joined.append((start, end, label))
    return joined


def _with_article(doc: Doc, lexicon: Lexicon, start: int, end: int) -> tuple[int, int]:
    """Return a name with the article that is written as part of it, and the adjective after: "Selon L’Est républicain"."""
    sentence = doc.sentence_of(start)
    if start > sentence.start + 1 and _is_own_article(doc, lexicon, doc.tokens[start - 1]):
        start -= 1
    is_open = start > sentence.start and _is_own_article(doc, lexicon, doc.tokens[start])
    is_paper = start > sentence.start and end == start + 1 and lexicon.has("press-titles", doc.tokens[start].lower)
    after = doc.tokens[end] if end < sentence.end else None
    is_adjective = after is not None and after.pos == "ADJ" and start <= after.head < end and after.text.islower()
    if (is_open or is_paper) and is_adjective:  # "les articles du Canard libre"
        return start, end + 1
    is_country = is_open and fold(doc.span(start + 1, end).of(doc.text)) in lexicon.lists["countries"]
    return start + is_country, end  # "Il a dit que La France …"


def _is_own_article(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether an article has a capital though it stands behind a word."""
    before = doc.tokens[token.index - 1].text
    return (
        token.is_title
        and lexicon.has("definite-determiners", token.lower)
        and (before[-1].isalnum() or before[-1] in ",'")
    )


def _from_opening_trade(doc: Doc, lexicon: Lexicon, start: int, end: int) -> int:
    """Return where a name begins of which a sentence opens with the trade: "Ciments de l’Est a cédé", of one company."""
    first = doc.sentence_of(start).start
    between = doc.tokens[first + 1 : start]
    if (
        not 1 <= len(between) <= MAX_CASE
        or end >= len(doc.tokens)
        or not lexicon.has("genitive-forms", between[0].lower)
    ):
        return start
    verb = doc.tokens[end]
    is_one = "Number=Sing" in verb.morph and verb.pos in VERBAL
    is_firm = lexicon.has("plural-companies", doc.tokens[first].lower) and all(t.pos == "DET" for t in between[1:])
    return first if is_firm and (is_one or verb.text in {"(", ","}) else start


def _further(doc: Doc, lexicon: Lexicon, start: int, end: int, acronyms: set[str]) -> Iterator[int]:
    """Yield where the name of a body may end beyond the token where it was heard to end."""
    stop = min(doc.sentence_of(start).end, end + MAX_MORE)
    more = end
    while more < stop and doc.tokens[more].pos in PHRASAL:
        more += 1
    if more == end:
        return
    said = _initials(doc, start, end)
    for last in range(end, more):
        if doc.tokens[last].pos in WORDS and said not in acronyms and _initials(doc, start, last + 1) in acronyms:
            yield last + 1
    if doc.tokens[end].pos == "CCONJ" and _is_alike(doc, lexicon, start, end):
        yield end + 3


def _initials(doc: Doc, start: int, end: int) -> str:
    return "".join(token.lower[0] for token in doc.tokens[start:end] if token.pos not in {"ADP", "CCONJ", "DET"})


def _is_alike(doc: Doc, lexicon: Lexicon, start: int, end: int) -> bool:
    """Tell whether "et de réassurance" stands beside another "d’assurance" of the name, and not of what governs it."""
    if end - start < 3 or end + 3 > len(doc.tokens):  # noqa: PLR2004
        return False
    (case, noun), (again, other) = doc.tokens[end - 2 : end], doc.tokens[end + 1 : end + 3]
    before = doc.tokens[max(0, start - 2) : start]
    if noun.is_title and any(lexicon.has("genitive-forms", token.lower) for token in before):
        return False  # "les salariés de la Société de Feurs et de Novalia"
    bare = lexicon.lists["genitive-forms"] - lexicon.lists["contracted-articles"]
    is_bare = case.lower in bare and again.lower in bare
    return is_bare and noun.is_title is other.is_title and noun.pos in WORDS and other.pos in WORDS
