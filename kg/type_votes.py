"""What speaks for the type of a name: the recogniser, the words of the name, the words around it, the kind of document.

Precision of the cues on hand-labelled text: a country’s name 4298/4335, first name + word 4463/4705, "en X" → place
1588/1663, "PDG de X" → organisation 8/8, corporate suffix 288/313, organisation noun + X 117/135.
"""

from collections.abc import Iterator
from decimal import Decimal

from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Vote

LABELS = {
    "PER": EntityType.PERSON, "PERSON": EntityType.PERSON, "ORG": EntityType.ORGANIZATION, "LOC": EntityType.PLACE,
    "GPE": EntityType.PLACE, "PRODUCT": EntityType.PRODUCT, "PROD": EntityType.PRODUCT, "EVENT": EntityType.EVENT,
}  # fmt: skip
LABEL_WEIGHTS = {
    EntityType.PERSON: Decimal(2),
    EntityType.ORGANIZATION: Decimal("1.5"),
    EntityType.PLACE: Decimal("1.5"),
    EntityType.PRODUCT: Decimal("1.5"),
    EntityType.EVENT: Decimal("1.5"),
}
RECOGNISER = "recogniser:"
DOUBTFUL = Decimal("0.9")
WEAK, FAIR, STRONG = Decimal("0.75"), Decimal(2), Decimal(3)
GAZETTEERS = (
    ("countries", EntityType.PLACE, Decimal(5), "country"),
    ("institutions", EntityType.ORGANIZATION, STRONG, "institution"),
    ("cities", EntityType.PLACE, FAIR, "city"),
    ("regions", EntityType.PLACE, FAIR, "region"),
)
NAME_PARTS = (
    ("organization-name-parts", EntityType.ORGANIZATION),
    ("event-name-parts", EntityType.EVENT),
    ("place-name-parts", EntityType.PLACE),
    ("product-name-parts", EntityType.PRODUCT),
)
MAX_ACRONYM = 6
MAX_PRIOR_TOKENS = 3  # longer names of a business document are titles and slogans as often as companies
BUSINESS_HITS = 4
BUSINESS_SHARE = 0.012


def winner(votes: list[Vote]) -> EntityType:
    """Return the type with the greatest sum of weights, the first of `EntityType` among equals; Product without votes.

    The recogniser's MISC is no vote: what it calls so and no cue explains is a work, a brand or a product.
    """
    totals = {kind: sum((vote.weight for vote in votes if vote.type is kind), Decimal(0)) for kind in EntityType}
    best = max(totals.values())
    return next(kind for kind, total in totals.items() if total == best) if best > 0 else EntityType.PRODUCT


def name_key(doc: Doc, start: int, end: int) -> str:
    """Return the folded words of a name."""
    return fold(doc.span(start, end).of(doc.text))


def is_business(doc: Doc, lexicon: Lexicon) -> bool:
    """Tell whether an article is about business, by the share of words with a stem of that kind."""
    words = [token.lower for token in doc.tokens if token.text[:1].isalpha()]
    hits = sum(word.startswith(tuple(lexicon.lists["business-stems"])) for word in words)
    return hits >= BUSINESS_HITS and hits > BUSINESS_SHARE * len(words)


def votes_of(doc: Doc, lexicon: Lexicon, *, start: int, end: int, label: str, is_business: bool) -> Iterator[Vote]:
    """Yield the votes of one occurrence of a name: tokens `start` to `end`, the recogniser's label, what surrounds it."""
    cues = tuple(_cues(doc, lexicon, start, end))
    yield from cues
    kind = LABELS.get(label)
    if kind is EntityType.PERSON and end - start == 1 and doc.tokens[start].text.isupper():
        kind = None  # an acronym is nobody's name
    is_place = any(vote.type is EntityType.PLACE for vote in cues)
    if (
        is_business
        and kind in {None, EntityType.PLACE}
        and end - start <= MAX_PRIOR_TOKENS
        and not is_place
        and not any(vote.type in {EntityType.PERSON, EntityType.PRODUCT, EntityType.EVENT} for vote in cues)
    ):
        yield Vote(
            type=EntityType.ORGANIZATION, weight=LABEL_WEIGHTS[EntityType.ORGANIZATION], reason="business document"
        )
    elif kind is not None:
        is_word = end - start == 1 and not lexicon.has("first-names", doc.tokens[start].lower)
        is_doubtful = kind is EntityType.PERSON and is_word  # people are first named in full
        weight = DOUBTFUL if is_doubtful else LABEL_WEIGHTS[kind]
        yield Vote(type=kind, weight=weight, reason=f"{RECOGNISER} {label}")


def _cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    yield from _own_cues(doc, lexicon, start, end)
    yield from _left_cues(doc, lexicon, start)
    yield from _right_cues(doc, lexicon, start, end)


def _own_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    words = tuple(token.lower for token in doc.tokens[start:end])
    key = name_key(doc, start, end)
    for name, kind, weight, reason in GAZETTEERS:
        if key in lexicon.lists[name]:
            yield Vote(type=kind, weight=weight, reason=reason)
            break
    else:
        if len(words) == 1 and 1 < len(key) <= MAX_ACRONYM and doc.tokens[start].text.isupper():
            yield Vote(type=EntityType.ORGANIZATION, weight=WEAK, reason="acronym")
    if len(words) > 1 and lexicon.has("name-forming-nouns", words[0]):
        kind = noun_type(lexicon, doc.tokens[start]) or EntityType.ORGANIZATION
        yield Vote(type=kind, weight=STRONG, reason=f"name begins with: {words[0]}")
    elif len(words) > 1:
        yield from _part_cues(words, lexicon)
    if any(c.isdigit() for c in key) and any(c.isalpha() for c in key):
        yield Vote(type=EntityType.PRODUCT, weight=FAIR, reason="a number in the name")


