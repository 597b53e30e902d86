"""What stands in and around one occurrence of a name and says what it is: titles, prepositions, nouns, appositions.

Precision of the cues on hand-labelled text: a country’s name 4298/4335, first name + word 4463/4705, "en X" → place
1588/1663, "PDG de X" → organisation 8/8, corporate suffix 288/313, organisation noun + X 117/135.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from kg.datelines import dateline_end
from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Vote

WEAK, FAIR, STRONG, SURE = Decimal("0.75"), Decimal(2), Decimal(3), Decimal(5)
LIKELY = Decimal("1.4")  # below what the recogniser says
GAZETTEERS = (
    ("countries", EntityType.PLACE, SURE, "country"),
    ("institutions", EntityType.ORGANIZATION, STRONG, "institution"),
    ("known-events", EntityType.EVENT, STRONG, "known event"),
    ("known-products", EntityType.PRODUCT, FAIR, "known product"),
    ("known-companies", EntityType.ORGANIZATION, FAIR, "known company"),
    ("cities", EntityType.PLACE, FAIR, "city"),
    ("regions", EntityType.PLACE, FAIR, "region"),
)
NAME_PARTS = (
    ("organization-name-parts", EntityType.ORGANIZATION),
    ("event-name-parts", EntityType.EVENT),
    ("place-name-parts", EntityType.PLACE),
    ("product-name-parts", EntityType.PRODUCT),
    ("trade-name-parts", EntityType.ORGANIZATION),  # the last: of names of several words only
)
ACRONYM, PREPOSITION = "acronym", "preposition:"  # reasons of votes
NOUN_TYPES = (
    ("plural-bodies", EntityType.ORGANIZATION),
    ("group-nouns", EntityType.GROUP),
    ("staff-nouns", EntityType.GROUP),
    ("person-nouns", EntityType.PERSON),
    ("organization-nouns", EntityType.ORGANIZATION),
    ("product-nouns", EntityType.PRODUCT),
    ("site-nouns", EntityType.PLACE),
    ("place-nouns", EntityType.PLACE),
    ("event-nouns", EntityType.EVENT),
)
PLURAL_ONLY = frozenset({"group-nouns", "plural-bodies"})
MAX_ACRONYM = 6
MIN_TOWN_PARTS = 3  # "Ville-sur-Rivière"
WINDOW = 7  # tokens before a name that may speak of it
BY_NOUN = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT})
BY_APPOSITION = BY_NOUN | {EntityType.PLACE, EntityType.EVENT}


def find_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    """Yield the votes of what the tokens `start` to `end` are and of what stands around them."""
    yield from _own_cues(doc, lexicon, start, end)
    yield from _left_cues(doc, lexicon, start, end)
    yield from _right_cues(doc, lexicon, start, end)


def noun_type(lexicon: Lexicon, token: Token) -> EntityType | None:
    """Return what a common noun refers to, None when it says nothing."""
    lists = _lists_of_nouns(lexicon)
    words = (token.lemma, token.lower, lexicon.without_former(token.lower))
    for place in sorted({place for word in words for place in lists.get(word, ())}):
        name, kind = NOUN_TYPES[place]
        is_set = name in PLURAL_ONLY or (name == "staff-nouns" and lexicon.has("person-nouns", token.lemma))
        is_out = is_set and "Number=Plur" not in token.morph  # "l’avocate X" is one
        if not is_out and not (name == "staff-nouns" and lexicon.has("post-nouns", token.lemma)):
            return kind
    return None


@cache
def _lists_of_nouns(lexicon: Lexicon) -> Mapping[str, tuple[int, ...]]:
    """Return, for each noun that says a type, which of the lists have it."""
    found: dict[str, tuple[int, ...]] = {}
    for place, (name, _) in enumerate(NOUN_TYPES):
        for word in lexicon.lists[name]:
            found[word] = (*found.get(word, ()), place)
    return found


def is_acronym(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a name is one short word in capitals."""
    return end == start + 1 and 1 < len(doc.tokens[start].text) <= MAX_ACRONYM and doc.tokens[start].text.isupper()


# -- the name itself ---------------------------------------------------------------------------------------------------


