"""Verb → Stance: what was once and is over, by a date that closes it, an adverb, or a past tense of holding a function."""

from kg.arcs import is_passive
from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.stance import Stance

SIMPLE_PAST = frozenset({"Mood=Ind", "Tense=Past", "VerbForm=Fin"})
YEAR = 4  # digits


class Endings:
    """What is over in one document."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc, self.lexicon = doc, lexicon

    def of(self, token: Token, stance: Stance, forms: tuple[Token, ...], *, is_told: bool) -> Stance:
        """Return the stance of what lasted until a date, or was once: "a dirigé X jusqu’en 2019", "appartenait jadis"."""
        kids = (
            kid for kid in self.doc.kids(token.index) if kid.pos != "NOUN"
        )  # "lancé par des anciens de X" is not over
        once = next((kid for kid in kids if self.lexicon.has("former-adjectives", kid.lower)), None)
        if once is not None and not self._is_aside(once):
            return stance.over(once.lower)
        if not any("Tense=Past" in form.morph or "Tense=Imp" in form.morph for form in forms):
            return stance
        if self._is_tenure_over(token, forms, is_told=is_told):
            return stance.over(token.text)
        return self.by_date(token, stance)

    def by_date(self, token: Token, stance: Stance) -> Stance:
        """Return the stance of what a date closes: "jusqu’en 2019", "de 2009 à 2017"."""
        years = [child for child in self.doc.kids(token.index, "obl", "nmod") if child.text.isdigit()]
        years += [
            inner
            for year in years
            for inner in self.doc.kids(year.index, "obl", "nmod", "conj")
            if inner.text.isdigit()
        ]
        cases = {case.lower for year in years for case in self.doc.kids(year.index, "case")}
        if len(years) > 1 and any(self.lexicon.has("between-prepositions", case) for case in cases):
            return stance.over("-")  # "entre 2014 et 2019"
        if self.lexicon.lists["genitive-forms"] & cases and self.lexicon.lists["dative-forms"] & cases:
            return stance.over("-")  # "de 2009 à 2017"
        for child in self.doc.kids(token.index, "obl", "advmod", "nmod"):
            before = self.doc.tokens[max(0, child.index - 3) : child.index + 1]
            marker = next((word.lower for word in before if self.lexicon.has("former-markers", word.lower)), None)
            if marker is not None and any(word.text[:1].isdigit() for word in before):
                return stance.over(marker)
        return stance

    def _is_tenure_over(self, token: Token, forms: tuple[Token, ...], *, is_told: bool) -> bool:
        """Tell whether a past tense says that a function is given up: "a dirigé X", "travaillait auparavant chez X"."""
        is_past = any(form.dep == "aux:tense" for form in forms) or (
            any("Tense=Imp" in form.morph or form.morph >= SIMPLE_PAST for form in forms) and not is_told
        )
        if self.lexicon.has("tenure-verbs", token.lemma) and is_past and not is_passive(self.doc, token.index):
            return True
        if token.pos == "VERB" and any(form.dep == "aux:tense" for form in forms):
            is_state = self.lexicon.has("stative-verbs", token.lemma)
            return is_state and self._is_earlier(token)  # "a auparavant racheté X": what was done then is done
        return self._is_earlier(token) or (not is_told and self._is_state_then(token, forms))

    def _is_state_then(self, token: Token, forms: tuple[Token, ...]) -> bool:
        """Tell whether a state is told of another time: "employait 500 personnes avant la crise", "en 2010"."""
        is_state = self.lexicon.has("stative-verbs", token.lemma)
        if not is_state or not any("Tense=Imp" in form.morph for form in forms):
            return False
        times = list(self.doc.kids(token.index, "obl"))
        cases = (case.lower for time in times for case in self.doc.kids(time.index, "case"))
        is_year = any(time.text.isdigit() and len(time.text) == YEAR for time in times)
        return is_year or any(self.lexicon.has("before-prepositions", case) for case in cases)

    def _is_earlier(self, token: Token) -> bool:
        return any(self.lexicon.has("earlier-adverbs", kid.lower) for kid in self.doc.kids(token.index))

    def _is_aside(self, adjective: Token) -> bool:
        """Tell whether an adjective behind a comma says it of somebody else: "dirigé par X, ancienne de Y"."""
        return (
            adjective.index > 0
            and self.doc.tokens[adjective.index - 1].text == ","
            and self.doc.has_kid(adjective.index, "nmod", "obl")
        )
