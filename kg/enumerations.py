"""Doc → lists of common nouns, read off their articles: "des poutrelles, des panneaux et des charpentes".

The parser hangs the last items on whatever noun stands near ("des galettes au beurre et des palets": on the butter).
Items of one list begin alike, and a conjunction stands before the last.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kg.doc import Doc, Sentence, Token
from kg.lexicon import Lexicon

OF, INDEFINITE, DEFINITE = "of", "indefinite", "definite"
MIN_NAMES = 3
MIN_OPENED = 2  # behind a preposition of their own each: "auprès de X, chef de file, et de Y"
MAX_ASIDE = 10  # tokens
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
    """Yield the heads of each list of names, perhaps with a noun of their kind each: three at least, two behind one preposition.

    "des marques X, Y et Z", "le studio X, la chaîne câblée Y et le journal Z", "X (30 %), Y (20 %) et Z (50 %)", "auprès de X,
    chef de file, de Y et de son actionnaire, la banque Z".
    """
    finder = _NameFinder(doc, lexicon)
    named = Counter(doc.tokens[start].sentence for start in finder.names)
    for sentence in _with_conjunction(doc, lexicon):
        if named[doc.tokens[sentence.start].sentence] < MIN_OPENED:
            continue
        index = sentence.start
        while index < sentence.end:
            heads, end = finder.list_at(index, sentence.end)
            if heads:
                yield heads
            index = max(end, index + 1)


class _Item(NamedTuple):
    """One of a list: the preposition before it, its head and where it ends."""

    opener: str
    head: int
    end: int
    is_plural: bool = False  # "ses marques X": the names behind it are of the same class


class _NameFinder:
    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc, self.tokens, self.lexicon = doc, doc.tokens, lexicon
        self.names = {name.start: name.end for name in doc.names}
        self.in_name = frozenset(index for name in doc.names for index in range(name.start, name.end))
        for token in doc.tokens[1:]:  # names that the recogniser did not see
            index = token.index
            if self._is_capital(index) and not self._is_capital(index - 1):
                run = (i for i in range(index, len(self.tokens)) if not self._is_capital(i))
                self.names[index] = next(run, len(self.tokens))

    def _is_capital(self, index: int) -> bool:
        token = self.tokens[index]
        is_name = token.pos in {"ADJ", "PROPN", "X"} and token.is_title and index not in self.in_name
        return is_name and token.sentence == self.tokens[index - 1].sentence

    def list_at(self, start: int, stop: int) -> tuple[tuple[int, ...], int]:
        """Return the heads of the list that begins at a token and where it ends; none where no list begins."""
        first = self._item(start, stop, is_first=True)
        if first is None:
            return (), start
        items = [first]
        while items[-1].end < stop:
            following, is_last = self._following(items[-1].end, stop, first.opener)
            if following is None or following.opener not in {first.opener, ""}:
                break
            if self.tokens[following.head].base_dep not in LOOSE:
                break
            items.append(following)
            if is_last:
                is_marked = first.is_plural or (first.opener and following.opener == first.opener)
                is_long = len(items) >= MIN_NAMES or is_marked
                return (tuple(item.head for item in items) if is_long else ()), following.end
        return (), first.end

    def _following(self, end: int, stop: int, opener: str) -> tuple[_Item | None, bool]:
        """Return the item behind a comma or a conjunction, and whether it is the last."""
        index = self._behind_aside(end, stop) if opener else end
        is_comma = self.tokens[index].text == ","
        index += is_comma
        is_last = index < stop and self._is_conjunction(index)
        if not is_comma and not is_last:
            return None, False
        index = self._behind_time(index + 1, stop) if is_last else index
        item = self._item(index, stop, is_first=False)
        is_apart = end != index - is_comma - is_last  # behind an aside the list goes on with its preposition only
        return (item if item is None or not is_apart or item.opener == opener or is_last else None), is_last

    def _is_conjunction(self, index: int) -> bool:
        return self.tokens[index].pos == "CCONJ" and self.lexicon.has("list-conjunctions", self.tokens[index].lower)

    def _behind_aside(self, index: int, stop: int) -> int:
        """Return where an aside between commas about the name before it ends: ", chef de file,", ", qui pèse 34 %,"."""
        opening = self.tokens[index + 1 : min(stop, index + MAX_ASIDE)]
        if self.tokens[index].text != "," or not opening or index + 1 in self.in_name:
            return index
        is_clause = self.lexicon.has("relative-subject", opening[0].lower)
        if not is_clause and (opening[0].pos not in {"ADV", "NOUN"} or not opening[0].text.islower()):
            return index
        for token in opening:
            if token.index in self.in_name:
                return index
            if token.text == "," or (token.index > index + 1 and self._is_conjunction(token.index)):
                return token.index
        return index

    def _behind_time(self, index: int, stop: int) -> int:
        """Return where an aside about when or how ends behind a conjunction: "et, depuis avril, X"."""
        if index >= stop or self.tokens[index].text != ",":
            return index
        for token in self.tokens[index + 1 : min(stop, index + MAX_ASIDE)]:
            if token.index in self.in_name:
                return index
            if token.text == ",":
                return token.index + 1
        return index

    def _item(self, start: int, stop: int, *, is_first: bool) -> _Item | None:
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
        if opener and is_marked and index > noun and index < stop and self.tokens[index].text == ",":
            return self._apposed(opener, start, index, stop)
        end = self.names.get(index)
        if end is None or end > stop or (index > noun and not is_marked) or self._is_owner(index, noun):
            return None
        is_plural = index > noun and "Number=Plur" in self.tokens[noun].morph
        if index > noun and is_first and not is_plural and not opener and self._opens_sentence(start):
            return None  # "Le groupe X, Y et Z" may be an aside
        head = self._head(index, end) if is_plural or index == noun else None
        head = self._head(start, end) if head is None else head
        return _Item(opener, head, self._behind_bracket(end, stop), is_plural) if head is not None else None

    def _apposed(self, opener: str, start: int, comma: int, stop: int) -> _Item | None:
        """Return an item whose name stands behind a comma: "de son actionnaire historique, la mutuelle X"."""
        is_own = any(self.lexicon.has("possessives", token.lower) for token in self.tokens[start:comma])
        named = self._item(comma + 1, stop, is_first=False) if is_own else None
        head = self._head(start, comma)
        return _Item(opener, head, named.end) if named and not named.opener and head is not None else None

    def _is_class(self, index: int, noun: int) -> bool:
        token = self.tokens[index]
        is_of = index > noun and self.lexicon.has("genitive-forms", token.lower)  # "la banque d’affaires X"
        is_inner = index > noun and self.lexicon.has("genitive-forms", self.tokens[index - 1].lower)  # "d’État"
        return (token.pos in {"ADJ", "NOUN", "VERB"} or is_of) and (is_inner or token.text.islower())

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
