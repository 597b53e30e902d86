"""Arcs: a predicate’s arguments by role, and the table in which `syntax` collects them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.doc import VERBAL, Doc, Token
from kg.lexicon import Lexicon

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "ADJ", "DET", "SYM"})


class Arc(NamedTuple):
    """A predicate's argument: the role, the head token of the argument, and whether the parser said so itself."""

    role: str
    token: int
    is_direct: bool = True


@dataclass(frozen=True, slots=True)
class Syntax:
    """The arcs by predicate token, and the verb that each nominal predicate stands under ("X devient PDG")."""

    arcs: tuple[tuple[Arc, ...], ...]
    hosts: tuple[int | None, ...]
    lists: dict[int, tuple[int, ...]] = field(default_factory=dict)  # head of a listed name -> heads of all of its list

    def of(self, token: int, role: str) -> tuple[Arc, ...]:
        """Return the arcs of a predicate with one role."""
        arcs = self.arcs[token]
        return tuple([arc for arc in arcs if arc.role == role]) if arcs else ()


def is_passive(doc: Doc, index: int) -> bool:
    """Tell whether a verb form is passive: by its auxiliary, or a bare past participle."""
    token = doc.tokens[index]
    deps = [child.dep for child in doc.kids(index, "aux", "cop")]
    if "aux:pass" in deps or ("cop" in deps and "Tense=Past" in token.morph and token.pos == "VERB"):
        return True
    if any(child.base_dep == "expl" for child in doc.kids(index)):
        return False
    head = doc.tokens[token.head]
    if token.base_dep == "conj" and not deps and head.pos in VERBAL and head.index != index:
        return is_passive(doc, head.index)  # "a racheté X et vendu Y"
    if "aux:tense" in deps or "VerbForm=Part" not in token.morph or "Tense=Past" not in token.morph:
        return False
    return not deps


class ArcTable:
    """The arcs of a document while they are collected."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        """Begin with no arc."""
        self.doc, self.lexicon = doc, lexicon
        self.arcs: list[list[Arc]] = [[] for _ in doc.tokens]
        self.hosts: list[int | None] = [None for _ in doc.tokens]
        self._passive: dict[int, bool] = {}

    def add(self, predicate: int, role: str, argument: int, *, is_direct: bool = True) -> None:
        """Add an arc, once."""
        arcs = self.arcs[predicate]
        if predicate != argument and not [1 for arc in arcs if arc.token == argument and arc.role == role]:
            arcs.append(Arc(role, argument, is_direct))

    def is_passive(self, index: int) -> bool:
        """Tell whether a verb form is passive; "est passée" and "est née" are perfects."""
        if index not in self._passive:
            self._passive[index] = is_passive(self.doc, index) and not self.is_movement(self.doc.tokens[index])
        return self._passive[index]

    def is_movement(self, token: Token) -> bool:
        """Tell whether a past participle keeps its subject: "né à", "devenue PDG"."""
        forms = (token.lower.removesuffix(ending) for ending in self.lexicon.lists["agreement-endings"])
        return any(self.lexicon.has("movement-participles", form) for form in (token.lower, *forms))
