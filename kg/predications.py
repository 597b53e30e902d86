"""Doc → Predications: triggers with their roles, before any ontology.

A trigger is a word of a frame, or a phrase that begins with one and whose other words follow closely ("mettre au
point"); its arguments are those of all its words.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.arcs import Arc, Syntax
from kg.doc import Doc, Token
from kg.frames import Frame, Trigger, index_frames
from kg.lexicon import Lexicon

KINDS = {
    "VERB": ("verb", "adjective"), "AUX": ("verb",), "NOUN": ("noun",), "PROPN": ("noun",), "ADJ": ("adjective", "noun"),
    "X": ("noun",),
}  # fmt: skip
CONTENT = frozenset({"VERB", "NOUN", "PROPN", "PUNCT"})  # what none of the words between may be
MAX_PHRASE_GAP = 4  # words that may stand between the words of a phrase: "mis pour de bon à la porte"


class Predication(NamedTuple):
    """A frame's trigger where it stands: all tokens of the trigger, the first being the head of the phrase."""

    frame: Frame
    trigger: Trigger
    tokens: tuple[int, ...]

    @property
    def head(self) -> int:
        """Return the token that the status of the predication is read from."""
        return self.tokens[0]


@lru_cache(maxsize=1)  # of one article they are asked for twice: for the types of names, then for claims
def find_predications(doc: Doc, frames: tuple[Frame, ...], lexicon: Lexicon) -> tuple[Predication, ...]:
    """Return the places where a frame's trigger stands; a longer phrase hides a shorter trigger of the same relation."""
    by_word = index_frames(frames)
    found: list[Predication] = []
    for token in doc.tokens:
        kinds = KINDS.get(token.pos)
        if kinds is None:
            continue
        hidden: set[str] = set()
        seen: set[Frame] = set()
        alone = (token.index,)
        for kind in kinds:
            pairs = [pair for word in _words(token, lexicon, kind) for pair in by_word.get((kind, word), ())]
            is_reflexive = bool(pairs) and kind == "verb" and _is_reflexive(doc, token, lexicon)
            for trigger, frame in pairs:
                if frame in seen or trigger.is_reflexive is not is_reflexive:
                    continue
                is_word = len(trigger.words) == 1
                tokens = alone if is_word else _match(doc, token.index, trigger)
                if tokens is None or (is_word and frame.relation in hidden):
                    continue
                seen.add(frame)
                found.append(Predication(frame, trigger, tokens))
                if not is_word:
                    hidden.add(frame.relation)
    return tuple(found)


