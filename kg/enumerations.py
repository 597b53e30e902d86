"""Doc → lists of common nouns, read off their articles: "des poutrelles, des panneaux et des charpentes".

The parser hangs the last items on whatever noun stands near ("des galettes au beurre et des palets": on the butter).
Items of one list begin alike, and a conjunction stands before the last.
"""

from collections.abc import Iterator

from kg.doc import Doc, Token
from kg.lexicon import Lexicon

OF, INDEFINITE, DEFINITE = "of", "indefinite", "definite"
MAX_ITEM = 8  # tokens of one item: "des systèmes de pilotage à distance"
LOOSE = frozenset({"amod", "appos", "conj", "dep", "nmod", "obj", "obl", "xcomp"})  # how a lost item hangs


def find_enumerations(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, ...]]:
    """Yield the heads of each list of common nouns, two at least."""
    finder = _Finder(doc, lexicon)
    for sentence in doc.sentences:
        index = sentence.start
        while index < sentence.end:
            heads, end = finder.list_at(index, sentence.end)
            if len(heads) > 1:
                yield heads
            index = max(end, index + 1)


class _Finder:
    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc, self.tokens, self.lexicon = doc, doc.tokens, lexicon

    def list_at(self, start: int, stop: int) -> tuple[tuple[int, ...], int]:
        """Return the heads of the list that begins at a token and where it ends; none where no list begins."""
        kind = self._kind(start, stop)
        first = self._item(start, stop, kind) if kind else None
        if first is None:
            return (), start
        heads, end, is_closed = [first[0]], first[1], False
        while not is_closed and end < stop:
            position, is_closed = end, False
            if self.tokens[position].text == ",":
                position += 1
            if position < stop and self._is_conjunction(self.tokens[position]):
                position, is_closed = position + 1, True
            item = self._item(position, stop, kind) if position > end and self._kind(position, stop) == kind else None
            if item is None or self.tokens[item[0]].base_dep not in LOOSE:
                return (), end
            heads.append(item[0])
            end = item[1]
        return (tuple(heads), end) if is_closed else ((), end)

    def _kind(self, index: int, stop: int) -> str:
        """Return how an item begins at a token: "de" alone, an indefinite article or a definite one; "" for neither."""
        token = self.tokens[index] if index < stop else None
        after = self.tokens[index + 1] if index + 1 < stop else None
        if token is None or after is None:
            return ""
        if self.lexicon.has("genitive-forms", token.lower):
            is_alone = not self.lexicon.has("contracted-articles", token.lower) and after.pos != "DET"
            return OF if is_alone else INDEFINITE
        if self.lexicon.has("indefinite-articles", token.lower) or token.pos == "NUM":
            return INDEFINITE
        before = self.tokens[index - 1] if index else None
        is_free = before is None or not self.lexicon.has("genitive-forms", before.lower)
        return DEFINITE if self.lexicon.has("definite-determiners", token.lower) and is_free else ""

    def _item(self, start: int, stop: int, kind: str) -> tuple[int, int] | None:
        """Return the head of an item that begins with its article, and where it ends."""
        index = start
        while index < stop and self.tokens[index].pos in {"ADJ", "ADP", "DET", "NUM"} and index < start + 3:
            index += 1
        if index >= stop or index == start or not self._is_noun(self.tokens[index]):
            return None
        head, index = index, self._behind_adjectives(index + 1, stop)
        while index < stop and index < head + MAX_ITEM:
            inner = self._complement(index, stop, kind)
            if inner is None:
                break
            index = self._behind_adjectives(inner + 1, stop)
        return head, index

    def _complement(self, index: int, stop: int, kind: str) -> int | None:
        """Return the noun of a complement that begins at a token; behind "de" another "de" begins an item of its own."""
        is_of = self.lexicon.has("genitive-forms", self.tokens[index].lower)
        if self.tokens[index].pos != "ADP" or (is_of and kind == OF):
            return None
        noun = index + 2 if index + 1 < stop and self.tokens[index + 1].pos == "DET" else index + 1
        return noun if noun < stop and self._is_noun(self.tokens[noun]) else None

    def _behind_adjectives(self, index: int, stop: int) -> int:
        while index < stop and self.tokens[index].pos == "ADJ" and self.tokens[index].text.islower():
            index += 1
        return index

    def _is_noun(self, token: Token) -> bool:
        return token.pos == "NOUN" and token.text.islower()

    def _is_conjunction(self, token: Token) -> bool:
        return token.pos == "CCONJ" and self.lexicon.has("list-conjunctions", token.lower)
