"""A parse that is changed arc by arc, for the stages that mend it."""

from dataclasses import replace

from kg.doc import Doc, Token
from kg.lexicon import Lexicon

NOUNS = frozenset({"NOUN", "PROPN", "X"})


class Tree:
    """The tokens of a document with their dependents; no move makes a cycle."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc, self.lexicon = doc, lexicon
        self.tokens = list(doc.tokens)
        self.children = [*map(list, doc.children)]

    def _mended(self) -> Doc:
        return replace(self.doc, tokens=tuple(self.tokens), children=tuple(map(tuple, self.children)))

    def _kids(self, index: int, *deps: str) -> list[Token]:
        children, tokens = self.children[index], self.tokens
        if not deps:
            return [tokens[child] for child in children]
        return [token for child in children if (token := tokens[child]).base_dep in deps]

    def _has_kid(self, index: int, *deps: str) -> bool:
        children = self.children[index]
        return bool(children) and any(self.tokens[child].base_dep in deps for child in children)

    def _is_below(self, index: int, above: int) -> bool:
        while self.tokens[index].head != index:
            index = self.tokens[index].head
            if index == above:
                return True
        return False

    def _move(self, index: int, head: int, dep: str) -> None:
        """Hang a token on another, on itself to make it a root; nothing happens where that would close a circle."""
        token = self.tokens[index]
        if head != index and self._is_below(head, index):
            return
        if token.head != index:
            self.children[token.head].remove(index)
        if head != index:
            self.children[head] = sorted([*self.children[head], index])
        self.tokens[index] = replace(token, head=head, dep=dep)

    def _take_place(self, index: int, other: int) -> None:
        """Put a token where another stands in the tree."""
        above = self.tokens[other]
        self._move(index, index if above.head == other else above.head, above.dep)
