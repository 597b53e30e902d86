"""Words of a question × Study → Target: what a name, a phrase, a number or a date may be in an article as it was read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.entities import EntityMaker
from kg.explain import describe_value
from kg.lexicon import fold
from kg.model import Date, Entity, Mention, MentionKind, Quantity, Span, Text
from kg.quantities import Measure
from kg.study import Study

NUMBER = re.compile(r"-?\d[\d \u00a0\u202f]*(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the words of a subject or object may be in an article."""

    words: str
    entities: tuple[Entity, ...]
    spans: tuple[Span, ...]  # of mentions of any kind, or of values
    is_in_text: bool

    def fits(self, value: Entity | Quantity | Date | Text, span: Span) -> bool:
        """Tell whether a value at a span is what the words mean."""
        if isinstance(value, Entity):
            known = {entity.key for entity in self.entities}
            return value.key in known or fold(value.label) == fold(self.words)
        return any(span.overlaps(own) for own in self.spans)


class TargetFinder:
    """Finds what words mean in one article."""

    def __init__(self, study: Study, entities: EntityMaker) -> None:
        self.reading, self.entities = study.reading, entities
        self.doc, self.lexicon = study.reading.doc, study.lexicon

    def find(self, words: str, *, is_value: bool) -> Target:
        """Return what some words may be; `is_value`: also a number, a date or a quotation."""
        wanted = fold(words.strip())
        mentions = [m for m in self.reading.mentions if self._is_called(m, wanted)]
        if not mentions:
            heads = self._heads(wanted)
            mentions = [m for m in self.reading.mentions if m.head in heads]
        entities = {entity.key: entity for m in mentions if (entity := self.entities.at(m.head)) is not None}
        origins = [
            token
            for token in self.doc.tokens
            if (origin := self.lexicon.origins.get(token.lower)) is not None and fold(origin.place) == wanted
        ]
        places = [self.entities.of_place(self.lexicon.origins[t.lower].place, t.index) for t in origins]
        entities |= {place.key: place for place in places}
        spans = {m.span for m in mentions} | {t.span for t in origins}
        spans |= {m.span for m in self.reading.mentions if self._key(m) in entities}
        if is_value:
            spans |= {m.span for m in self.reading.measures if _is_value(m, words)}
            spans |= set(self._quotations(wanted))
        is_in_text = bool(spans) or wanted in fold(self.doc.text)
        return Target(words=words, entities=tuple(entities.values()), spans=tuple(sorted(spans)), is_in_text=is_in_text)

    def _is_called(self, mention: Mention, wanted: str) -> bool:
        if mention.kind is MentionKind.PRONOUN:
            return False
        entity = self.entities.at(mention.head)
        names = (mention.span.of(self.doc.text), *((entity.label, *entity.aliases) if entity is not None else ()))
        return wanted in {fold(name) for name in names}

    def _key(self, mention: Mention) -> str | None:
        entity = self.entities.at(mention.head)
        return entity.key if entity is not None else None

    def _quotations(self, wanted: str) -> Iterator[Span]:
        """Yield where words stand that may be a declaration or another name."""
        if wanted:
            for found in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", fold(self.doc.text)):
                yield Span(found.start(), found.end())

    def _heads(self, wanted: str) -> set[int]:
        """Return the heads of a phrase wherever it stands: a longer or shorter phrase with the same head is the same thing."""
        found = set()
        for place in self._quotations(wanted):
            inside = {token.index for token in self.doc.tokens if place.contains(token.span)}
            found |= {i for i in inside if self.doc.tokens[i].head not in inside or self.doc.tokens[i].head == i}
        return found

    def describe_near(self, target: Target) -> str:
        """Return what the reading has instead of a name that it does not have."""
        wanted = fold(target.words.strip())
        if not target.is_in_text:
            parts = [
                m for m in self.reading.mentions if set(fold(m.span.of(self.doc.text)).split()) & set(wanted.split())
            ]
            return f'"{target.words}" does not stand in the text{self.list_mentions("; it has", parts)}'
        places = tuple(self._quotations(wanted))
        parts = [m for m in self.reading.mentions if any(m.span.overlaps(place) for place in places)]
        shown = self.list_mentions("; there", parts)
        return f'"{target.words}" stands in the text, but is no name or phrase of the reading{shown}'

    def list_mentions(self, introduction: str, mentions: Iterable[Mention]) -> str:
        """Return some mentions with what each is taken for, behind an introduction; "" for none."""
        shown = list(dict.fromkeys(self._mention(mention) for mention in mentions))
        return f"{introduction} {', '.join(shown)}" if shown else ""

    def _mention(self, mention: Mention) -> str:
        entity = self.entities.at(mention.head)
        words = mention.span.of(self.doc.article.text)
        return f'"{words}" = {describe_value(entity)}' if entity is not None else f'"{words}" = nobody known'


def _is_value(measure: Measure, words: str) -> bool:
    """Tell whether a quantity or date is what somebody wrote, in digits or as the text has it."""
    if isinstance(measure.value, Date):
        return bool(words) and (measure.value.date.startswith(words) or words.startswith(measure.value.date))
    number = NUMBER.match(words.strip())
    if number is None:
        return False
    digits = "".join(number[0].split()).replace(",", ".")
    return abs(measure.value.value) == abs(Decimal(digits))
