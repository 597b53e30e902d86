"""What stands in and around one occurrence of a name and says what it is: titles, prepositions, nouns, appositions.

Precision of the cues on hand-labelled text: a country’s name 4298/4335, first name + word 4463/4705, "en X" → place
1588/1663, "PDG de X" → organisation 8/8, corporate suffix 288/313, organisation noun + X 117/135.
"""

from collections.abc import Iterator

from kg.datelines import dateline_end
from kg.doc import VERBAL, Doc, Token
from kg.left_cues import left_cues
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Vote
from kg.noun_types import ACRONYM, BY_NOUN, FAIR, LIKELY, STRONG, SURE, WEAK, is_acronym, noun_type

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
MIN_TOWN_PARTS = 3  # "Ville-sur-Rivière"
BY_APPOSITION = BY_NOUN | {EntityType.PLACE, EntityType.EVENT}


def find_cues(doc: Doc, lexicon: Lexicon, start: int, end: int) -> Iterator[Vote]:
    """Yield the votes of what the tokens `start` to `end` are and of what stands around them."""
    yield from _own_cues(doc, lexicon, start, end)
    yield from left_cues(doc, lexicon, start, end)
    yield from _right_cues(doc, lexicon, start, end)


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
    is_event = any(lexicon.has(name, token.lower) for name in ("event-nouns", "event-name-parts"))  # "Prix Morvan"
    return EntityType.EVENT if is_event else EntityType.ORGANIZATION


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
    elif parts[-1] in lexicon.lists["regions"] or parts[-1] in lexicon.lists["countries"]:
        if any(lexicon.has(name, parts[0]) for name in ("area-name-prefixes", "regions", "countries")):
            yield Vote(type=EntityType.PLACE, weight=STRONG, reason="shaped like an area")  # "Centre-Bretagne"
        elif not lexicon.has("cities", parts[0]):
            yield Vote(type=EntityType.ORGANIZATION, weight=FAIR, reason="shaped like a branch")  # "Orvex-Sahel"


def _part_cues(words: tuple[str, ...], lexicon: Lexicon) -> Iterator[Vote]:
    parts = words[0].split("-")
    title = words[1] if lexicon.has("definite-determiners", words[0]) else words[0]
    if lexicon.has("press-titles", title) and (title != words[0] or lexicon.has("genitive-forms", words[1])):
        yield Vote(type=EntityType.ORGANIZATION, weight=STRONG, reason=f"press title: {title}")  # "La Voix du Nord"
    is_branch = any(
        fold(" ".join(words[-k:]).replace("' ", "'")) in lexicon.lists["countries"] for k in (1, 2, 3) if k < len(words)
    )
    if is_branch and not lexicon.has("first-names", words[0]) and not lexicon.has("area-name-prefixes", words[0]):
        yield Vote(type=EntityType.ORGANIZATION, weight=FAIR, reason="ends with a country")  # "Novalia Mali"
    if lexicon.has("plural-companies", words[0]):
        yield Vote(type=EntityType.ORGANIZATION, weight=STRONG, reason=f"name begins with: {words[0]}")
    if words[0].endswith("'") and lexicon.has("definite-determiners", words[0]):
        yield Vote(type=EntityType.ORGANIZATION, weight=STRONG, reason="begins with an article")  # nobody is called so
    if lexicon.has("first-names", words[0]) or (len(parts) > 1 and all(lexicon.has("first-names", p) for p in parts)):
        yield Vote(type=EntityType.PERSON, weight=FAIR, reason="first name")
    for name, kind in NAME_PARTS if len(words) > 1 else NAME_PARTS[:-1]:
        # "Cap Vert", but "Green Cap" is no cape
        hit = next((word for word in words[: 1 if kind is EntityType.PLACE else None] if lexicon.has(name, word)), None)
        if hit is not None:
            yield Vote(type=kind, weight=STRONG, reason=f"name part: {hit}")
            return


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
        if (
            noun is not None
            and noun.pos not in VERBAL
            and kind in BY_APPOSITION
            and not _is_subject_of_its_own(doc, noun, start, end)
        ):
            yield Vote(type=kind, weight=FAIR, reason=f"apposition: {noun.text}")
        if after[1].text.isdigit() and len(after) > 2 and lexicon.has("age-units", after[2].lower):  # noqa: PLR2004
            yield Vote(type=EntityType.PERSON, weight=STRONG, reason="age")
        yield from _nesting_cues(lexicon, doc.tokens[start - 1] if start else None, after[1:])
        yield from _seat_cues(lexicon, after[1:])
    yield from _owner_cues(lexicon, after)
    if after[0].text == "(" and len(after) > 2:  # noqa: PLR2004
        word, closing = after[1], after[2]
        is_department = word.text.isdigit() and len(word.text) == 2  # noqa: PLR2004
        if closing.text == ")" and (is_department or fold(word.text) in lexicon.lists["regions"]):
            yield Vote(type=EntityType.PLACE, weight=FAIR, reason=f"in brackets: {word.text}")
        elif word.text.isdigit() and lexicon.has("age-units", closing.lower):
            yield Vote(type=EntityType.PERSON, weight=STRONG, reason="age")


def _seat_cues(lexicon: Lexicon, aside: tuple[Token, ...]) -> Iterator[Vote]:
    """Yield what the town that stands apart behind a name says of it: "X, de Montréal, recrute"."""
    is_apart = len(aside) > 2 and lexicon.has("genitive-forms", aside[0].lower) and aside[2].text in {",", "."}  # noqa: PLR2004
    if is_apart and fold(aside[1].text) in lexicon.lists["cities"]:
        yield Vote(type=EntityType.ORGANIZATION, weight=FAIR, reason=f"from {aside[1].text}")


def _owner_cues(lexicon: Lexicon, after: tuple[Token, ...]) -> Iterator[Vote]:
    """Yield what an owner called by its origin says: "Nova de l’américain X" is a thing of its."""
    if not lexicon.has("genitive-forms", after[0].lower):
        return
    origin, owner = (after[2], after[3:]) if after[1].pos == "DET" and len(after) > 2 else (after[1], after[2:])  # noqa: PLR2004
    if origin.text.islower() and lexicon.is_origin(origin.lower) and owner and owner[0].is_title:
        yield Vote(type=EntityType.PRODUCT, weight=FAIR, reason=f"of the {origin.text} {owner[0].text}")


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
