"""Plural nouns and the names that they are about: "les traiteurs X et Y", "ses filiales : X et Y", "X et Y, filiales de Z"."""

from collections.abc import Mapping

from kg.arcs import Syntax
from kg.descriptions import agrees, start_of
from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.model import Mention, MentionKind

LIST_OPENERS = frozenset({",", ":", "(", "\u00ab", "-", "\u2013", "\u2014"})
MAX_INTRODUCER = 4  # words before a list: "au premier rang desquelles"
MAX_PHRASE = 8  # tokens between a noun and the first name that it is about


def find_list_descriptions(
    doc: Doc, mentions: tuple[Mention, ...], syntax: Syntax, lexicon: Lexicon
) -> Mapping[int, tuple[int, ...]]:
    """Return the heads of the names that each plural noun describes: "les traiteurs X et Y", "X et Y, filiales de Z"."""
    by_head = {mention.head: mention for mention in mentions if mention.kind is MentionKind.NAME}
    lists = {heads for heads in syntax.lists.values() if all(head in by_head for head in heads)}
    found: dict[int, tuple[int, ...]] = {}
    several: dict[int, list[Mention]] = {}  # plural nouns by sentence
    for mention in mentions if lists else ():
        token = doc.tokens[mention.head]
        if mention.kind is MentionKind.NOMINAL and "Number=Plur" in token.morph:
            several.setdefault(token.sentence, []).append(mention)
    for heads in sorted(lists):
        first, last = by_head[heads[0]], by_head[heads[-1]]
        for mention in several.get(doc.tokens[first.head].sentence, ()):
            is_before = mention.head < first.start and _is_open_until(doc, mention, first.start, lexicon)
            is_after = start_of(doc, mention) == last.end + 1 and doc.tokens[last.end].text in {",", "("}
            agreeing = sum(agrees(doc, mention.head, by_head[head], lexicon, is_plural=True) for head in heads)
            if (is_before or is_after) and 2 * agreeing >= len(heads):  # the recogniser errs on some of a list
                found[mention.head] = heads
    return found


def _is_open_until(doc: Doc, mention: Mention, start: int, lexicon: Lexicon) -> bool:
    """Tell whether only the phrase itself and what introduces a list stand between a noun and a name.

    "les traiteurs X et Y", "ses marques (X, Y)", "ses filiales, dont X et Y", "des clients comme X et Y".
    """
    between = list(doc.tokens[mention.head + 1 : start])
    rest = between[:]
    while rest and rest[-1].pos in {"ADJ", "DET", "NOUN"}:
        rest.pop()
    is_counted = doc.has_kid(mention.head, "nummod") or any(
        lexicon.has("possessives", kid.lower) for kid in doc.kids(mention.head, "det")
    )
    is_opened = bool(rest) and rest[-1].text in LIST_OPENERS and (rest[-1].text != "," or is_counted)
    if rest and (is_opened or lexicon.has("list-introducers", rest[-1].lower)):
        between = rest  # "des clients, parmi lesquels les enseignes X et Y"
    while between and (between[-1].text in LIST_OPENERS or _introducer(between, lexicon)):
        del between[-max(1, _introducer(between, lexicon)) :]
    if between and (between[-1].pos in {"ADP", "DET"} or lexicon.has("genitive-forms", between[-1].lower)):
        return False
    return (
        all(token.pos in {"ADJ", "NOUN", "ADP", "DET", "PROPN", "VERB"} for token in between)
        and len(between) < MAX_PHRASE
    )


def _introducer(tokens: list[Token], lexicon: Lexicon) -> int:
    """Return how many of the last tokens introduce a list: "dont", "à savoir"."""
    words = tuple(token.lower for token in tokens)
    starts = range(max(0, len(words) - MAX_INTRODUCER), len(words))
    lengths = (lexicon.match_at("list-introducers", words, start) for start in starts)
    return next(
        (length for start, length in zip(starts, lengths, strict=True) if length and start + length == len(words)), 0
    )
