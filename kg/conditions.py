"""Predication → yes or no: what a frame asks of the sentence around its trigger, whatever fills its two roles."""

from kg.fillers import FillerFinder
from kg.model import EntityType
from kg.predications import Predication


class Conditions:
    """The conditions of frames in one document."""

    def __init__(self, fillers: FillerFinder) -> None:
        self.fillers, self.doc, self.lexicon = fillers, fillers.doc, fillers.lexicon

    def hold(self, predication: Predication) -> bool:
        """Tell whether all that a frame asks for beside its subject and its object is there, and nothing that it bars."""
        frame = predication.frame
        return (
            (not frame.is_specific or self._is_specific(predication.head))
            and (not frame.under or self._is_under(predication, frame.under))
            and not self._is_under(predication, frame.not_under)
            and self._has_words(predication)
            and not any(self.fillers.fill(predication, role) for role in frame.without)
            and all(self.fillers.fill(predication, role) for role in frame.with_)
            and not self._is_modified(predication)
            and (not frame.needs_phrase or self._is_phrase(predication.head))
        )

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

    def _has_words(self, predication: Predication) -> bool:
        """Tell whether the sentence has one of the words that a frame requires and none of the phrases that it bars."""
        frame = predication.frame
        if not frame.requires and not frame.barring:
            return True
        sentence = self.doc.sentence_of(predication.head)
        tokens = self.doc.tokens[sentence.start : sentence.end]
        lowers = tuple(token.lower for token in tokens)
        if any(_holds(lowers, phrase) for phrase in frame.barring):
            return False
        return not frame.requires or any({token.lower, token.lemma} & frame.requires for token in tokens)

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
