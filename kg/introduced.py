"""Plural noun phrases whose names a word introduces: "des clients comme X", "ses marques, dont Y et le cidre Z"."""

from collections.abc import Iterator, Mapping

from kg.doc import VERBAL, Doc
from kg.lexicon import Lexicon
from kg.model import Mention, MentionKind

ITEM = frozenset({"ADJ", "ADP", "DET", "NOUN", "NUM"})  # what stands before a name in a list: "le brasseur belge X"
OPENERS = frozenset({",", "("})
MAX_ITEM = 6  # tokens before the name of an item


def find_introduced(doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> Mapping[int, tuple[int, ...]]:
    """Return the heads of the names that a word lists behind a plural noun, by the head of the noun."""
    return _Lists(doc, mentions, lexicon).find()


class _Lists:
    def __init__(self, doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> None:
        self.doc, self.lexicon = doc, lexicon
        self.names = {mention.start: mention for mention in mentions if mention.kind is MentionKind.NAME}
        self.heads = frozenset(mention.head for mention in mentions if mention.kind is MentionKind.NOMINAL)
        self.by_end: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.kind is MentionKind.NOMINAL:
                self.by_end.setdefault(mention.end, []).append(mention)

    def find(self) -> Mapping[int, tuple[int, ...]]:
        found: dict[int, tuple[int, ...]] = {}
        for token in self.doc.tokens:
            if not self.lexicon.has("example-introducers", token.lower):
                continue
            noun = self._noun_before(token.index)
            names = tuple(self._items(token.index + 1)) if noun is not None else ()
            if noun is not None and names:
                found.setdefault(noun, names)
        return found

    def _noun_before(self, introducer: int) -> int | None:
        """Return the plural noun whose phrase ends right before an introducer, a comma and "parmi" aside."""
        end = introducer
        while end and (
            self.doc.tokens[end - 1].text in OPENERS
            or self.lexicon.has("list-introducers", self.doc.tokens[end - 1].lower)
        ):
            end -= 1
        plural = [m for m in self.by_end.get(end, ()) if "Number=Plur" in self.doc.tokens[m.head].morph]
        return plural[-1].head if plural else self._noun_around(end)

    def _noun_around(self, end: int) -> int | None:
        """Return the plural noun right before an introducer, whose phrase the parser made go on behind it."""
        noun = self.doc.tokens[end - 1] if end else None
        while noun is not None and noun.pos == "ADJ" and noun.index:
            noun = self.doc.tokens[noun.index - 1]
        is_plural = noun is not None and noun.pos == "NOUN" and "Number=Plur" in noun.morph
        return noun.index if noun is not None and is_plural and noun.index in self.heads else None

    def _items(self, start: int) -> Iterator[int]:
        """Yield the heads of the names of a list, up to what is no item; none where it is the subject of a clause."""
        found: list[Mention] = []
        position, is_closed = start, False
        while not is_closed:
            name = self._item(position)
            if name is None:
                break
            found.append(name)
            end = self._behind_bracket(name.end)
            is_closed = len(found) > 1 and self.lexicon.has("list-conjunctions", self.doc.tokens[position - 1].lower)
            if end >= len(self.doc.tokens) or not self._separates(end):
                break
            position = end + 1
        while found and self._is_subject(found[-1]):
            found.pop()
        yield from (name.head for name in found)

    def _item(self, start: int) -> Mention | None:
        """Return the name of an item: right at its start or behind its article and what it is."""
        for position in range(start, min(start + MAX_ITEM, len(self.doc.tokens))):
            if position in self.names:  # "dont le siège de X" lists no X
                is_complement = position > start and self.doc.tokens[position - 1].pos == "ADP"
                return None if is_complement else self.names[position]
            if self.doc.tokens[position].pos not in ITEM or not self.doc.tokens[position].text.islower():
                return None
        return None

    def _behind_bracket(self, end: int) -> int:
        if end < len(self.doc.tokens) and self.doc.tokens[end].text == "(":
            closing = (token.index for token in self.doc.tokens[end : end + 2 * MAX_ITEM] if token.text == ")")
            return next(closing, end - 1) + 1
        return end

    def _separates(self, index: int) -> bool:
        token = self.doc.tokens[index]
        return token.text == "," or self.lexicon.has("list-conjunctions", token.lower)

    def _is_subject(self, name: Mention) -> bool:
        """Tell whether a verb follows a name at once: "dont X détient 8 %", "des clients comme Y, Z a vendu"."""
        after = self.doc.tokens[name.end] if name.end < len(self.doc.tokens) else None
        return after is not None and (after.pos in VERBAL or self.lexicon.has("reflexive-pronouns", after.lower))