def _part_cues(words: tuple[str, ...], lexicon: Lexicon) -> Iterator[Vote]:
    if lexicon.has("first-names", words[0]):
        yield Vote(type=EntityType.PERSON, weight=FAIR, reason="first name")
    for name, kind in NAME_PARTS:
        hit = next((word for word in words if lexicon.has(name, word)), None)
        if hit is not None:
            yield Vote(type=kind, weight=STRONG, reason=f"name part: {hit}")
            return


def _left_cues(doc: Doc, lexicon: Lexicon, start: int) -> Iterator[Vote]:
    first = doc.sentence_of(start).start
    before = [doc.tokens[index] for index in range(max(first, start - 5), start)]
    if not before:
        return
    last = before[-1]
    if lexicon.has("person-titles", last.lower):
        yield Vote(type=EntityType.PERSON, weight=STRONG, reason=f"title: {last.text}")
    if lexicon.has("locative-prepositions", last.lower):
        yield Vote(type=EntityType.PLACE, weight=FAIR, reason=f"preposition: {last.text}")
    if lexicon.has("dative-forms", last.lower):
        is_located = len(before) > 1 and lexicon.has("locative-participles", before[-2].lower)
        yield Vote(type=EntityType.PLACE, weight=STRONG if is_located else WEAK, reason=f"preposition: {last.text}")
    noun = _noun_before(lexicon, before)
    if noun is not None:
        yield Vote(type=noun[0], weight=STRONG, reason=f"noun: {noun[1]}")
        return
    head = _complement_noun(lexicon, before)
    if head is not None:
        yield Vote(type=head[0], weight=STRONG, reason=f"complement of: {head[1]}")


def _noun_before(lexicon: Lexicon, before: list[Token]) -> tuple[EntityType, str] | None:
    """Return the type that a class noun before the name gives: "le groupe X", "l’assistant vocal X"."""
    index = len(before) - 1
    while index and index > len(before) - 3 and (before[index].pos == "ADJ" or before[index].lower in lexicon.origins):
        index -= 1
    token = _described_noun(lexicon, before[: index + 1])
    if token.pos not in {"NOUN", "ADJ", "PROPN"}:
        return None
    kind = noun_type(lexicon, token)
    return (kind, token.text) if kind in {EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT} else None


def _described_noun(lexicon: Lexicon, before: list[Token]) -> Token:
    """Return the noun that says what a name is: the maker in "le fabricant de pneus X", the group in "le patron du groupe X"."""
    token = before[-1]
    if len(before) < 3 or not lexicon.has("genitive-forms", before[-2].lower):  # noqa: PLR2004
        return token
    is_one = lexicon.has("contracted-articles", before[-2].lower) and "Number=Plur" not in token.morph
    return token if is_one or before[-3].pos not in {"NOUN", "ADJ"} else before[-3]


def _complement_noun(lexicon: Lexicon, before: list[Token]) -> tuple[EntityType, str] | None:
    """Return the type that a noun with "de" gives to its complement: "PDG de X", "filiale de X", "créateur de X"."""
    if len(before) < 2 or not lexicon.has("genitive-forms", before[-1].lower):  # noqa: PLR2004
        return None
    noun = before[-2]
    if noun.lower in lexicon.origins and len(before) > 2:  # noqa: PLR2004
        noun = before[-3]
    if lexicon.has("maker-nouns", noun.lemma):
        return EntityType.PRODUCT, noun.text
    if lexicon.has("chief-role-nouns", noun.lemma) or lexicon.has("chief-role-nouns", noun.lower):
        return EntityType.ORGANIZATION, noun.text
    if lexicon.has("organization-complement-nouns", noun.lemma):
        return EntityType.ORGANIZATION, noun.text
    return None


def _right_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    last = doc.sentence_of(start).end
    after = [doc.tokens[index] for index in range(end, min(last, end + 4))]
    if len(after) > 1 and after[0].text == ",":
        noun = next((token for token in after[1:] if token.pos not in {"DET", "ADJ"}), None)
        kind = noun_type(lexicon, noun) if noun is not None else None
        if noun is not None and kind in {EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE}:
            yield Vote(type=kind, weight=FAIR, reason=f"apposition: {noun.text}")


def noun_type(lexicon: Lexicon, token: Token) -> EntityType | None:
    """Return what a common noun refers to, None when it says nothing."""
    is_plural = "Number=Plur" in token.morph
    lists = (
        ("plural-bodies", EntityType.ORGANIZATION, is_plural),
        ("group-nouns", EntityType.GROUP, is_plural),
        ("staff-nouns", EntityType.GROUP, not lexicon.has("post-nouns", token.lemma)),
        ("person-nouns", EntityType.PERSON, True),
        ("organization-nouns", EntityType.ORGANIZATION, True),
        ("product-nouns", EntityType.PRODUCT, True),
        ("site-nouns", EntityType.PLACE, True),
        ("place-nouns", EntityType.PLACE, True),
        ("event-nouns", EntityType.EVENT, True),
    )
    words = (token.lemma, token.lower, lexicon.without_former(token.lower))
    for name, kind, holds in lists:
        if holds and any(lexicon.has(name, word) for word in words):
            return kind
    return None