def _is_reflexive(doc: Doc, token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a verb has a reflexive pronoun: right before it or before its auxiliary."""
    first = doc.sentence_of(token.index).start
    for before in reversed(doc.tokens[max(first, token.index - 4) : token.index]):
        if lexicon.has("reflexive-pronouns", before.lower):
            return True
        if before.pos not in {"AUX", "ADV", "PRON"}:
            return False
    return False


def _words(token: Token, lexicon: Lexicon, kind: str) -> Iterable[str]:
    """Return the forms under which a token may stand in a trigger list, each once."""
    lower, lemma = token.lower, token.lemma
    words = [lemma] if lemma == lower else [lemma, lower]
    if "-" in lower and lower not in lexicon.origins and lexicon.origins_of(lower):
        words.append(lower.partition("-")[2])  # "franco-belge"
    if kind == "noun" and lower.startswith(lexicon.former_prefixes):
        words.append(lexicon.without_former(lower))
    return words if len(words) < 3 else dict.fromkeys(words)  # noqa: PLR2004 - the first two differ


def _match(doc: Doc, index: int, trigger: Trigger) -> tuple[int, ...] | None:
    """Return the tokens of a trigger that begins at a token, None when its other words do not follow."""
    tokens = [index]
    gap = MAX_PHRASE_GAP if trigger.kind == "verb" else 0
    for word in trigger.words[1:]:
        position = _next(doc, word, tokens[-1] + 1, gap)
        if position is None:
            return None
        tokens.append(position)
    return tuple(tokens)


def _next(doc: Doc, word: str, start: int, gap: int) -> int | None:
    """Return the next token with a form or lemma, over at most `gap` function words and adverbs."""
    end = doc.sentence_of(start - 1).end
    for token in doc.tokens[start : min(end, start + gap + 1)]:
        if word in (token.lower, token.lemma):
            return token.index
        if token.pos in CONTENT:
            return None
    return None


def arguments(doc: Doc, syntax: Syntax, predication: Predication, role: str, lexicon: Lexicon) -> tuple[Arc, ...]:
    """Return the arguments of a predication with a role; a complement that hangs elsewhere is fetched back.

    "remplacer X par Y", "X avec Y": the parser often hangs the phrase on the object; "le rachat de X par Y": on X.
    """
    own = predication.tokens
    if len(own) == 1 and not syntax.arcs[own[0]] and not role.startswith("complement:"):
        return ()
    found = [arc for token in own for arc in syntax.arcs[token] if arc.role == role and arc.token not in own]
    if not found and role.startswith("complement:"):
        found = list(_fetched(doc, syntax, predication, role, lexicon))
    if role == lexicon.genitive and all(lexicon.has("part-nouns", doc.tokens[arc.token].lemma) for arc in found):
        found += list(_whole(doc, syntax, predication, lexicon))
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _fetched(doc: Doc, syntax: Syntax, predication: Predication, role: str, lexicon: Lexicon) -> Iterator[Arc]:
    if role == lexicon.genitive:
        return
    head = predication.head
    near = [
        arc.token
        for token in predication.tokens
        for arc in syntax.arcs[token]
        if arc.token > head
        and doc.tokens[arc.token].pos != "VERB"
        and (
            arc.role in {"object", "subject", lexicon.genitive}
            or (arc.role == "clause" and doc.tokens[arc.token].pos == "NOUN")
        )
    ]
    near += [arc.token for token in near for arc in syntax.of(token, lexicon.genitive) if arc.token > head]
    # "la vente de ses marques X et Y à Z", with Z hung on Y
    near += [arc.token for token in near for arc in syntax.of(token, "apposition") if arc.token > head]
    governor = doc.tokens[head].head
    # "annonce le rachat de X à Y", but not "filiale de X, Y est présente au Mali", "son directeur est venu à l’Élysée"
    is_of_verb = role == lexicon.dative and not predication.frame.is_event and doc.tokens[governor].pos == "VERB"
    # nor "la directrice a travaillé chez Y"
    is_subject = doc.tokens[head].base_dep == "nsubj" and not predication.frame.is_event
    # "la vente de X permettra au groupe"
    is_subject = is_subject or (role == lexicon.dative and doc.tokens[head].dep == "nsubj")
    is_open = not is_of_verb and not is_subject and doc.tokens[head].base_dep not in {"advcl", "appos"}
    if doc.tokens[head].pos == "NOUN" and governor != head and is_open:
        near.append(governor)
    for token in dict.fromkeys(near):
        for arc in syntax.of(token, role):
            if arc.token > head:
                yield Arc(arc.role, arc.token, is_direct=False)


def _whole(doc: Doc, syntax: Syntax, predication: Predication, lexicon: Lexicon) -> Iterator[Arc]:
    """Yield what an object is a part of: "détient 30 % du capital de X", "acquiert 70 % de X", "filiale à 100 % de X"."""
    parts = [
        arc.token
        for token in predication.tokens
        for arc in (*syntax.of(token, "object"), *syntax.of(token, lexicon.genitive), *syntax.of(token, lexicon.dative))
    ]
    for _ in range(2):
        parts = [token for token in parts if lexicon.has("part-nouns", doc.tokens[token].lemma)]
        parts = [token for token in parts if not _is_held_part(doc, syntax, token, lexicon)]
        wholes = [
            arc
            for token in parts
            for arc in syntax.of(token, lexicon.genitive)
            # "vend sa participation": who holds it, not what it is a part of
            if doc.tokens[arc.token].pos != "DET" or not lexicon.has("held-part-nouns", doc.tokens[token].lemma)
        ]
        parts = [arc.token for arc in wholes]
        yield from (
            Arc(lexicon.genitive, arc.token, arc.is_direct)
            for arc in wholes
            if not lexicon.has("part-nouns", doc.tokens[arc.token].lemma)
        )


def _is_held_part(doc: Doc, syntax: Syntax, index: int, lexicon: Lexicon) -> bool:
    """Tell whether a part is said to be somebody's: "reprend la part de X" speaks of who had it."""
    token = doc.tokens[index]
    is_one = lexicon.has("held-part-nouns", token.lemma) and "Number=Sing" in token.morph
    inner = [doc.tokens[arc.token].lemma for arc in syntax.of(index, lexicon.genitive)]
    is_measured = any(lexicon.has("part-nouns", lemma) for lemma in inner)  # "la participation de 30 % de X"
    is_definite = any(lexicon.has("definite-determiners", kid.lower) for kid in doc.kids(index, "det"))
    return is_one and is_definite and not is_measured
