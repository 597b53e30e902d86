"""Complements that the parser hung on what stands between them and their verb: an adjunct, a time, a membership, an aside."""

from kg.doc import VERBAL, Token
from kg.tree import Tree


class Complements(Tree):
    """The mends of complements, for the mender of phrases."""

    def _complement_behind_adjunct(self, index: int) -> None:
        """Read "s’appuie pour ses achats sur X", "lauréat cette année du prix X": X is no complement of what comes between."""
        token, between = self.tokens[index], self.tokens[self.tokens[index].head]
        governor = self.tokens[between.head]
        if token.base_dep != "nmod" or not governor.index < between.index < index:
            return
        prepositions = [case.lower for case in self._kids(index, "case")]
        wanted = self.lexicon.maps["governed-prepositions"].get(governor.lemma, "").split()
        is_governed = between.base_dep == "obl" and governor.pos in VERBAL and any(p in wanted for p in prepositions)
        if is_governed:
            own = [case.lower for kid in self._kids(governor.index, "obl") for case in self._kids(kid.index, "case")]
            is_governed = not any(word in wanted for word in own)
        if is_governed or (prepositions and self._is_when(between)):
            self._move(index, governor.index, "obl:arg" if governor.pos in VERBAL else "nmod")

    def _is_when(self, noun: Token) -> bool:
        """Tell whether a noun without a preposition says when: "cette année", "mardi", "l’an dernier"."""
        if self._has_kid(noun.index, "case"):
            return False
        if self.lexicon.has("calendar-words", noun.lower):
            return not self._has_kid(noun.index, "det")
        kids = self._kids(noun.index, "amod", "det")
        lists = ("demonstrative-determiners", "when-adjectives")
        return self.lexicon.has("time-nouns", noun.lemma) and any(
            self.lexicon.has(name, kid.lower) for kid in kids for name in lists
        )

    def _object_behind_complement(self, index: int) -> None:
        """Read "a annoncé à ses salariés la suppression de": a noun with its article behind a complement is the object."""
        noun, before = self.tokens[index], self.tokens[self.tokens[index].head]
        verb = self.tokens[before.head]
        is_bare = noun.pos == "NOUN" and noun.base_dep in {"appos", "nmod"} and not self._has_kid(index, "case", "cc")
        if not is_bare or before.base_dep != "obl" or verb.pos != "VERB" or not verb.index < before.index < index:
            return
        if self._has_kid(verb.index, "obj", "ccomp", "xcomp", "cop") or not self._has_kid(before.index, "case"):
            return
        article = next(iter(self._kids(index, "det")), None)
        between = self.tokens[before.index + 1 : article.index] if article is not None else ()
        is_close = article is not None and all(token.pos in {"ADJ", "PROPN"} for token in between)
        if is_close and not self.lexicon.has("time-nouns", noun.lemma):
            self._move(index, verb.index, "obj")

    def _behind_membership(self, index: int) -> None:
        """Read "compte parmi ses clients X et le groupe Y", "figurent parmi ses clients X": X is of the verb, Y beside it."""
        name, noun = self.tokens[index], self.tokens[self.tokens[index].head]
        verb = self.tokens[noun.head]
        is_name = name.pos in {"PROPN", "X"} and name.base_dep in {"amod", "appos", "flat", "nmod"}
        if not is_name or noun.index != index - 1 or noun.pos != "NOUN" or verb.pos not in VERBAL:
            return
        if not any(self.lexicon.has("membership-prepositions", case.lower) for case in self._kids(noun.index, "case")):
            return
        is_subject = self.lexicon.has("membership-verbs", verb.lemma) and not self._has_kid(verb.index, "nsubj")
        for item in self._kids(noun.index, "conj"):
            if not self._has_kid(item.index, "case"):
                self._move(item.index, index, "conj")
        self._move(index, verb.index, "nsubj" if is_subject else "obj")

    def _object_behind_aside(self, index: int) -> None:
        """Read "détient, via sa société X, 8 % de Y": a share behind an aside is what the verb takes, not of the aside."""
        share = self.tokens[index]
        aside = self.tokens[share.head]
        verb = self.tokens[aside.head]
        is_share = share.base_dep in {"appos", "conj", "nmod"} and share.lower in self.lexicon.maps["percent-signs"]
        if not is_share or aside.base_dep not in {"advmod", "obl"} or verb.pos != "VERB" or verb.index > aside.index:
            return
        start = min((child.index for child in self._kids(index) if child.index < index), default=index)
        before = {self.tokens[start].text, self.tokens[start - 1].text}
        if "," in before and not self._has_kid(verb.index, "obj", "cc") and not self._has_kid(index, "case", "cc"):
            self._move(index, verb.index, "obj")
