"""Doc → Prepositions: the one before each noun phrase, those of several words read as one."""

from collections.abc import Mapping
from functools import cache

from kg.doc import Doc
from kg.lexicon import Lexicon

MAX_WORDS = 5  # of a compound preposition before its last


@cache
def _plain_forms(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the prepositions that may have swallowed an article, each without it."""
    lists, plain = lexicon.lists, lexicon.maps["prepositions"]
    return dict.fromkeys(lists["dative-forms"], plain["to"]) | dict.fromkeys(lists["genitive-forms"], plain["of"])


class Prepositions:
    """The prepositions of a document."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        """Find the prepositions of several words and the nouns in them."""
        self.doc, self.lexicon = doc, lexicon
        self.words = tuple(token.lower for token in doc.tokens)
        firsts = lexicon.sequences["compound-prepositions"]
        starts = (start for start, word in enumerate(self.words) if word in firsts)
        self._compounds = {start: name for start in starts for name in (self._compound_at(start),) if name is not None}
        self._found: dict[int, tuple[str, int | None]] = {}
        self.nouns = frozenset(
            index
            for start, name in self._compounds.items()
            for index in range(start, start + len(name) - 1)
            if doc.tokens[index].pos == "NOUN"  # "profit" in "au profit de"
        )

    def of(self, index: int) -> tuple[str, int | None]:
        """Return the preposition before a noun phrase and, for one made of several words, what the whole hangs on."""
        if index not in self._found:
            self._found[index] = self._find(index)
        return self._found[index]

    def _find(self, index: int) -> tuple[str, int | None]:
        children = self.doc.children[index]
        if not children or children[0] > index:
            return "", None
        case = next((child for child in self.doc.kids(index, "case") if child.index < index), None)
        if case is None:
            return "", None
        if not self._compounds:
            return self._plain(case.lower), None
        first = self.doc.sentence_of(index).start
        for start in range(max(first, case.index - MAX_WORDS), case.index + 1):
            name = self._compounds.get(start)
            # the parser marks its last word, or its first
            if name is not None and case.index in {start, start + len(name) - 1}:
                return " ".join(name).replace("' ", "'"), self._outer_head(range(start, case.index), index)
        return self._plain(case.lower), None

    def _compound_at(self, start: int) -> tuple[str, ...] | None:
        for name in self.lexicon.sequences["compound-prepositions"].get(self.words[start], ()):
            end = start + len(name) - 1
            begins = len(name) > 1 and end < len(self.words) and self.words[start:end] == name[:-1]
            if begins and self._is_preposition(self.words[end], name[-1]):
                return name
        return None

    def _plain(self, word: str) -> str:
        """Return a preposition without the article that it has swallowed."""
        return _plain_forms(self.lexicon).get(word, word)

    def _is_preposition(self, word: str, plain: str) -> bool:
        return word == plain or self._plain(word) == plain

    def _outer_head(self, inside: range, index: int) -> int | None:
        """Return what a compound preposition hangs on when the parser hung the noun on a part of it ("au profit de l’IA")."""
        head = self.doc.tokens[index].head
        while head in inside and self.doc.tokens[head].head != head:
            head = self.doc.tokens[head].head
        return head if head not in inside and head != self.doc.tokens[index].head else None
