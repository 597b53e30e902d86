"""Doc → Predications: triggers with their roles, before any ontology.

A trigger is a word of a frame, or a phrase that begins with one and whose other words follow closely ("mettre au
point"); its arguments are those of all its words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.doc import Doc, Token
from kg.frames import Frame, Trigger, index_frames
from kg.lexicon import Lexicon
from kg.syntax import Arc, Syntax

KINDS = {
    "VERB": ("verb", "adjective"), "AUX": ("verb",), "NOUN": ("noun", "verb"), "PROPN": ("noun",),
    "ADJ": ("adjective", "noun", "verb"), "X": ("noun",),
}  # fmt: skip
MAX_PHRASE_GAP = 4  # words that may stand between the words of a phrase: "mis pour de bon à la porte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Predication:
    """A frame's trigger where it stands: all tokens of the trigger, the first being the head of the phrase."""

    frame: Frame
    trigger: Trigger
    tokens: tuple[int, ...]

    @property
    def head(self) -> int:
        """Return the token that the status of the predication is read from."""
        return self.tokens[0]


def find_predications(doc: Doc, frames: tuple[Frame, ...], lexicon: Lexicon) -> tuple[Predication, ...]:
    """Return the places where a frame's trigger stands; a longer phrase hides a shorter trigger of the same relation."""
    by_word = index_frames(frames)
    found: list[Predication] = []
    for token in doc.tokens:
        hidden: set[str] = set()
        for kind in KINDS.get(token.pos, ()):
            for word in dict.fromkeys(_words(token, lexicon, kind)):
                for trigger, frame in by_word.get((kind, word), ()):
                    tokens = _match(doc, token.index, trigger)
                    if tokens is None or frame.relation in hidden and len(tokens) == 1:
                        continue
                    if not any(p.head == token.index and p.frame is frame for p in found[-8:]):
                        found.append(Predication(frame=frame, trigger=trigger, tokens=tokens))
                    if len(tokens) > 1:
                        hidden.add(frame.relation)
    return tuple(found)


def _words(token: Token, lexicon: Lexicon, kind: str) -> Iterator[str]:
    """Yield the forms under which a token may stand in a trigger list."""
    if kind == "verb" and token.pos in {"ADJ", "NOUN"}:
        if token.lower in lexicon.maps["participles"]:
            yield lexicon.maps["participles"][token.lower]
        return
    yield token.lemma
    yield token.lower
    if token.lower in lexicon.maps["lemmas"]:
        yield lexicon.maps["lemmas"][token.lower]
    for prefix in sorted(lexicon.lists["former-prefixes"]):
        if kind == "noun" and token.lower.startswith(prefix):
            yield token.lower.removeprefix(prefix)


def _match(doc: Doc, index: int, trigger: Trigger) -> tuple[int, ...] | None:
    """Return the tokens of a trigger that begins at a token, None when its other words do not follow."""
    tokens = [index]
    end = doc.sentence_of(index).end
    words = trigger.words[1:]
    if words and words[0] in {"se", "s'"}:
        return None
    for word in words:
        position = tokens[-1] + 1
        while position < min(end, tokens[-1] + 2 + MAX_PHRASE_GAP):
            token = doc.tokens[position]
            if word in {token.lower, token.lemma}:
                tokens.append(position)
                break
            if token.pos in {"VERB", "NOUN", "PROPN", "PUNCT"}:
                return None
            position += 1
        else:
            return None
    return tuple(tokens) if len(tokens) == len(trigger.words) else None


def arguments(doc: Doc, syntax: Syntax, predication: Predication, role: str) -> tuple[Arc, ...]:
    """Return the arguments of a predication with a role; a complement that hangs elsewhere is fetched back.

    "remplacer X par Y", "X avec Y": the parser often hangs the phrase on the object; "le rachat de X par Y": on X.
    """
    found = [arc for token in predication.tokens for arc in syntax.of(token, role) if arc.token not in predication.tokens]
    if found or not role.startswith("complement:"):
        return tuple(dict.fromkeys(found))
    return tuple(_fetched(doc, syntax, predication, role))


def _fetched(doc: Doc, syntax: Syntax, predication: Predication, role: str) -> Iterator[Arc]:
    head = predication.head
    near = [
        arc.token
        for token in predication.tokens
        for arc in syntax.arcs[token]
        if arc.role in {"object", "subject", "complement:de"} and arc.token > head and doc.tokens[arc.token].pos not in {"VERB"}
    ]
    near += [arc.token for token in near for arc in syntax.of(token, "complement:de") if arc.token > head]
    for token in dict.fromkeys(near):
        for arc in syntax.of(token, role):
            if arc.token > head and role != "complement:de":
                yield Arc(arc.role, arc.token, is_direct=False)
    governor = doc.tokens[head].head
    if doc.tokens[head].pos == "NOUN" and governor != head and role != "complement:de":
        for arc in syntax.of(governor, role):
            if arc.token > head:
                yield Arc(arc.role, arc.token, is_direct=False)
