"""Roles → what fills them: entities by their chains, quantities and dates by where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.entities import EntityMaker
from kg.lexicon import Lexicon
from kg.model import Date, Entity, EntityType, MentionKind, Quantity, Span, Text
from kg.predications import Predication, arguments
from kg.quantities import Measure
from kg.reading import Reading

INDIRECT = Decimal("0.9")  # an argument fetched back from where the parser hung it
ANAPHOR = Decimal("0.92")  # an argument that is a pronoun or a description
UNNAMED = Decimal("0.9")  # an argument that has no name in the article
MAX_MEASURE_DISTANCE = 14
MEASURED = frozenset({"count", "date", "minus-money", "money", "price", "share", "size", "staff", "staff-share"})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: an entity or a value, where it stands, how sure that is and why."""

    value: Entity | Quantity | Date | Text
    span: Span
    token: int
    weight: Decimal = Decimal(1)
    why: str = ""


class FillerFinder:
    """Finds what fills the roles of predications in one article."""

    def __init__(self, reading: Reading, entities: EntityMaker, lexicon: Lexicon) -> None:
        self.reading, self.entities, self.lexicon = reading, entities, lexicon
        self.doc, self.syntax = reading.doc, reading.syntax
        self.spans = {mention.head: mention for mention in reading.mentions}

    def fill(self, predication: Predication, role: str) -> tuple[Filler, ...]:
        """Return what fills a role, in text order; nothing when it is not filled."""
        head = predication.head
        plain, _, argument = role.partition(":")
        if plain == "holder":
            return self._holders(predication)
        if plain == "trigger":
            start, end = self.doc.tokens[head].span.start, self.doc.tokens[predication.tokens[-1]].span.end
            return (Filler(self.entities.of_phrase(head, EntityType.CONCEPT), Span(start, end), head),)
        if plain == "origin":
            return self._origin(head)
        if plain == "industry":
            return tuple(self._industries(head))
        if plain == "doer":
            return self._doers(head)
        if plain == "phrase":
            own = self._entity(predication.tokens[-1], is_direct=True)
            return (own,) if own is not None else ()
        if plain in MEASURED:
            return tuple(self._measures(predication, plain, argument))
        if plain == "complement":
            names = argument.split("|")
            arcs = [arc for name in names for arc in arguments(self.doc, self.syntax, predication, f"complement:{name}", self.lexicon)]
        else:
            arcs = list(arguments(self.doc, self.syntax, predication, role, self.lexicon))
        found = [self._entity(arc.token, is_direct=arc.is_direct) for arc in arcs]
        return tuple(filler for filler in found if filler is not None)

    def _entity(self, token: int, *, is_direct: bool) -> Filler | None:
        entity = self.entities.at(token)
        mention = self.spans.get(token)
        if entity is None or mention is None:
            return None
        weight, why = Decimal(1), []
        if not is_direct:
            weight, why = weight * INDIRECT, [*why, "argument fetched back"]
        if mention.kind is not MentionKind.NAME and entity.is_named:
            weight, why = weight * ANAPHOR, [*why, "anaphor"]
        if not entity.is_named and entity.type in {EntityType.PERSON, EntityType.ORGANIZATION}:
            weight, why = weight * UNNAMED, [*why, "unnamed"]
        return Filler(entity, mention.span, token, weight, ", ".join(why))

    def _holders(self, predication: Predication) -> tuple[Filler, ...]:
        """Return what a noun is said of: the subject of its copula, else what the noun phrase itself refers to."""
        head = predication.head
        found = [self._entity(arc.token, is_direct=arc.is_direct) for arc in self.syntax.of(head, "holder")]
        holders = tuple(filler for filler in found if filler is not None)
        if holders or self.syntax.hosts[head] is not None:
            return holders
        own = self._entity(head, is_direct=True)
        return (own,) if own is not None else ()

    def _doers(self, head: int) -> tuple[Filler, ...]:
        """Return who does what an event noun names: the subject of the verb that it completes ("X annonce le rachat de Y")."""
        token = self.doc.tokens[head]
        while token.head != token.index:
            governor = self.doc.tokens[token.head]
            if governor.pos in {"VERB", "AUX"}:
                if token.base_dep not in {"obj", "obl", "nmod", "conj", "xcomp"}:
                    return ()
                found = [self._entity(arc.token, is_direct=arc.is_direct) for arc in self.syntax.of(governor.index, "subject")]
                return tuple(filler for filler in found if filler is not None and filler.token != head)
            if token.base_dep not in {"nmod", "conj", "obl"}:
                return ()
            token = governor
        return ()

    def _origin(self, head: int) -> tuple[Filler, ...]:
        token = self.doc.tokens[head]
        if token.lower not in self.lexicon.origins:  # "le premier ministre belge": the adjective behind the noun
            following = self.doc.tokens[head + 1 : head + 3]
            token = next((t for t in following if t.lower in self.lexicon.origins), token)
            head = token.index
        origin = self.lexicon.origins.get(token.lower)
        if origin is None:
            return ()
        return (Filler(self.entities.of_place(origin.place, head), token.span, head),)

    def _industries(self, head: int) -> Iterator[Filler]:
        """Yield the trades that adjectives give: "le géant minier suisse"."""
        for index in range(head + 1, min(head + 3, len(self.doc.tokens))):
            token = self.doc.tokens[index]
            if token.lower in self.lexicon.origins:
                continue
            if not (self.lexicon.has("industry-adjectives", token.lemma) or self.lexicon.has("industry-adjectives", token.lower)):
                return
            yield Filler(self.entities.of_phrase(index, EntityType.CONCEPT), token.span, index)

    def _measures(self, predication: Predication, kind: str, nouns: str) -> Iterator[Filler]:
        if kind == "size":
            own = [m for m in self.reading.measures if m.start <= predication.head < m.end]
        else:
            own = list(self._near(predication))
        for measure in own:
            if self._is_kind(measure, kind, nouns):
                yield Filler(self._value(measure, kind), measure.span, measure.start)
                return

    def _value(self, measure: Measure, kind: str) -> Quantity | Date:
        if isinstance(measure.value, Date):
            return measure.value
        if kind == "minus-money":
            return Quantity(value=-abs(measure.value.value), unit=measure.value.unit, bound=measure.value.bound)
        if kind not in {"count", "staff", "size"}:
            return measure.value
        return Quantity(value=measure.value.value, unit=measure.noun, bound=measure.value.bound)

    def _is_kind(self, measure: Measure, kind: str, nouns: str) -> bool:
        if isinstance(measure.value, Date):
            return kind == "date"
        unit = measure.value.unit
        if kind == "share":
            return unit == "%"
        if kind == "staff-share":
            return unit == "%" and self._is_share_of_staff(measure)
        if kind in {"money", "minus-money"}:
            return unit is not None and unit != "%"
        if kind == "price":
            return unit is not None and unit != "%" and self._is_price(measure)
        if kind == "size":
            return unit is None and measure.noun is not None
        if kind == "staff":
            return unit is None and measure.noun is not None and self.lexicon.has("staff-nouns", measure.noun)
        return unit is None and (not nouns or (measure.noun is not None and self.lexicon.has(nouns, measure.noun)))

    def _is_share_of_staff(self, measure: Measure) -> bool:
        """Tell whether a share is one of people: "10 % de ses salariés"."""
        following = self.doc.tokens[measure.end : measure.end + 5]
        return any(self.lexicon.has("staff-nouns", token.lemma) or self.lexicon.has("group-nouns", token.lemma) for token in following)

    def _is_price(self, measure: Measure) -> bool:
        """Tell whether a sum is what is paid: after a preposition of price, its bound aside, or right behind the verb."""
        before = [t for t in self.doc.tokens[max(0, measure.start - 5) : measure.start]]
        return any(self.lexicon.has("price-prepositions", token.lower) for token in before) or (
            bool(before) and before[-1].pos == "VERB"
        )

    def _near(self, predication: Predication) -> Iterator[Measure]:
        """Yield the measures of a predication: those within its arguments, then those that follow in its clause."""
        inside = {
            index
            for token in predication.tokens
            for arc in self.syntax.arcs[token]
            if arc.role not in {"subject", "holder", "clause", "modified"} and arc.token > predication.head
            for index in self.doc.subtree(arc.token)
        }
        sentence = self.doc.sentence_of(predication.head)
        candidates = [m for m in self.reading.measures if sentence.start <= m.start < sentence.end]
        yield from (measure for measure in candidates if measure.start in inside)
        subject = {
            index
            for arc in self.syntax.of(predication.head, "object")
            if arc.token < predication.head
            for index in self.doc.subtree(arc.token)
        }
        yield from (measure for measure in candidates if measure.start in subject)
        last = predication.tokens[-1]
        for measure in candidates:
            near = last < measure.start <= last + MAX_MEASURE_DISTANCE
            if near and not self._is_cut(last, measure.start):
                yield measure

    def _is_cut(self, start: int, end: int) -> bool:
        """Tell whether another clause begins between two tokens."""
        return any(
            token.pos in {"VERB", "AUX"} and ("VerbForm=Fin" in token.morph or token.dep == "acl:relcl") or token.text in {";", ":"}
            for token in self.doc.tokens[start + 1 : end]
        )
