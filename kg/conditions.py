"""Predication → yes or no: what a frame asks of the sentence around its trigger, whatever fills its two roles."""

from collections.abc import Callable
from functools import cache

from kg.doc import VERBAL
from kg.fillers import FillerFinder
from kg.frames import Frame
from kg.model import EntityType
from kg.predications import Predication


class Conditions:
    """The conditions of frames in one document."""

    def __init__(self, fillers: FillerFinder) -> None:
        self.fillers, self.doc, self.lexicon = fillers, fillers.doc, fillers.lexicon
        self._words: dict[int, tuple[tuple[str, ...], frozenset[str]]] = {}  # of each sentence, as text and as forms

    def hold(self, predication: Predication) -> bool:
        """Tell whether all that a frame asks for beside its subject and its object is there, and nothing that it bars."""
        return not self.failing(predication)

    def failing(self, predication: Predication) -> str:
        """Return the first key of a frame that asks for what is not so, the cheap ones first; "" when all hold."""
        for key, is_met in _asked(predication.frame):
            if not is_met(self, predication):
                return key
        return ""

    def is_specific(self, predication: Predication) -> bool:
        """Tell whether a trigger is one thing or known ones; "les usines de X et de Y" are neither in X nor in Y."""
        noun = predication.head
        if "Number=Plur" not in self.doc.tokens[noun].morph:
            return True
        mention = self.fillers.spans.get(noun)
        is_shared = any(
            other.is_title for child in self.doc.kids(noun, "nmod") for other in self.doc.kids(child.index, "conj")
        )
        return mention is not None and mention.is_definite and not is_shared

    def is_under(self, predication: Predication) -> bool:
        """Tell whether one of the words that a frame wants there governs a trigger."""
        return self._is_governed(predication.head, predication.frame.under)

    def is_free(self, predication: Predication) -> bool:
        """Tell whether none of the words that a frame bars there governs a trigger."""
        return not self._is_governed(predication.head, predication.frame.not_under)

    def _is_governed(self, index: int, words: frozenset[str]) -> bool:
        """Tell whether one of some words stands above a token, up to the first verb."""
        for ancestor in self.doc.ancestors(index):
            if ancestor.lemma in words:
                return True
            if ancestor.pos in VERBAL:
                return False
        return False

    def is_unbarred(self, predication: Predication) -> bool:
        """Tell whether nothing that a frame bars stands in the sentence."""
        lowers, forms = self._sentence(predication)
        return not any(phrase[0] in forms and _holds(lowers, phrase) for phrase in predication.frame.barring)

    def has_required(self, predication: Predication) -> bool:
        """Tell whether one of the words that a frame asks for stands in the sentence."""
        return not predication.frame.requires.isdisjoint(self._sentence(predication)[1])

    def _sentence(self, predication: Predication) -> tuple[tuple[str, ...], frozenset[str]]:
        number = self.doc.tokens[predication.head].sentence
        if number not in self._words:
            sentence = self.doc.sentences[number]
            tokens = self.doc.tokens[sentence.start : sentence.end]
            lowers = tuple([token.lower for token in tokens])
            self._words[number] = (lowers, frozenset(lowers).union([token.lemma for token in tokens]))
        return self._words[number]

    def lacks_fillers(self, predication: Predication) -> bool:
        """Tell whether no role that must stay open is filled."""
        return not any(self.fillers.fill(predication, role) for role in predication.frame.without)

    def has_fillers(self, predication: Predication) -> bool:
        """Tell whether each role that must be filled is."""
        return all(self.fillers.fill(predication, role) for role in predication.frame.with_)

    def is_unmodified(self, predication: Predication) -> bool:
        """Tell whether no barred word stands right behind the trigger, at most an article and a preposition between."""
        barred, last = self.lexicon.lists[predication.frame.barred_modifiers], predication.tokens[-1]
        behind = self.doc.tokens[last + 1 : last + 4]
        is_article = all(token.pos in {"ADP", "DET"} for token in behind[:2])
        return not any(
            token.lemma in barred or token.lower in barred for token in (behind if is_article else behind[:2])
        )

    def is_phrase(self, predication: Predication) -> bool:
        """Tell whether a trigger has a complement or an adjective of trade."""
        return " " in self.fillers.entities.of_phrase(predication.head, EntityType.CONCEPT).label


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Tell whether a phrase stands in a sentence."""
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words)))


@cache
def _asked(frame: Frame) -> tuple[tuple[str, Callable[[Conditions, Predication], bool]], ...]:
    """Return the conditions that a frame has, by key."""
    asked = (
        ("specific", frame.is_specific, Conditions.is_specific),
        ("under", frame.under, Conditions.is_under),
        ("not-under", frame.not_under, Conditions.is_free),
        ("barring", frame.barring, Conditions.is_unbarred),
        ("requires", frame.requires, Conditions.has_required),
        ("without", frame.without, Conditions.lacks_fillers),
        ("with", frame.with_, Conditions.has_fillers),
        ("without-modifier", frame.barred_modifiers, Conditions.is_unmodified),
        ("requires-phrase", frame.needs_phrase, Conditions.is_phrase),
    )
    return tuple((key, is_met) for key, is_asked, is_met in asked if is_asked)
