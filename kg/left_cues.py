"""What stands before a name and says what it is: titles, adjectives of origin, prepositions, nouns."""

from collections.abc import Iterator
from decimal import Decimal

from kg.doc import VERBAL, Doc, Token
from kg.lexicon import Lexicon
from kg.model import EntityType, Vote
from kg.noun_types import (
    BY_NOUN,
    FAIR,
    LIKELY,
    OF_ONE,
    OF_SEVERAL,
    PREPOSITION,
    STRONG,
    SURE,
    WEAK,
    is_acronym,
    noun_type,
)

PHRASE = frozenset({"ADJ", "ADP", "DET", "NOUN", "NUM", "PROPN", "X"})
APPOSED = frozenset({EntityType.ORGANIZATION, EntityType.PERSON, EntityType.PRODUCT})
WINDOW = 7  # tokens before a name that may speak of it


def left_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    """Yield the votes of what stands before the tokens `start` to `end` in their sentence."""
    first = doc.sentence_of(start).start
    before = doc.tokens[max(first, start - WINDOW) : start]
    if not before:
        return
    last = before[-1]
    if lexicon.has("person-titles", last.lower):
        yield Vote(type=EntityType.PERSON, weight=STRONG, reason=f"title: {last.text}")
    if last.lower in lexicon.former_prefixes:  # "Paul Rivet (ex-Novalia)"
        yield Vote(type=EntityType.ORGANIZATION, weight=LIKELY, reason=f"behind: {last.text}")
    article = before[-2].lower if len(before) > 1 else ""
    is_definite = lexicon.has("definite-determiners", article) or lexicon.has("contracted-articles", article)
    if is_definite and last.text.islower() and last.pos != "VERB" and lexicon.origins_of(last.lower):
        yield Vote(type=EntityType.ORGANIZATION, weight=STRONG, reason=f"called by its origin: {last.text}")
    yield from _preposition_cues(lexicon, before)
    is_listed = _is_listed(doc, lexicon, end)
    noun = _noun_before(lexicon, _before_naming(lexicon, before), is_listed=is_listed)
    if noun is not None:
        kind, word = noun
        if kind is EntityType.PERSON and is_acronym(doc, start, end):
            kind = EntityType.ORGANIZATION  # "la déléguée CGT", "le député LR"
        is_brand = kind is EntityType.PRODUCT and lexicon.has("brand-nouns", word.lemma)
        is_body = kind is EntityType.ORGANIZATION and word is before[-1] and _is_body(lexicon, before)
        # "la marque Paul Rivet" is called after somebody
        is_label = is_body or is_brand or lexicon.has("name-class-nouns", word.lower)
        reason = f"{OF_SEVERAL if 'Number=Plur' in word.morph else OF_ONE} {word.text}"
        yield Vote(type=kind, weight=SURE if is_label else STRONG, reason=reason)
        return
    apposed = _apposing_type(doc, lexicon, start, end)
    if apposed is not None:
        yield Vote(type=apposed, weight=FAIR, reason="named behind a comma")
    head = _complement_noun(lexicon, before, is_listed=is_listed)
    if head is not None:
        kind, word, weight = head
        reason = (
            f"{OF_SEVERAL} {word.text}" if kind is EntityType.PLACE and is_listed else f"complement of: {word.text}"
        )
        yield Vote(type=kind, weight=weight, reason=reason)


def _apposing_type(doc: Doc, lexicon: Lexicon, start: int, end: int) -> EntityType | None:
    """Return the type that a noun phrase gives to the name behind it: "Le principal client de X, Y, réduit"."""
    sentence, tokens = doc.sentence_of(start), doc.tokens
    comma = start - 2 if start and tokens[start - 1].pos == "DET" else start - 1
    if (
        comma <= sentence.start
        or tokens[comma].text != ","
        or end >= sentence.end
        or tokens[end].text not in {",", "."}
    ):
        return None
    first = comma
    while first > sentence.start and tokens[first - 1].pos in PHRASE and comma - first < WINDOW:
        first -= 1
    if first == comma or not lexicon.has("definite-determiners", tokens[first].lower):
        return None
    noun = next((token for token in tokens[first:comma] if token.pos == "NOUN"), None)
    # "Le groupe, X, Y": nothing but a phrase of its own is named
    if noun is None or "Number=Plur" in noun.morph or noun.index == comma - 1:
        return None
    kind = noun_type(lexicon, noun)
    is_either = kind is EntityType.PERSON and lexicon.has("party-nouns", noun.lemma)
    return kind if kind in APPOSED and not is_either else None


def _is_body(lexicon: Lexicon, before: tuple[Token, ...]) -> bool:
    """Tell whether a name is behind a noun said of bodies only: "le cabinet Paul Rivet".

    No "éditeur", who may be a person, and no complement: "le fondateur du groupe Paul Rivet".
    """
    noun, outer = before[-1], before[-3:-1]
    bodies = ("civic-nouns", "large-body-nouns", "small-body-nouns")
    is_held = any(lexicon.has("genitive-forms", token.lower) for token in outer)
    return not is_held and "Number=Plur" not in noun.morph and any(lexicon.has(name, noun.lemma) for name in bodies)


