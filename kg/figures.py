"""Predications → the figures that fill their roles: by the arguments that hold them, else by where they stand."""

from collections.abc import Iterator

from kg.doc import VERBAL
from kg.lexicon import Lexicon
from kg.model import Date, Quantity
from kg.predications import Predication
from kg.quantities import PERCENT, Measure
from kg.reading import Reading
from kg.whereabouts import MAX_DISTANCE, is_cut

BEFORE = "-before"  # behind a kind: what it was before, by what it is compared with
MAJORITY = 50  # per cent: with no more than that nobody has bought a company
KINDS = frozenset(
    {"count", "date", "minor-share", "minus-money", "money", "price", "share", "size", "staff", "staff-share"}
)
KINDS |= {kind + BEFORE for kind in ("count", "minus-money", "money", "staff")}
MAX_LIST_GAP = 2
MAX_COMPARED = 8  # tokens between a figure and what it is compared with


class FigureFinder:
    """Finds the figures of predications in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon = reading, lexicon
        self.doc, self.syntax = reading.doc, reading.syntax
        self._by_sentence: dict[int, list[Measure]] = {}
        for measure in reading.measures:
            self._by_sentence.setdefault(self.doc.tokens[measure.start].sentence, []).append(measure)

    def of(self, predication: Predication, kind: str, nouns: str) -> Iterator[tuple[Quantity | Date, Measure]]:
        """Yield what a role of a kind ("staff", "money") takes, with where it stands; several only where they are listed."""
        if kind.endswith(BEFORE):
            kind = kind.removesuffix(BEFORE)
            for _, now in self.of(predication, kind, nouns):
                yield from ((self._value(measure, kind), measure) for measure in self._compared_with(now))
            return
        if kind == "size":
            own = [m for m in self.reading.measures if m.start <= predication.head < m.end]
        else:
            own = list(self._near(predication))
        found: Measure | None = None
        for measure in own:
            if kind != "date" and (self._begins_range(measure) or (kind == "staff" and self._is_whole(measure))):
                continue
            is_kind = self._is_kind(measure, kind, nouns) or (
                kind == "staff" and self._is_of_them(predication, measure)
            )
            if not is_kind or (found is not None and not self._are_listed(found, measure)):
                continue
            yield self._value(measure, kind), measure
            if kind != "staff":
                return
            found = measure

    def _is_of_them(self, predication: Predication, measure: Measure) -> bool:
        """Tell whether a bare number counts what a pronoun stands for: "n’en compte plus que 47"."""
        if not isinstance(measure.value, Quantity) or measure.noun is not None or measure.value.unit is not None:
            return False
        verbs = {predication.head, *(child.index for child in self.doc.kids(predication.head, "xcomp"))}
        number = self.doc.tokens[measure.start]
        before = self.doc.tokens[max(0, predication.head - 4) : predication.head]
        is_partitive = any(self.lexicon.has("genitive-pronouns", token.lower) for token in before)
        staff = [m for m in self.reading.measures if m.end <= predication.head and self._is_kind(m, "staff", "")]
        return is_partitive and number.head in verbs and bool(staff) and self._is_recent(staff[-1], predication.head)

    def _is_recent(self, measure: Measure, index: int) -> bool:
        return self.doc.tokens[measure.start].sentence >= self.doc.tokens[index].sentence - 1

    def _is_whole(self, measure: Measure) -> bool:
        """Tell whether a number is that of which only a part is meant: "remercie la moitié de ses 46 développeurs"."""
        before = [token.lower for token in self.doc.tokens[max(0, measure.start - 3) : measure.start]]
        while before and any(self.lexicon.has(name, before[-1]) for name in ("definite-determiners", "possessives")):
            before.pop()
        is_of = len(before) > 1 and self.lexicon.has("genitive-forms", before[-1])
        return is_of and before[-2] in self.lexicon.maps["fractions"]

    def _begins_range(self, measure: Measure) -> bool:
        """Tell whether a figure is what another was before: "passe de 22 % à 34 %" is 34 % now."""
        after = self.doc.tokens[measure.end : measure.end + 1]
        before = self.doc.tokens[measure.start - 1].lower if measure.start else ""
        is_first = any(self.lexicon.has("dative-forms", token.lower) for token in after)
        is_share = isinstance(measure.value, Quantity) and measure.value.unit == PERCENT
        is_from = is_share or self.lexicon.has("genitive-forms", before)
        return is_first and is_from and any(other.start == measure.end + 1 for other in self.reading.measures)

    def _compared_with(self, measure: Measure) -> Iterator[Measure]:
        """Yield what a figure was: "passe de 22 à 34 salariés", "240 personnes, contre 310 en 2020"."""
        sentence = self.doc.tokens[measure.start].sentence
        for other in self._by_sentence[sentence]:
            is_start = other.end + 1 == measure.start and self._begins_range(other)
            between = self.doc.tokens[measure.end : other.start - 1] if other.start > measure.end else None
            is_beside = between is not None and len(between) <= MAX_COMPARED and self._is_set_beside(other)
            if is_start or (is_beside and not any(token.pos in VERBAL for token in between or ())):
                yield other

    def _are_listed(self, first: Measure, second: Measure) -> bool:
        """Tell whether a figure follows another in a list: "100 ingénieurs et 50 ouvriers"."""
        between = self.doc.tokens[first.end : second.start]
        return 0 < len(between) <= MAX_LIST_GAP and all(
            token.text == "," or self.lexicon.has("list-conjunctions", token.lower) for token in between
        )

    def _value(self, measure: Measure, kind: str) -> Quantity | Date:
        if isinstance(measure.value, Date):
            return measure.value
        if kind == "minus-money":
            return Quantity(value=-abs(measure.value.value), unit=measure.value.unit, bound=measure.value.bound)
        if kind not in {"count", "staff", "size"}:
            return measure.value
        # people are counted without a unit, posts and other things with theirs
        is_people = measure.noun is None or self.lexicon.has("group-nouns", measure.noun)
        is_post = measure.noun is not None and self.lexicon.has("post-nouns", measure.noun)
        unit = measure.noun if is_post or not is_people else None
        if kind == "size":  # "400 suppressions de postes" are 400 posts, "400 licenciements" 400 people
            of = (self.doc.tokens[arc.token].lemma for arc in self.syntax.of(measure.end - 1, self.lexicon.genitive))
            unit = next((noun for noun in of if self.lexicon.has("post-nouns", noun)), unit if is_post else None)
        return Quantity(value=measure.value.value, unit=unit, bound=measure.value.bound)

    def _is_kind(self, measure: Measure, kind: str, nouns: str) -> bool:
        if isinstance(measure.value, Date) or kind == "date":
            return isinstance(measure.value, Date) and kind == "date"
        unit = measure.value.unit
        is_money = unit is not None and unit != PERCENT
        match kind:
            case "share" | "staff-share":
                return unit == PERCENT and (kind == "share" or self._is_share_of_staff(measure))
            case "minor-share":
                return unit == PERCENT and measure.value.value <= MAJORITY
            case "money" | "minus-money" | "price":
                return is_money and (kind != "price" or self._is_price(measure))
            case "staff":
                nouns = "staff-nouns"
            case _:
                pass
        if unit is not None or (measure.noun is None and kind != "count"):
            return False
        return not nouns or (measure.noun is not None and self.lexicon.has(nouns, measure.noun))

    def _is_share_of_staff(self, measure: Measure) -> bool:
        """Tell whether a share is one of people: "10 % de ses salariés"."""
        if self.doc.tokens[measure.end - 1].lower in self.lexicon.maps["fractions"]:
            return False  # "un tiers de son personnel" are people
        following = self.doc.tokens[measure.end : measure.end + 5]
        return any(
            self.lexicon.has("staff-nouns", token.lemma) or self.lexicon.has("group-nouns", token.lemma)
            for token in following
        )

    def _is_price(self, measure: Measure) -> bool:
        """Tell whether a sum is what is paid: after a preposition of price, its bound aside, or right behind the verb."""
        before = self.doc.tokens[max(0, measure.start - 5) : measure.start]
        cues = ("price-cues", "price-prepositions")
        is_marked = any(self.lexicon.has(name, token.lower) for token in before for name in cues)
        return is_marked or (bool(before) and self.lexicon.has("price-verbs", before[-1].lemma))

    def _near(self, predication: Predication) -> Iterator[Measure]:
        """Yield the measures of a predication: those within its arguments, then those that follow in its clause."""
        around = self._by_sentence.get(self.doc.tokens[predication.head].sentence)
        if around is None:
            return
        inside = {
            index
            for token in predication.tokens
            for arc in self.syntax.arcs[token]
            if arc.role not in {"subject", "holder", "clause", "modified"} and arc.token > predication.head
            for index in self.doc.subtree(arc.token)
        }
        differences = self._differences(predication.head)
        candidates = [m for m in around if m.start not in differences and not self._is_set_beside(m)]
        yield from (measure for measure in candidates if measure.start in inside)
        subject = {
            index
            for arc in self.syntax.of(predication.head, "object")
            if arc.token < predication.head
            for index in self.doc.subtree(arc.token)
        }
        yield from (measure for measure in candidates if measure.start in subject)
        # "8,4 millions de chiffre d’affaires"
        yield from (
            m
            for m in candidates
            if m.end == predication.head - 1 and self.lexicon.has("genitive-forms", self.doc.tokens[m.end].lower)
        )
        if predication.trigger.kind == "noun":
            yield from (m for m in candidates if m.start in self._said_of(predication.head))
        payer = self.doc.tokens[self.doc.tokens[predication.head].head]
        if self.lexicon.has("paying-verbs", payer.lemma):  # "a déboursé 3 millions pour s’offrir X"
            yield from (m for m in candidates if payer.index < m.start < predication.head)
        last = predication.tokens[-1]
        for measure in candidates:
            near = last < measure.start <= last + MAX_DISTANCE
            if near and not is_cut(self.doc, last, measure.start):
                yield measure

    def _is_set_beside(self, measure: Measure) -> bool:
        """Tell whether a figure is what one before it is compared with: "240 personnes, contre 310 en 2020"."""
        start, sentence = measure.start, self.doc.tokens[measure.start].sentence
        if not start or not self.lexicon.has("comparison-prepositions", self.doc.tokens[start - 1].lower):
            return False
        return any(
            isinstance(measure.value, Quantity)
            and isinstance(other.value, Quantity)
            and other.value.unit == measure.value.unit
            and other.start < start
            for other in self.reading.measures
            if self.doc.tokens[other.start].sentence == sentence
        )

    def _differences(self, noun: int) -> frozenset[int]:
        """Return the tokens of a difference in what a noun names: "réduit ses effectifs de 300 personnes"."""
        verb = self.doc.tokens[noun].head
        if self.doc.tokens[noun].pos != "NOUN" or not self.lexicon.has("change-verbs", self.doc.tokens[verb].lemma):
            return frozenset()
        by = [
            arc.token
            for index in ((noun, verb) if noun > verb else (verb,))
            for arc in self.syntax.of(index, self.lexicon.genitive)
            if arc.token > noun
        ]
        return frozenset(index for child in by for index in self.doc.subtree(child))

    def _said_of(self, noun: int) -> frozenset[int]:
        """Return the tokens that follow in the clause whose subject a noun is: "le bénéfice de X atteint 3 millions"."""
        token = self.doc.tokens[noun]
        verb = token.head
        if token.base_dep != "nsubj" or verb == noun:
            return frozenset()
        nested = {
            index
            for child in self.doc.kids(verb, "advcl", "conj", "parataxis", "ccomp")
            for index in self.doc.subtree(child.index)
        }
        if self.lexicon.has("change-verbs", self.doc.tokens[verb].lemma):  # "a augmenté de 18 millions" is a difference
            by = [arc.token for arc in self.syntax.of(verb, self.lexicon.genitive)]
            nested |= {index for child in by for index in self.doc.subtree(child)}
        return frozenset(index for index in self.doc.subtree(verb) if index > noun and index not in nested)
