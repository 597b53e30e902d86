"""Participles beside a clause that the parser hung elsewhere: "X, passé par Y, dirige Z", "X, parti présider Y"."""

from dataclasses import replace

from kg.doc import PAST_PARTICIPLE, VERBAL, Sentence, Token
from kg.tree import Tree

LOOSE_PARTICIPLES = frozenset({"acl", "advcl", "amod", "appos", "dep"})  # how a participle behind a comma may hang


class Participles(Tree):
    """The mends of participles, for the mender of all clauses."""

    def _participle(self, index: int, sentence: Sentence) -> None:
        """Make the mends of a participle behind a name, by how it hangs."""
        token = self.tokens[index]
        if token.base_dep in {"advcl", "parataxis"}:
            self._participle_behind_name(index, sentence)
        elif token.lower in self.lexicon.maps["noun-participles"]:
            self._noun_as_participle(index, sentence)
        if self.tokens[index].base_dep in LOOSE_PARTICIPLES:
            self._participle_of_name(index, sentence)

    def _participle_behind_name(self, index: int, sentence: Sentence) -> None:
        """Read "le numéro deux derrière X, contrôlé par Y": a participle of the lexicon behind a name is of the name."""
        token = self.tokens[index]
        is_passive = token.lower in self.lexicon.maps["participles"] or any(
            kid.dep == "obl:agent" for kid in self._kids(index)
        )
        is_passive = is_passive or (token.base_dep == "parataxis" and token.morph >= PAST_PARTICIPLE)
        if not is_passive or token.head > index or self._has_kid(index, "aux", "cop"):
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
        is_goal = after.pos == "VERB" and after.lower == after.lemma  # an infinitive, whatever the tagger says
        if not is_goal and after.pos not in {"ADP", "ADV", "NUM"}:
            return
        lemma = self.lexicon.maps["noun-participles"][token.lower]
        self.tokens[index] = replace(token, pos="VERB", lemma=lemma, morph=token.morph | PAST_PARTICIPLE)
        is_below = is_goal and token.head == after.index
        self._move(index, name.index, "acl")
        if is_below:
            self._move(after.index, index, "xcomp")
        if is_goal:
            morph = frozenset({"VerbForm=Inf"})
            self.tokens[after.index] = replace(self.tokens[after.index], morph=morph)

    def _name_before(self, index: int, sentence: Sentence) -> Token | None:
        """Return the name that ends right before a comma before a word."""
        if index - 1 <= sentence.start or self.tokens[index - 1].text != ",":
            return None
        name = self.tokens[index - 2]
        while name.base_dep == "flat" and name.head != name.index:
            name = self.tokens[name.head]
        return name if name.pos == "PROPN" else None

    def _participle_as_root(self, sentence: Sentence) -> None:
        """Read "X, valorisé 3 millions, recrute": what stands apart is of the noun, the verb behind it heads the sentence."""
        root = next((t for t in self.tokens[sentence.start : sentence.end] if t.head == t.index), None)
        if root is None or not self._is_apart(root) or self._has_kid(root.index, "aux", "cop", "expl"):
            return
        noun = next((kid for kid in self._kids(root.index, "nsubj") if kid.index < root.index), None)
        later = (kid for kid in self._kids(root.index) if kid.index > root.index and kid.pos in VERBAL)
        verb = next(
            (kid for kid in later if "VerbForm=Fin" in kid.morph and not self._has_kid(kid.index, "nsubj")), None
        )
        verb = verb or next((kid for kid in later if self._has_kid(kid.index, "aux")), None)
        if noun is None or verb is None or self._has_kid(verb.index, "mark", "cc"):
            return
        before = min(kid.index for kid in (verb, *self._kids(verb.index, "aux", "advmod", "expl")))
        if self.tokens[before - 1].text != ",":
            return
        self._take_place(verb.index, root.index)
        self._move(noun.index, verb.index, "nsubj")
        self._move(root.index, noun.index, "acl")

    def _is_apart(self, participle: Token) -> bool:
        """Tell whether a past participle stands right behind a comma."""
        is_past = participle.pos == "VERB" and participle.morph >= PAST_PARTICIPLE
        return is_past and participle.index > 0 and self.tokens[participle.index - 1].text == ","

    def _participle_of_name(self, index: int, sentence: Sentence) -> None:
        """Read "le spécialiste des pompes X, coté à Y": what the name before the comma closes is not "des pompes"."""
        participle = self.tokens[index]
        if not self._is_apart(participle) or index - 2 < sentence.start or self._has_kid(index, "aux", "cop"):
            return
        name = self.tokens[index - 2]
        while name.base_dep == "flat" and name.head != name.index:
            name = self.tokens[name.head]
        noun = self.tokens[name.head]
        is_loose = (
            name.pos == "PROPN" and name.base_dep in {"amod", "appos", "nmod"} and not self._has_kid(name.index, "case")
        )
        if is_loose and participle.head == noun.index < name.index and self._has_kid(noun.index, "case"):
            self._move(index, name.index, "acl")
