"""What a clause denies: "ne … pas", "rien ne", "aucun poste", and what only looks like it ("ne … que")."""

from kg.arcs import Syntax
from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.stance import Stance


class Negations:
    """Finds the negation of verbs."""

    def __init__(self, doc: Doc, syntax: Syntax, lexicon: Lexicon) -> None:
        """Work on one article."""
        self.doc, self.syntax, self.lexicon = doc, syntax, lexicon

    def of(self, token: Token, forms: tuple[Token, ...], stance: Stance) -> Stance:
        """Return the stance with what the clause of a verb denies; `forms` are the verb with its auxiliaries."""
        is_firm = self.lexicon.has("implicative-verbs", token.lemma)
        sentence = self.doc.sentence_of(token.index)
        first = min((form.index for form in forms), default=token.index)
        left = [t for t in self.doc.tokens[max(sentence.start, first - 4) : first] if t.pos != "PUNCT"]
        particle = next((t for t in reversed(left) if self.lexicon.has("negation-particles", t.lower)), None)
        if particle is not None and any(t.pos in {"VERB", "NOUN"} for t in self.doc.tokens[particle.index + 1 : first]):
            particle = None
        if particle is None:
            quantifier = self._negative_argument(token)
            return stance.negated(quantifier, is_firm=is_firm) if quantifier else stance
        subjects = [self.doc.tokens[arc.token] for arc in self.syntax.of(token.index, "subject")]
        nobody = next((t for t in subjects if t.pos == "PRON" and self.lexicon.has("negators", t.lower)), None)
        if nobody is not None:  # "rien ne prouve que", where "ne … que" restricts nothing
            return stance.negated(nobody.lower, is_firm=is_firm)
        words = tuple(t.lower for t in self.doc.tokens[particle.index : min(sentence.end, token.index + 6)])
        if any(self.lexicon.match_at("not-verb-sequences", words, start) for start in range(len(words))):
            return stance
        for position, word in enumerate(words[1:], 1):
            is_negator = self.lexicon.has("negators", word) or self.lexicon.has("negators-over", word)
            follows = particle.index + position + 1
            if is_negator and not (self._is_exception(words, position) and not self._begins_clause(follows, token)):
                return stance.negated(word, is_firm=is_firm)
            if self.lexicon.has("exception-markers", word):
                return stance
        quantifier = self._negative_argument(token)
        return stance.negated(quantifier, is_firm=is_firm) if quantifier else stance

    def _is_exception(self, words: tuple[str, ...], position: int) -> bool:
        """Read "ne compte plus que 3 500": what follows "que" is so."""
        following = words[position + 1 : position + 2]
        return bool(following) and self.lexicon.has("exception-markers", following[0])

    def _begins_clause(self, index: int, verb: Token) -> bool:
        """Tell whether a conjunction begins what a verb says: "ne dit pas que P"."""
        mark = self.doc.tokens[index]
        clause = self.doc.tokens[mark.head]
        return mark.base_dep == "mark" and clause.base_dep == "ccomp" and clause.head == verb.index

    def _negative_argument(self, token: Token) -> str:
        """Read "aucun poste ne sera supprimé", "pas de suppression": a negative determiner on an argument."""
        for role in ("subject", "object"):
            for arc in self.syntax.of(token.index, role):
                for child in self.doc.kids(arc.token, "det", "advmod", "cc"):
                    if child.index < arc.token and self.lexicon.has("negative-determiners", child.lower):
                        return child.lower
        return ""
