"""The records that flow through the stages: frozen, made of tuples, importing nothing of ours.

Every record that came from text holds a `Span`, and `span.of(article.text)` *is* its text. Offsets are code points.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class EntityType(StrEnum):
    """The classes of `ontology/core.ttl` that an entity can have."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    PRODUCT = "Product"
    EVENT = "Event"
    GROUP = "Group"
    CONCEPT = "Concept"


class Polarity(StrEnum):
    """Whether the text says that it is so or that it is not so."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """In what way the text holds it: in its own voice, on hearsay, as an intention, as a possibility."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"


class Status(StrEnum):
    """Polarity, modality and `former` in one word, the one that claims are filtered by."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    FORMER = "former"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class MentionKind(StrEnum):
    """How a span refers."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class Bound(StrEnum):
    """What a number in the text bounds: "au moins 700" is a lower bound, "environ 700" an approximation."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    ABOUT = "about"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


class Span(NamedTuple):  # a tuple, for spans are made, sorted and compared by the thousand
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words at this span of `text`."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Tell whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


def cover(spans: Iterable[Span]) -> Span:
    """Return the smallest span that contains all `spans` (at least one)."""
    found = tuple(spans)
    return Span(min(span.start for span in found), max(span.end for span in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text as found, with what is known of it beside the text."""

    name: str  # unique in a build: the file's stem, as in NAME.claims.jsonl
    text: str
    language: str = "fr"
    source: str = ""  # file name or URL, as provenance; never an absolute path
    published: str | None = None  # ISO 8601, as precise as known
    title: Span | None = None  # the headline, when the first line is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One reason to think that a mention has a type."""

    type: EntityType
    weight: Decimal
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that refers to a thing: a name, a noun phrase or a pronoun."""

    span: Span
    kind: MentionKind
    start: int  # its tokens in the Doc
    end: int
    head: int  # index of its head token in the Doc
    type: EntityType | None = None  # None: a pronoun, or a noun that says nothing of the type
    votes: tuple[Vote, ...] = ()
    is_definite: bool = False  # a noun phrase that presupposes that one knows what it is about
    size: int | None = None  # of a counted group
    bound: Bound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """The thing itself. `extract` makes one for each chain of an article, `resolve` merges those and gives the IRI's key."""

    key: str  # local name of the IRI e:KEY; before `resolve`, unique within the article only
    label: str  # its best name, as written in a text
    type: EntityType
    aliases: tuple[str, ...] = ()  # other names in the texts, sorted; no pronouns, no descriptions
    descriptions: tuple[str, ...] = ()  # noun phrases that refer to it ("le responsable"), sorted
    is_named: bool = (
        True  # False: known by a description only ("assistant d’IA", "700 employés"), never merged over articles
    )
    size: int | None = None  # kg:size of a Group
    mentions: tuple[tuple[str, Span], ...] = ()  # (article name, span), sorted
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit: None for a count, "%", an ISO 4217 code, or a singular noun."""

    value: Decimal
    unit: str | None = None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date as precise as the text has it: "2024", "2024-08" or "2024-08-12"."""

    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words as they stand in the article (a declaration, another name)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a claim stands in its article."""

    span: Span  # the shortest stretch that holds subject, cue and object, within the sentence
    sentence: Span
    cue: Span  # the trigger of the frame
    subject: Span
    object: (
        Span  # subject and object may lie outside the sentence only as antecedents do; then they are the anaphor's span
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A further fact of a claim: role, amount, share, from, to, at, place."""

    name: str
    value: Quantity | Date | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made a claim."""

    extractor: str  # "frames"
    version: str  # of kg
    model: str  # name, version and hash of the spaCy pipeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one place of one article says: a relation between an entity and an entity or a value."""

    id: str = (
        ""  # local name of the IRI c:ID; `resolve` gives it, from what the article alone says, so that merges keep it
    )
    article: str  # Article.name
    subject: Entity
    relation: str  # local name of a property of core.ttl ("ceoOf"), or "open:LEMMA"
    object: Entity | Quantity | Date | Text
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ASSERTED
    former: bool = False  # the text says that it is over
    speaker: Entity | None = None  # who says so, when it is not the article itself
    speaker_text: str | None = None  # the words that name the speaker, also where no entity could be found
    confidence: Decimal = Decimal(1)
    evidence: Evidence
    qualifiers: tuple[Qualifier, ...] = ()
    frame: str
    reason: str = ""  # why this confidence, in one line
    provenance: Provenance

    @property
    def status(self) -> Status:
        """Collapse polarity, modality and former; precedence as in the annotation guide."""
        if self.polarity is Polarity.NEGATIVE:
            return Status.NEGATED
        if self.modality is Modality.HYPOTHETICAL:
            return Status.HYPOTHETICAL
        if self.modality is Modality.PLANNED:
            return Status.PLANNED
        if self.former:
            return Status.FORMER
        return Status(self.modality.value)

    @property
    def is_open(self) -> bool:
        """Tell whether the relation lies outside the ontology."""
        return self.relation.startswith("open:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All that was read: what `resolve` returns and `graph` turns into RDF. Tuples are sorted."""

    articles: tuple[Article, ...] = field(default=())
    entities: tuple[Entity, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
