"""What a common noun says of the type of a name beside it, and how much what is seen of a name counts."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.model import EntityType

WEAK, FAIR, STRONG, SURE = Decimal("0.75"), Decimal(2), Decimal(3), Decimal(5)
LIKELY = Decimal("1.4")  # below what the recogniser says
ACRONYM, PREPOSITION, OF_ONE, OF_SEVERAL = "acronym", "preposition:", "noun:", "nouns:"  # reasons of votes
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
BY_NOUN = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT})


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
