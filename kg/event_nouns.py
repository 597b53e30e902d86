"""Event noun → Stance: what governs "le rachat": it is planned, denied, failed, a rumour, or only spoken of."""

from kg.arcs import Syntax, is_passive
from kg.doc import VERBAL, Doc, Token
from kg.lexicon import Lexicon
from kg.model import Modality
from kg.stance import Stance


class EventNouns:
    """The part of the finder of stances that is about nouns; it goes on with the clause that they stand in."""

    doc: Doc
    syntax: Syntax
    lexicon: Lexicon

    def _clause(self, index: int, stance: Stance, depth: int) -> Stance:
        raise NotImplementedError

    def _mood(self, token: Token, stance: Stance) -> Stance:
        raise NotImplementedError

    def _under_noun(self, noun: Token, stance: Stance, depth: int) -> Stance:
        """Read "le projet de racheter", "l’arrêt de produire", "est sur le point de fermer"."""
        if self.lexicon.has("aspect-nouns", noun.lemma) or self.lexicon.has("aspect-nouns", noun.lower):
            if self.lexicon.has("planned-aspect-nouns", noun.lower) and self._is_aspect(noun):
                stance = stance.with_modality(Modality.PLANNED, noun.text)
            return self._clause(noun.index, stance, depth - 1)
        if self.lexicon.has("stop-nouns", noun.lemma):
            return self._governed(noun.index, stance.negated(noun.text), depth - 1)
        if self.lexicon.has("intention-phrases", noun.lemma):
            return self._governed(noun.index, stance.with_modality(Modality.PLANNED, noun.text), depth - 1)
        return self._clause(noun.index, stance, depth - 1) if self.syntax.hosts[noun.index] is not None else stance

    def _is_aspect(self, noun: Token) -> bool:
        return self.doc.has_kid(noun.index, "cop") or self.lexicon.has("copulas", self.doc.tokens[noun.head].lemma)

    def _governed(self, index: int, stance: Stance, depth: int) -> Stance:  # noqa: PLR0911 - a kind of governor each
        """Return the stance of an event noun by what it is an argument of: "renonce au rachat", "le projet de rachat"."""
        token = self.doc.tokens[index]
        if token.head == token.index or depth == 0:
            return stance
        head = self.doc.tokens[token.head]
        if head.pos in VERBAL:
            if token.base_dep == "nsubj" and not is_passive(self.doc, head.index):
                return self._happens(head, stance, depth)
            return self._clause(head.index, self._taken_by(token, head, stance), depth - 1)
        if token.base_dep == "nsubj" and self.doc.has_kid(head.index, "cop"):
            return self._said_to_be(head, stance, depth)
        if head.pos not in {"NOUN", "PROPN"} or token.base_dep not in {"nmod", "obl", "conj"}:
            return stance
        if self.lexicon.has("rumour-nouns", head.lemma):
            return self._governed(head.index, stance.with_modality(Modality.HYPOTHETICAL, head.lemma), depth - 1)
        if self.lexicon.has("intention-phrases", head.lemma):
            return self._governed(head.index, stance.with_modality(Modality.PLANNED, head.lemma), depth - 1)
        if self.lexicon.has("stop-nouns", head.lemma):
            return self._governed(head.index, stance.negated(head.lemma), depth - 1)
        # "envisage l’ouverture d’un entrepôt", "table sur 10 millions d’euros de revenus"
        if self.lexicon.has("beginning-nouns", head.lemma) or head.lower in self.lexicon.maps["currencies"]:
            return self._governed(head.index, stance, depth - 1)
        return stance

    def _taken_by(self, noun: Token, verb: Token, stance: Stance) -> Stance:
        """Return the stance of an event by the verb that takes it: "dément", "rejette", "reporte", "envisage", "redoute"."""
        is_refused = self.lexicon.has("stop-verbs", verb.lemma) or self.lexicon.has("denial-verbs", verb.lemma)
        if is_refused or (self.lexicon.has("rejecting-verbs", verb.lemma) and self._is_undergone(noun, verb)):
            return stance.negated(verb.lemma)
        if self._intends(verb.lemma) or self.lexicon.has("postponing-verbs", verb.lemma):
            return stance.with_modality(Modality.PLANNED, verb.lemma)
        if self.lexicon.has("fear-verbs", verb.lemma) or self.lexicon.has("speculation-verbs", verb.lemma):
            return stance.with_modality(Modality.HYPOTHETICAL, verb.lemma)
        return stance

    def _is_undergone(self, noun: Token, verb: Token) -> bool:
        """Tell whether an event is what a verb is done to: its object, or the subject of its passive."""
        return noun.base_dep == "obj" or (noun.base_dep == "nsubj" and is_passive(self.doc, verb.index))

    def _said_to_be(self, attribute: Token, stance: Stance, depth: int) -> Stance:
        """Return the stance of an event by what a copula says of it: "est imminent", "n’est plus à l’ordre du jour"."""
        if self.lexicon.has("denial-adjectives", attribute.lemma):
            stance = stance.negated(attribute.text)
        elif self.lexicon.has("doubt-adjectives", attribute.lemma):
            stance = stance.with_modality(Modality.HYPOTHETICAL, attribute.text)
        elif self.lexicon.has("coming-adjectives", attribute.lemma) or self.lexicon.has(
            "agenda-nouns", attribute.lemma
        ):
            stance = stance.with_modality(Modality.PLANNED, attribute.text)
        else:
            return self._mood(attribute, stance)  # "serait une première"
        return self._clause(attribute.index, stance, depth - 1)

    def _intends(self, verb: str) -> bool:
        """Tell whether what a verb takes is a plan when it is a noun: "envisage une cession", not "compte trois usines"."""
        return self.lexicon.has("intention-verbs", verb) and not self.lexicon.has("infinitive-intention-verbs", verb)

    def _happens(self, verb: Token, stance: Stance, depth: int) -> Stance:
        """Return the stance of an event by the verb that it is the subject of: it took place, failed, or is over."""
        words = tuple(word.lemma for word in self.doc.tokens[verb.index : verb.index + 5])
        if self.lexicon.match_at("failure-verbs", words, 0):
            return stance.negated(verb.lemma)
        if self.lexicon.match_at("ending-verbs", words, 0):
            return stance.over(verb.lemma)
        return self._clause(verb.index, stance, depth - 1) if self.lexicon.has("event-verbs", verb.lemma) else stance

    def _light_plan(self, verb: Token, stance: Stance) -> Stance:
        """Return the stance under "a le projet de racheter" when the parser hangs the infinitive on the verb."""
        nouns = [self.doc.tokens[arc.token].lemma for arc in self.syntax.of(verb.index, "object")]
        is_plan = self.lexicon.has("light-verbs", verb.lemma) and any(
            self.lexicon.has("intention-phrases", noun) for noun in nouns
        )
        return stance.with_modality(Modality.PLANNED, verb.lemma) if is_plan else stance