def _own_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    words = tuple(token.lower for token in doc.tokens[start:end])
    key = fold(doc.span(start, end).of(doc.text))
    for name, kind, weight, reason in GAZETTEERS:
        if key in lexicon.lists[name]:
            yield Vote(type=kind, weight=weight, reason=reason)
            break
    else:
        if is_acronym(doc, start, end):
            yield Vote(type=EntityType.ORGANIZATION, weight=WEAK, reason=ACRONYM)
        yield from _shape_cues(doc, lexicon, start, end)
    is_numbered = doc.tokens[end - 1].text[:1].isdigit()
    if len(words) > 1 and lexicon.has("kin-group-nouns", words[0]):
        yield Vote(type=EntityType.GROUP, weight=SURE, reason=f"name begins with: {words[0]}")
    elif len(words) > 1 and lexicon.has("name-forming-nouns", words[0]) and not is_numbered:
        yield Vote(
            type=_forming_type(lexicon, doc.tokens[start]), weight=STRONG, reason=f"name begins with: {words[0]}"
        )
    elif len(words) > 1:
        yield from _part_cues(words, lexicon)
    if not key.isalpha() and any(c.isdigit() for c in key) and any(c.isalpha() for c in key):
        # "Falcon 9", "X200"; but "Radio 2 Médias" and "Atelier 4M Sud" are seldom things
        yield Vote(
            type=EntityType.PRODUCT,
            weight=FAIR if any(c.isdigit() for c in doc.tokens[end - 1].text) else WEAK,
            reason="a number in the name",
        )


def _forming_type(lexicon: Lexicon, token: Token) -> EntityType:
    """Return what a name that begins with a common noun names: "Gare Saint-Jean" is a place, "Institut Curie" is none."""
    if lexicon.has("place-forming-nouns", token.lower):
        return EntityType.PLACE
    return EntityType.EVENT if lexicon.has("event-nouns", token.lower) else EntityType.ORGANIZATION


def _shape_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    """Yield what the form of a name says: towns are called "Saint-X", "X-sur-Y", "X-les-Bains"."""
    first = doc.tokens[start]
    parts = first.lower.split("-")
    if end != start + 1 or len(parts) < 2:  # noqa: PLR2004
        return
    if lexicon.has("first-names", first.lower) or all(lexicon.has("first-names", part) for part in parts):
        yield Vote(type=EntityType.PERSON, weight=FAIR, reason="first name")
        return
    is_joined = len(parts) >= MIN_TOWN_PARTS and any(lexicon.has("town-joiners", part) for part in parts[1:-1])
    if is_joined and not lexicon.has("first-names", parts[0]):
        yield Vote(type=EntityType.PLACE, weight=STRONG, reason="shaped like a town")
    elif lexicon.has("town-prefixes", parts[0]):
        yield Vote(type=EntityType.PLACE, weight=LIKELY, reason="shaped like a town")


def _part_cues(words: tuple[str, ...], lexicon: Lexicon) -> Iterator[Vote]:
    parts = words[0].split("-")
    if lexicon.has("first-names", words[0]) or (len(parts) > 1 and all(lexicon.has("first-names", p) for p in parts)):
        yield Vote(type=EntityType.PERSON, weight=FAIR, reason="first name")
    for name, kind in NAME_PARTS if len(words) > 1 else NAME_PARTS[:-1]:
        # "Cap Vert", but "Green Cap" is no cape
        hit = next((word for word in words[: 1 if kind is EntityType.PLACE else None] if lexicon.has(name, word)), None)
        if hit is not None:
            yield Vote(type=kind, weight=STRONG, reason=f"name part: {hit}")
            return


# -- what stands before it ---------------------------------------------------------------------------------------------


def _left_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    first = doc.sentence_of(start).start
    before = doc.tokens[max(first, start - WINDOW) : start]
    if not before:
        return
    last = before[-1]
    if lexicon.has("person-titles", last.lower):
        yield Vote(type=EntityType.PERSON, weight=STRONG, reason=f"title: {last.text}")
    article = before[-2].lower if len(before) > 1 else ""
    is_definite = lexicon.has("definite-determiners", article) or lexicon.has("contracted-articles", article)
    if is_definite and last.text.islower() and last.pos != "VERB" and lexicon.origins_of(last.lower):
        yield Vote(type=EntityType.ORGANIZATION, weight=STRONG, reason=f"called by its origin: {last.text}")
    yield from _preposition_cues(lexicon, before)
    noun = _noun_before(lexicon, _before_naming(lexicon, before))
    if noun is not None:
        kind, word = noun
        if kind is EntityType.PERSON and is_acronym(doc, start, end):
            kind = EntityType.ORGANIZATION  # "la déléguée CGT", "le député LR"
        is_label = lexicon.has("name-class-nouns", word.lower())  # "la marque Paul Rivet" is called after somebody
        yield Vote(type=kind, weight=SURE if is_label else STRONG, reason=f"noun: {word}")
        return
    head = _complement_noun(lexicon, before)
    if head is not None:
        yield Vote(type=head[0], weight=STRONG, reason=f"complement of: {head[1]}")


