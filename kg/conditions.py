"""Predication → yes or no: what a frame asks of the sentence around its trigger, whatever fills its two roles."""

from collections.abc import Iterator

from kg.doc import Token
from kg.fillers import FillerFinder
from kg.model import EntityType
from kg.predications import Predication


class Conditions:
    """The conditions of frames in one document."""

    def __init__(self, fillers: FillerFinder) -> None:
        self.fillers, self.doc, self.lexicon = fillers, fillers.doc, fillers.lexicon

    def hold(self, predication: Predication) -> bool:
        """Tell whether all that a frame asks for beside its subject and its object is there, and nothing that it bars."""
        return not self.failing(predication)

    def failing(self, predication: Predication) -> str:
        """Return the first key of a frame that asks for what is not so, the cheap ones first; "" when all hold."""
        return next(self._failing(predication), "")

    def _failing(self, predication: Predication) -> Iterator[str]:
        frame = predication.frame
        if frame.is_specific and not self._is_specific(predication.head):
            yield "specific"
        if frame.under and not self._is_under(predication, frame.under):
            yield "under"
        if self._is_under(predication, frame.not_under):
            yield "not-under"
        if self._has_barred(predication):
            yield "barring"
        if not self._has_required(predication):
            yield "requires"
        if any(self.fillers.fill(predication, role) for role in frame.without):
            yield "without"
        if not all(self.fillers.fill(predication, role) for role in frame.with_):
            yield "with"
        if self._is_modified(predication):
            yield "without-modifier"
        if frame.needs_phrase and not self._is_phrase(predication.head):
            yield "requires-phrase"

    def _is_specific(self, noun: int) -> bool:
        mention = self.fillers.spans.get(noun)
        return "Number=Plur" not in self.doc.tokens[noun].morph or (mention is not None and mention.is_definite)

    def _is_under(self, predication: Predication, words: frozenset[str]) -> bool:
        """Tell whether one of some words governs a trigger, up to the first verb."""
        if not words:
            return False
        for ancestor in self.doc.ancestors(predication.head):
            if ancestor.lemma in words:
                return True
            if ancestor.pos in {"VERB", "AUX"}:
                return False
        return False

    def _has_barred(self, predication: Predication) -> bool:
        barring = predication.frame.barring
        lowers = tuple(token.lower for token in self._sentence(predication)) if barring else ()
        return any(_holds(lowers, phrase) for phrase in barring)

    def _has_required(self, predication: Predication) -> bool:
        wanted = predication.frame.requires
        return not wanted or any({token.lower, token.lemma} & wanted for token in self._sentence(predication))

    def _sentence(self, predication: Predication) -> tuple[Token, ...]:
        sentence = self.doc.sentence_of(predication.head)
        return self.doc.tokens[sentence.start : sentence.end]

    def _is_modified(self, predication: Predication) -> bool:
        """Tell whether a barred word stands right behind the trigger, at most an article or a preposition between."""
        barred, last = predication.frame.barred_modifiers, predication.tokens[-1]
        return bool(barred) and any(
            self.lexicon.has(barred, word)
            for token in self.doc.tokens[last + 1 : last + 3]
            for word in (token.lemma, token.lower)
        )

    def _is_phrase(self, head: int) -> bool:
        return " " in self.fillers.entities.of_phrase(head, EntityType.CONCEPT).label


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Tell whether a phrase stands in a sentence."""
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words)))