def _is_listed(doc: Doc, lexicon: Lexicon, end: int) -> bool:
    """Tell whether another name follows a name: "les biscuits X et Y"."""
    following = doc.tokens[end : min(doc.sentence_of(end - 1).end, end + 2)]
    if len(following) < 2 or not following[1].is_title:  # noqa: PLR2004
        return False
    return following[0].text == "," or lexicon.has("list-conjunctions", following[0].lower)


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
    if lexicon.has("dative-forms", last.lower) and _is_given(lexicon, before[:-1]):
        yield Vote(type=EntityType.ORGANIZATION, weight=FAIR, reason=f"{PREPOSITION} {before[-2].text} {last.text}")
    elif lexicon.has("dative-forms", last.lower):
        is_located = len(before) > 1 and lexicon.has("locative-participles", before[-2].lower)
        yield Vote(type=EntityType.PLACE, weight=STRONG if is_located else WEAK, reason=f"{PREPOSITION} {last.text}")
    if len(before) > 1 and lexicon.has("inner-prepositions", before[-2].lower) and last.pos == "DET":
        yield Vote(type=EntityType.PLACE, weight=FAIR, reason=f"{PREPOSITION} {before[-2].text} {last.text}")
    is_one = last.pos == "DET" and "Number=Plur" not in last.morph  # no "par les Kurdes"
    if len(before) > 1 and is_one and lexicon.has("agent-prepositions", before[-2].lower):
        yield Vote(type=EntityType.ORGANIZATION, weight=FAIR, reason=f"{PREPOSITION} {before[-2].text} {last.text}")


def _is_given(lexicon: Lexicon, before: tuple[Token, ...]) -> bool:
    """Tell whether a verb that has a recipient stands before "à": "confiée à X", "a été cédé à X"."""
    return bool(before) and before[-1].pos in VERBAL and lexicon.has("recipient-verbs", before[-1].lemma)


def _noun_before(lexicon: Lexicon, before: tuple[Token, ...], *, is_listed: bool) -> tuple[EntityType, Token] | None:
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
    is_own = index > 0 and lexicon.has("possessives", before[index - 1].lower)  # "ses tablettes X"
    # without an article of its own a complement only says of what kind the head is: "le patron du groupe X" has one
    for token in (near,) if is_one and not is_one_of_a_kind else (far, near):
        if token is None or token.pos not in {"NOUN", "ADJ", "PROPN"}:
            continue
        kind = _naming_type(lexicon, token, is_several="Number=Plur" in token.morph and (is_own or is_listed))
        if kind is not None:
            return kind, token
    return None


def _naming_type(lexicon: Lexicon, token: Token, *, is_several: bool) -> EntityType | None:
    """Return the type that a noun gives to the name behind it; `is_several`: it is a plural that several names follow."""
    if is_several and lexicon.has("brand-nouns", token.lemma):
        return EntityType.PRODUCT
    kind = noun_type(lexicon, token)
    is_named = "Number=Plur" not in token.morph and lexicon.has("named-product-nouns", token.lemma)
    if is_named and kind is None:  # "la technologie X": a concept that is given a name is a product
        return EntityType.PRODUCT
    if kind is EntityType.PERSON and lexicon.has("party-nouns", token.lemma):
        return None  # "son partenaire Solvix": companies too
    if kind is EntityType.PRODUCT and not is_named and not is_several:
        return None  # "les voitures Solvix", "le modèle Solvix": whose they are
    if kind is EntityType.PLACE and lexicon.has("place-nouns", token.lemma) and "Number=Plur" not in token.morph:
        return kind
    return kind if kind in BY_NOUN else None


def _skip_adjectives(lexicon: Lexicon, before: tuple[Token, ...], index: int) -> int:
    stop = index - 2
    while index > 0 and index > stop and (before[index].pos == "ADJ" or lexicon.is_origin(before[index].lower)):
        index -= 1
    return index


def _complement_noun(
    lexicon: Lexicon, before: tuple[Token, ...], *, is_listed: bool
) -> tuple[EntityType, Token, Decimal] | None:
    """Return the type that a noun with "de" gives to its complement: "PDG de X", "filiale de la X", "créateur de X"."""
    is_bare = before[-1].pos != "DET"
    if not is_bare:  # "ancien de la X"
        before = before[:-1]
    if len(before) < 2 or not lexicon.has("genitive-forms", before[-1].lower):  # noqa: PLR2004
        return None
    noun = before[-2]
    phrase = f"{before[-3].lower} {noun.lower}" if len(before) > 2 else ""  # noqa: PLR2004 - "le quartier général de X"
    is_noun = any(lexicon.has("organization-complement-nouns", word) for word in (noun.lemma, noun.lower, phrase))
    if not is_noun and (lexicon.is_origin(noun.lower) or noun.pos == "ADJ") and len(before) > 2:  # noqa: PLR2004
        noun = before[-3]  # "filiale commune de X"
    if lexicon.has("maker-nouns", noun.lemma) and is_bare:
        return EntityType.PRODUCT, noun, STRONG
    names = ("chief-role-nouns", "organization-complement-nouns")
    if any(lexicon.has(name, word) for name in names for word in (noun.lemma, noun.lower)):
        return EntityType.ORGANIZATION, noun, STRONG
    outer = before[-4:-3] if len(before) > 3 and lexicon.has("genitive-forms", before[-3].lower) else ()  # noqa: PLR2004
    for token in (noun, *outer):  # "la mine de X", "la mine d’or de X"
        if any(lexicon.has("place-complement-nouns", word) for word in (token.lemma, token.lower)):
            return EntityType.PLACE, token, STRONG
    is_sites = is_listed and lexicon.has("site-nouns", noun.lemma) and "Number=Plur" in noun.morph
    if is_sites and is_bare and not lexicon.has("contracted-articles", before[-1].lower):
        return EntityType.PLACE, noun, SURE  # "ses usines de X et Y"
    noun = before[-2]  # "la PME de X", but "la société mère de X"
    is_seated = is_bare and not lexicon.has("contracted-articles", before[-1].lower)
    return (EntityType.PLACE, noun, FAIR) if is_seated and lexicon.has("seated-nouns", noun.lemma) else None