def _before_naming(lexicon: Lexicon, before: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens before a name without a participle that gives it: "un logiciel de paie appelé X"."""
    end = len(before)
    while end and lexicon.has("quote-openers", before[end - 1].text):
        end -= 1
    if end and lexicon.has("naming-participles", before[end - 1].lower):
        end -= 1
        end -= bool(end and before[end - 1].text == ",")
        return before[:end] or before
    return before


def _preposition_cues(lexicon: Lexicon, before: tuple[Token, ...]) -> Iterator[Vote]:
    last = before[-1]
    if lexicon.has("locative-prepositions", last.lower):
        yield Vote(type=EntityType.PLACE, weight=FAIR, reason=f"{PREPOSITION} {last.text}")
    if lexicon.has("dative-forms", last.lower):
        is_located = len(before) > 1 and lexicon.has("locative-participles", before[-2].lower)
        yield Vote(type=EntityType.PLACE, weight=STRONG if is_located else WEAK, reason=f"{PREPOSITION} {last.text}")
    if len(before) > 1 and lexicon.has("inner-prepositions", before[-2].lower) and last.pos == "DET":
        yield Vote(type=EntityType.PLACE, weight=FAIR, reason=f"{PREPOSITION} {before[-2].text} {last.text}")


def _noun_before(lexicon: Lexicon, before: tuple[Token, ...]) -> tuple[EntityType, str] | None:
    """Return the type that a class noun before the name gives: "le groupe X", "la marque de vêtements X"."""
    index = _skip_adjectives(lexicon, before, len(before) - 1)
    near = before[index]
    if near.pos not in {"NOUN", "ADJ", "PROPN"}:
        return None
    is_one_of_a_kind = lexicon.has("institution-nouns", near.lower)  # "le ministre de la Justice Paul Rivet"
    case = index - 2 if is_one_of_a_kind and before[index - 1].pos == "DET" else index - 1
    is_held = case > 0 and lexicon.has("genitive-forms", before[case].lower)
    is_one = is_held and lexicon.has("contracted-articles", before[case].lower) and "Number=Plur" not in near.morph
    far = before[_skip_adjectives(lexicon, before, case - 1)] if is_held else None
    # without an article of its own a complement only says of what kind the head is: "le patron du groupe X" has one
    for token in (near,) if is_one and not is_one_of_a_kind else (far, near):
        kind = _naming_type(lexicon, token) if token is not None and token.pos in {"NOUN", "ADJ", "PROPN"} else None
        if token is not None and kind is not None:
            return kind, token.text
    return None


def _naming_type(lexicon: Lexicon, token: Token) -> EntityType | None:
    kind = noun_type(lexicon, token)
    if kind is EntityType.PERSON and lexicon.has("party-nouns", token.lemma):
        return None  # "son partenaire Solvix": companies too
    if kind is EntityType.PRODUCT and (
        "Number=Plur" in token.morph or not lexicon.has("named-product-nouns", token.lemma)
    ):
        return None  # "les voitures Solvix", "le modèle Solvix": whose they are
    if kind is EntityType.PLACE and lexicon.has("place-nouns", token.lemma) and "Number=Plur" not in token.morph:
        return kind
    return kind if kind in BY_NOUN else None


def _skip_adjectives(lexicon: Lexicon, before: tuple[Token, ...], index: int) -> int:
    stop = index - 2
    while index > 0 and index > stop and (before[index].pos == "ADJ" or lexicon.is_origin(before[index].lower)):
        index -= 1
    return index


def _complement_noun(lexicon: Lexicon, before: tuple[Token, ...]) -> tuple[EntityType, str] | None:
    """Return the type that a noun with "de" gives to its complement: "PDG de X", "filiale de X", "créateur de X"."""
    if len(before) < 2 or not lexicon.has("genitive-forms", before[-1].lower):  # noqa: PLR2004
        return None
    noun = before[-2]
    if (lexicon.is_origin(noun.lower) or noun.pos == "ADJ") and len(before) > 2:  # noqa: PLR2004
        noun = before[-3]  # "filiale commune de X"
    if lexicon.has("maker-nouns", noun.lemma):
        return EntityType.PRODUCT, noun.text
    if any(lexicon.has("chief-role-nouns", word) for word in (noun.lemma, noun.lower)):
        return EntityType.ORGANIZATION, noun.text
    if lexicon.has("organization-complement-nouns", noun.lemma):
        return EntityType.ORGANIZATION, noun.text
    outer = before[-4:-3] if len(before) > 3 and lexicon.has("genitive-forms", before[-3].lower) else ()  # noqa: PLR2004
    for token in (noun, *outer):  # "la mine de X", "la mine d’or de X"
        if any(lexicon.has("place-complement-nouns", word) for word in (token.lemma, token.lower)):
            return EntityType.PLACE, token.text
    return None


# -- what stands behind it ---------------------------------------------------------------------------------------------


def _right_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    sentence = doc.sentence_of(start)
    last = sentence.end
    if start == sentence.start and dateline_end(doc.tokens[start:last], lexicon) > end - start:
        yield Vote(type=EntityType.PLACE, weight=STRONG, reason="dateline")
    after = doc.tokens[end : min(last, end + 4)]
    if len(after) < 2:  # noqa: PLR2004
        return
    if after[0].text == ",":
        noun = next((token for token in after[1:] if token.pos not in {"DET", "ADJ"}), None)
        kind = _apposed_type(lexicon, after[1], noun) if noun is not None else None
        if noun is not None and kind in BY_APPOSITION and not _is_subject_of_its_own(doc, noun, start, end):
            yield Vote(type=kind, weight=FAIR, reason=f"apposition: {noun.text}")
        if after[1].text.isdigit() and len(after) > 2 and lexicon.has("age-units", after[2].lower):  # noqa: PLR2004
            yield Vote(type=EntityType.PERSON, weight=STRONG, reason="age")
        yield from _nesting_cues(lexicon, doc.tokens[start - 1] if start else None, after[1:])
    if after[0].text == "(" and len(after) > 2:  # noqa: PLR2004
        word, closing = after[1], after[2]
        is_department = word.text.isdigit() and len(word.text) == 2  # noqa: PLR2004
        if closing.text == ")" and (is_department or fold(word.text) in lexicon.lists["regions"]):
            yield Vote(type=EntityType.PLACE, weight=FAIR, reason=f"in brackets: {word.text}")
        elif word.text.isdigit() and lexicon.has("age-units", closing.lower):
            yield Vote(type=EntityType.PERSON, weight=STRONG, reason="age")


def _apposed_type(lexicon: Lexicon, first: Token, noun: Token) -> EntityType | None:
    """Return what a noun that stands behind a name and a comma says that it is; `first` opens the apposition."""
    if lexicon.has("possessives", first.lower) and lexicon.has("offer-nouns", noun.lemma):
        return EntityType.PRODUCT  # "X lance Y, sa plateforme de paiement"
    kind = noun_type(lexicon, noun)
    if kind is EntityType.PERSON and lexicon.has("party-nouns", noun.lemma):
        return None
    return EntityType.ORGANIZATION if kind is None and lexicon.has("maker-nouns", noun.lemma) else kind


def _nesting_cues(lexicon: Lexicon, before: Token | None, aside: tuple[Token, ...]) -> Iterator[Vote]:
    """Yield what a region behind a name says of it: "l’usine de X, en Lorraine"."""
    is_case = before is not None and any(lexicon.has(name, before.lower) for name in ("genitive-forms", "dative-forms"))
    is_aside = any(lexicon.has(name, aside[0].lower) for name in ("area-prepositions", "dative-forms"))
    region = next((token for token in aside[1:] if token.pos != "DET"), None)
    if region is None or not is_case or not is_aside:
        return
    if fold(region.text) in lexicon.lists["regions"] or fold(region.text) in lexicon.lists["countries"]:
        yield Vote(type=EntityType.PLACE, weight=FAIR, reason=f"in {region.text}")


def _is_subject_of_its_own(doc: Doc, noun: Token, start: int, end: int) -> bool:
    """Tell whether a noun behind a comma begins the clause: "Avec Novalia, le groupe grandit"."""
    if noun.base_dep != "nsubj":
        return False
    return not any(token.base_dep == "nsubj" or token.head == noun.index for token in doc.tokens[start:end])
