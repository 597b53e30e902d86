"""What speaks for the type of a name: the recogniser, the words of the name and around it (`cues`), the kind of document."""

from collections.abc import Iterator
from decimal import Decimal

from kg.cues import find_cues
from kg.doc import Doc
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Vote
from kg.noun_types import ACRONYM, FAIR, PREPOSITION

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
NO_VOTES = dict.fromkeys(EntityType, Decimal(0))
RECOGNISER = "recogniser:"
PRIOR = "business document"
FAINT = (ACRONYM, PREPOSITION)  # what these say counts beside other votes, or often
DOUBTFUL = Decimal("0.9")
MAX_PRIOR_TOKENS = 3  # longer names of a business document are titles and slogans as often as companies
BUSINESS_HITS = 4
BUSINESS_SHARE = 0.012


def winner(votes: list[Vote]) -> EntityType:
    """Return the type with the greatest sum of weights, the first of `EntityType` among equals; Product without votes.

    The recogniser's MISC is no vote: what it calls so and no cue explains is a work, a brand or a product; so is what only
    capitals or an "au" speak for. What it says counts once, however often the name stands in the article: it says the
    same of the same word each time.
    """
    totals = NO_VOTES.copy()
    heard: set[str] = set()
    for vote in votes:
        if vote.reason not in heard:
            totals[vote.type] += vote.weight
        if vote.reason.startswith(RECOGNISER):
            heard.add(vote.reason)
    best = max(totals.values())
    is_faint = best < FAIR and all(vote.reason.startswith(FAINT) for vote in votes)
    return EntityType.PRODUCT if is_faint else next(kind for kind, total in totals.items() if total == best)


def name_key(doc: Doc, start: int, end: int) -> str:
    """Return the folded words of a name."""
    return fold(doc.span(start, end).of(doc.text))


def is_business(doc: Doc, lexicon: Lexicon) -> bool:
    """Tell whether an article is about business, by the share of words with a stem of that kind."""
    words = [token.lower for token in doc.tokens if token.text[:1].isalpha()]
    stems = tuple(lexicon.lists["business-stems"])
    hits = sum([word.startswith(stems) for word in words])
    return hits >= BUSINESS_HITS and hits > BUSINESS_SHARE * len(words)


def votes_of(doc: Doc, lexicon: Lexicon, *, start: int, end: int, label: str, is_business: bool) -> Iterator[Vote]:
    """Yield the votes of one occurrence of a name: tokens `start` to `end`, the recogniser's label, what surrounds it."""
    cues = tuple(find_cues(doc, lexicon, start, end))
    yield from cues
    kind = LABELS.get(label)
    if kind is EntityType.PERSON and end - start == 1 and doc.tokens[start].text.isupper():
        kind = None  # an acronym is nobody's name
    is_place = any(vote.type is EntityType.PLACE for vote in cues)
    if (
        is_business
        and kind is None
        and end - start <= MAX_PRIOR_TOKENS
        and not is_place
        and not any(vote.type in {EntityType.PERSON, EntityType.PRODUCT, EntityType.EVENT} for vote in cues)
    ):
        yield Vote(type=EntityType.ORGANIZATION, weight=LABEL_WEIGHTS[EntityType.ORGANIZATION], reason=PRIOR)
    elif kind is not None:
        is_word = end - start == 1 and not lexicon.has("first-names", doc.tokens[start].lower)
        is_doubtful = kind is EntityType.PERSON and is_word  # people are first named in full
        weight = DOUBTFUL if is_doubtful else LABEL_WEIGHTS[kind]
        yield Vote(type=kind, weight=weight, reason=f"{RECOGNISER} {label}")
