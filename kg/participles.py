"""Participles behind a name and a comma that the parser hung elsewhere: "X, passé par Y, dirige Z", "X, parti présider Y"."""

from dataclasses import replace

from kg.doc import PAST_PARTICIPLE, Sentence, Token
from kg.tree import Tree


class Participles(Tree):
    """The mends of participles, for the mender of all clauses."""

    def _participle_behind_name(self, index: int, sentence: Sentence) -> None:
        """Read "le numéro deux derrière X, contrôlé par Y": a participle of the lexicon behind a name is of the name."""
        token = self.tokens[index]
        if token.base_dep != "advcl" or token.lower not in self.lexicon.maps["participles"] or token.head > index:
            return
        name = self._name_before(index, sentence)
        if name is not None:
            self._move(index, name.index, "acl")

    def _noun_as_participle(self, index: int, sentence: Sentence) -> None:
        """Read "X, parti présider Y", "X, venue de chez Y": a word that is a noun elsewhere says what the name did."""
        token = self.tokens[index]
        name = self._name_before(index, sentence)
        if name is None or index + 1 >= sentence.end or self._has_kid(index, "det", "amod", "case", "aux", "cop"):
            return
        after = self.tokens[index + 1]
        is_goal = after.pos == "VERB" and "VerbForm=Inf" in after.morph
        if not is_goal and after.pos not in {"ADP", "ADV", "NUM"}:
            return
        lemma = self.lexicon.maps["noun-participles"][token.lower]
        self.tokens[index] = replace(token, pos="VERB", lemma=lemma, morph=token.morph | PAST_PARTICIPLE)
        if is_goal and token.head == after.index:
            self._move(after.index, index, "xcomp")
        self._move(index, name.index, "acl")

    def _name_before(self, index: int, sentence: Sentence) -> Token | None:
        """Return the name that ends right before a comma before a word."""
        if index - 1 <= sentence.start or self.tokens[index - 1].text != ",":
            return None
        name = self.tokens[index - 2]
        while name.base_dep == "flat" and name.head != name.index:
            name = self.tokens[name.head]
        return name if name.pos == "PROPN" else None
