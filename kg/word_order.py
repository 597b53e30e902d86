"""Clauses whose parts do not stand in their usual order: inverted subjects, clefts, asides between a noun and its complement.

"De X dépendent Y et Z", "C’est à X que Y a vendu Z", "l’acquisition, pour 3 millions, de X".
"""

from kg.doc import VERBAL, Sentence, Token
from kg.relative_clauses import RelativeClauses
from kg.tree import NOUNS

MAX_ASIDE = 14  # tokens between the commas around an aside
BEHIND = frozenset(
    {"appos", "nmod", "obj", "obl", "xcomp"}
)  # labels of a subject behind its verb, taken for something else
CLEFT = frozenset({"acl", "advcl", "ccomp", "csubj"})  # how the clause of "c’est à X que" hangs on X


class WordOrder(RelativeClauses):
    """The mends of unusual orders, for the mender of all clauses."""

    def _behind_fronted(self, index: int) -> None:
        """Read "De X dépendent Y et Z", "voit entrer Y": what stands behind a verb that takes no object is its subject."""
        verb = self.tokens[index]
        if not self.lexicon.has("inverting-verbs", verb.lemma) or self._has_kid(index, "aux"):
            return
        for phrase in self._kids(index, "nsubj"):
            if phrase.index > index or not self._has_kid(phrase.index, "case"):
                self._several(phrase, verb)
                return
            self._move(phrase.index, index, "obl")  # "Sous la bannière de X cohabitent"
        before = [kid for kid in self._kids(index, "obl", "advmod") if kid.index < index]
        is_fronted = bool(before) and "VerbForm=Fin" in verb.morph
        is_seen = "VerbForm=Inf" in verb.morph and self.lexicon.has("seeing-verbs", self.tokens[verb.head].lemma)
        if not is_fronted and not is_seen:
            return
        for noun in self._kids(index, *BEHIND):
            if noun.index > index and noun.pos in NOUNS and not self._has_kid(noun.index, "case"):
                self._move(noun.index, index, "nsubj")
                self._several(noun, verb)
                return

    def _several(self, noun: Token, verb: Token) -> None:
        """Read "figurent le fonds X et Y": with a verb in the plural the name behind the conjunction is beside the noun."""
        is_one = any("Number=Sing" in kid.morph for kid in self._kids(noun.index, "det"))
        if "Number=Sing" not in verb.morph and is_one and not self._has_kid(noun.index, "conj"):
            for name in self._kids(noun.index, "amod", "appos", "nmod"):
                for second in self._kids(name.index, "conj"):
                    self._move(second.index, noun.index, "conj")

    def _cleft_complement(self, index: int) -> None:
        """Read "C’est à X que Y a vendu Z": the noun between "c’est" and "que" is what the verb takes."""
        noun = self.tokens[index]
        is_cleft = self._has_kid(index, "cop") and self._has_kid(index, "case") and noun.pos in NOUNS | {"NUM"}
        if not is_cleft or not self._is_cleft(index):
            return
        for verb in self._kids(index, *CLEFT):
            mark = next((kid for kid in self._kids(verb.index, "mark", "obj") if kid.index < verb.index), None)
            if verb.pos in VERBAL and mark is not None and self.lexicon.has("relative-object", mark.lower):
                self._take_place(verb.index, index)
                self._move(index, verb.index, "obl:arg")
                for kid in self._kids(index, "cop", "expl", "nsubj", "punct"):
                    self._move(kid.index, verb.index, "dep")
                self._move(mark.index, verb.index, "dep")
                return

    def _copula_on_origin(self, index: int) -> None:
        """Read "le premier actionnaire est l’indien X": what is said is the name, not the adjective before it."""
        origin = self.tokens[index]
        name = self.tokens[origin.head]
        is_before = origin.base_dep == "amod" and name.pos in NOUNS and name.index == index + 1
        if is_before and self._has_kid(index, "cop") and self.lexicon.origins_of(origin.lower):
            for kid in self._kids(index):
                self._move(kid.index, name.index, kid.dep)

    def _complement_behind_aside(self, index: int, sentence: Sentence) -> None:
        """Read "l’acquisition, pour 3 millions d’euros, de X": what follows an aside completes the noun before it."""
        case = self.tokens[index]
        noun = self.tokens[case.head]
        if index - 2 <= sentence.start or self.tokens[index - 1].text != "," or noun.base_dep not in BEHIND:
            return
        opening = next(
            (t for t in reversed(self.tokens[max(sentence.start, index - MAX_ASIDE) : index - 1]) if t.text == ","),
            None,
        )
        if opening is None or self.tokens[opening.index + 1].pos != "ADP" or noun.head >= index:
            return
        whole = self._event_before(opening.index, sentence)
        if whole is not None and not self._has_complement(whole.index, opening.index):
            self._move(noun.index, whole.index, "nmod")

    def _event_before(self, index: int, sentence: Sentence) -> Token | None:
        """Return the noun for a deal whose phrase ends at a token: "la prise de contrôle exclusif"."""
        for token in reversed(self.tokens[max(sentence.start, index - 4) : index]):
            if token.pos == "NOUN" and self.lexicon.has("deal-nouns", token.lemma):
                return token
            if token.pos not in {"ADJ", "ADP", "NOUN"}:
                return None
        return None

    def _has_complement(self, noun: int, end: int) -> bool:
        """Tell whether a noun has a name or a noun of its own right behind: "l’acquisition de X, en mars, de Y"."""
        kids = [kid for kid in self._kids(noun, "nmod") if kid.index < end]
        return any(kid.pos == "PROPN" or self._has_kid(kid.index, "det") for kid in kids)

    def _whole_of_deal(self, index: int, sentence: Sentence) -> None:
        """Read "l’acquisition auprès de X de la totalité de Y": the whole completes the noun for the deal, not X."""
        whole = self.tokens[index]
        if whole.base_dep != "nmod" or not self.lexicon.has("whole-nouns", whole.lemma):
            return
        holder = self.tokens[whole.head]
        if not self._has_kid(holder.index, "case") or holder.index > index:
            return
        for token in reversed(self.tokens[sentence.start : holder.index]):
            if token.pos == "NOUN" and self.lexicon.has("deal-nouns", token.lemma):
                if not self._has_complement(token.index, holder.index):
                    self._move(index, token.index, "nmod")
                return
            if token.pos in VERBAL or token.text in {",", ";"}:
                return
