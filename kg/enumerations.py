"""Doc → lists of common nouns, read off their articles: "des poutrelles, des panneaux et des charpentes".

The parser hangs the last items on whatever noun stands near ("des galettes au beurre et des palets": on the butter).
Items of one list begin alike, and a conjunction stands before the last.
"""

from collections import Counter
from collections.abc import Iterator

from kg.doc import Doc, Sentence, Token
from kg.lexicon import Lexicon

OF, INDEFINITE, DEFINITE = "of", "indefinite", "definite"
MIN_NAMES = 3
MAX_CLASS = 5  # words before a name that say what it is: "l’homme d’affaires sénégalais X" has five
MAX_ITEM = 8  # tokens of one item: "des systèmes de pilotage à distance"
LOOSE = frozenset({"amod", "appos", "conj", "dep", "nmod", "obj", "obl", "xcomp"})  # how a lost item hangs


def find_enumerations(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, ...]]:
    """Yield the heads of each list of common nouns, two at least."""
    finder = _Finder(doc, lexicon)
    for sentence in _with_conjunction(doc, lexicon):
        index = sentence.start
        while index < sentence.end:
            heads, end = finder.list_at(index, sentence.end)
            if len(heads) > 1:
                yield heads
            index = max(end, index + 1)


def _with_conjunction(doc: Doc, lexicon: Lexicon) -> Iterator[Sentence]:
    """Yield the sentences in which a list can end."""
    conjunctions = lexicon.lists["list-conjunctions"]
    closing = [token.sentence for token in doc.tokens if token.pos == "CCONJ" and token.lower in conjunctions]
    return (doc.sentences[number] for number in dict.fromkeys(closing))


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


def find_named_lists(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, ...]]:
    """Yield the heads of each list of names, three at least, perhaps with a noun of their kind each.

    "des marques X, Y et Z", "le studio X, la chaîne câblée Y et le journal Z", "X (30 %), Y (20 %) et Z (50 %)".
    """
    finder = _NameFinder(doc, lexicon)
    named = Counter(doc.tokens[name.start].sentence for name in doc.names)
    for sentence in _with_conjunction(doc, lexicon):
        if named[doc.tokens[sentence.start].sentence] < MIN_NAMES:
            continue
        index = sentence.start
        while index < sentence.end:
            heads, end = finder.list_at(index, sentence.end)
            if len(heads) >= MIN_NAMES:
                yield heads
            index = max(end, index + 1)


class _NameFinder:
    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc, self.tokens, self.lexicon = doc, doc.tokens, lexicon
        self.names = {name.start: name.end for name in doc.names}

    def list_at(self, start: int, stop: int) -> tuple[tuple[int, ...], int]:
        """Return the heads of the list that begins at a token and where it ends; none where no list begins."""
        first = self._item(start, stop, is_first=True)
        if first is None:
            return (), start
        opener, head, end = first
        heads = [head]
        while end < stop:
            is_last = self.tokens[end].pos == "CCONJ" and self.lexicon.has("list-conjunctions", self.tokens[end].lower)
            if self.tokens[end].text != "," and not is_last:
                break
            item = self._item(end + 1, stop, is_first=False)
            if item is None or item[0] not in {opener, ""} or self.tokens[item[1]].base_dep not in LOOSE:
                break
            heads.append(item[1])
            end = item[2]
            if is_last:
                return tuple(heads), end
        return (), first[2]

    def _item(self, start: int, stop: int, *, is_first: bool) -> tuple[str, int, int] | None:
        """Return the preposition, the head and the end of an item that begins at a token."""
        index, opener = start, ""
        if index < stop and self.tokens[index].pos == "ADP":
            opener, index = self.tokens[index].lemma, index + 1
        is_marked = index > start and self.lexicon.has("contracted-articles", self.tokens[start].lower)
        if index < stop and self.tokens[index].pos == "DET":
            is_marked, index = True, index + 1
        noun = index
        while index < min(stop, noun + MAX_CLASS) and index not in self.names and self._is_class(index, noun):
            index += 1
        end = self.names.get(index)
        if end is None or end > stop or (index > noun and not is_marked) or self._is_owner(index, noun):
            return None
        is_plural = index > noun and "Number=Plur" in self.tokens[noun].morph
        if index > noun and is_first and not is_plural and not opener and self._opens_sentence(start):
            return None  # "Le groupe X, Y et Z" may be an aside
        head = self._head(index, end) if is_plural or index == noun else self._head(start, end)
        return (opener, head, self._behind_bracket(end, stop)) if head is not None else None

    def _is_class(self, index: int, noun: int) -> bool:
        token = self.tokens[index]
        is_of = index > noun and self.lexicon.has("genitive-forms", token.lower)  # "la banque d’affaires X"
        return (token.pos in {"ADJ", "NOUN", "VERB"} or is_of) and token.text.islower()

    def _is_owner(self, index: int, noun: int) -> bool:
        """Tell whether the name is what the class is of: "la filiale de X"."""
        return index > noun and self.lexicon.has("genitive-forms", self.tokens[index - 1].lower)

    def _opens_sentence(self, index: int) -> bool:
        return index == self.doc.sentence_of(index).start

    def _head(self, start: int, end: int) -> int | None:
        """Return the first word of a stretch that hangs on a word outside it."""
        outside = (
            token.index
            for token in self.tokens[start:end]
            if not start <= token.head < end and token.pos not in {"ADP", "DET", "PUNCT"} and token.base_dep != "amod"
        )
        return next(outside, None)

    def _behind_bracket(self, index: int, stop: int) -> int:
        if index < stop and self.tokens[index].text == "(":
            closing = (i for i in range(index, min(stop, index + MAX_ITEM)) if self.tokens[i].text == ")")
            return next(closing, index - 1) + 1
        return index
