"""Doc → Prepositions: the one before each noun phrase, those of several words read as one."""

from collections.abc import Iterator

from kg.doc import Doc
from kg.lexicon import Lexicon


class Prepositions:
    """The prepositions of a document."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        """Find the nouns that are part of a preposition."""
        self.doc, self.lexicon = doc, lexicon
        self.words = tuple(token.lower for token in doc.tokens)
        self.nouns = frozenset(self._preposition_nouns())

    def of(self, index: int) -> tuple[str, int | None]:
        """Return the preposition before a noun phrase and, for one made of several words, what the whole hangs on."""
        case = next((child for child in self.doc.kids(index, "case") if child.index < index), None)
        if case is None:
            return "", None
        first = self.doc.sentence_of(index).start
        for name in self.lexicon.sequences["compound-prepositions"]:
            for start in (case.index - len(name) + 1, case.index):  # the parser marks its last word, or its first
                if start >= first and self._stands_at(name, start):
                    return " ".join(name).replace("' ", "'"), self._outer_head(range(start, case.index), index)
        return self._plain(case.lower), None

    def _stands_at(self, name: tuple[str, ...], start: int) -> bool:
        end = start + len(name) - 1
        is_compound = len(name) > 1 and end < len(self.words) and self.words[start:end] == name[:-1]
        return is_compound and self._is_preposition(self.words[end], name[-1])

    def _preposition_nouns(self) -> Iterator[int]:
        """Yield the nouns that are part of a compound preposition ("au profit de")."""
        for start in range(len(self.words)):
            for name in self.lexicon.sequences["compound-prepositions"]:
                if self._stands_at(name, start):
                    inside = range(start, start + len(name) - 1)
                    yield from (index for index in inside if self.doc.tokens[index].pos == "NOUN")
                    break

    def _plain(self, word: str) -> str:
        """Return a preposition without the article that it has swallowed."""
        for name, forms in (("of", "genitive-forms"), ("to", "dative-forms")):
            if self.lexicon.has(forms, word):
                return self.lexicon.maps["prepositions"][name]
        return word

    def _is_preposition(self, word: str, plain: str) -> bool:
        return word == plain or self._plain(word) == plain

    def _outer_head(self, inside: range, index: int) -> int | None:
        """Return what a compound preposition hangs on when the parser hung the noun on a part of it ("au profit de l’IA")."""
        head = self.doc.tokens[index].head
        while head in inside and self.doc.tokens[head].head != head:
            head = self.doc.tokens[head].head
        return head if head not in inside and head != self.doc.tokens[index].head else None
