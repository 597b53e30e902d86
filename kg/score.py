"""Claims × gold → scores: which facts were found, which claims are wrong, and how that comes out over articles.

A claim is right when subject, relation and object are those of a fact, and both are denied or neither is. A fact counts
once, however often and under however many names it is claimed. Names are compared without case, accents, punctuation and
small words; what is only described ("700 employés") by the words that both descriptions share.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.gold import Gold, GoldEntity, GoldFact
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Claim, Date, Entity, Quantity, Status, Text
from kg.ontology import CURRENCY

SYMMETRIC = frozenset({"competitorOf", "mergedWith", "partnerOf", "relativeOf"})
NAMED = frozenset({"Event", "Organization", "Person", "Place"})
SCORED_TYPES = NAMED | {"Product"}
MIN_NAME_OVERLAP = 0.66  # a longer name that holds all of the other: "M. Dupont", "groupe Renault"
MIN_PHRASE_OVERLAP = 0.6
MIN_TEXT_OVERLAP = 0.5
RELATIVE_TOLERANCE = 1e-6
PLAIN = str.maketrans({"\u2019": "'", "\u00a0": " ", "\u202f": " "})
PUNCTUATION = re.compile('[\u00ab\u00bb"\u201c\u201d()\\[\\],;:!?\u2026]')
BOUNDARY = re.compile(r"[ '\-/.]+")
BOOTSTRAP = 1000
INTERVAL = (0.025, 0.975)

Value = Quantity | Date | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of the claims and facts of one article."""

    name: str
    hits: tuple[tuple[Claim, GoldFact], ...]
    wrong: tuple[Claim, ...]
    missed: tuple[GoldFact, ...]
    again: tuple[Claim, ...]  # a fact that another claim has already found: neither right nor wrong
    open_claims: int
    entities: tuple[
        tuple[Entity, tuple[GoldEntity, ...]], ...
    ]  # named entities of claims, each with what it may be in the gold
    gold_entities: tuple[GoldEntity, ...]  # named entities that take part in facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The figures of one or more articles; a ratio of nothing is 0."""

    documents: int
    facts: int
    claims: int
    open_claims: int
    precision: float
    recall: float
    f1: float
    core_recall: float
    status_accuracy: float
    entity_precision: float
    entity_recall: float
    entity_f1: float
    type_accuracy: float


def score_article(gold: Gold, claims: Iterable[Claim]) -> Verdict:
    """Return which claims of an article are right. Raises LexiconError when nothing compares names in its language."""
    compare = _Comparison(load_lexicon(gold.language))
    everything = tuple(claims)
    closed = _distinct(claim for claim in everything if not claim.is_open)
    facts = [fact for fact in gold.facts if not fact.is_open]
    found: dict[int, Claim] = {}
    wrong: list[Claim] = []
    again: list[Claim] = []
    for claim in closed:
        fitting = [position for position, fact in enumerate(facts) if compare.claim_with(claim, fact)]
        free = [position for position in fitting if position not in found]
        if free:
            found[next((p for p in free if facts[p].status is claim.status), free[0])] = claim
        else:
            (again if fitting else wrong).append(claim)
    taking_part = {one.id for fact in gold.facts for one in (fact.subject, fact.object) if isinstance(one, GoldEntity)}
    return Verdict(
        name=gold.name,
        hits=tuple((claim, facts[position]) for position, claim in found.items()),
        wrong=tuple(wrong),
        missed=tuple(fact for position, fact in enumerate(facts) if position not in found),
        again=tuple(again),
        open_claims=sum(claim.is_open for claim in everything),
        entities=tuple((entity, compare.find_all(entity, gold.entities)) for entity in _named(everything)),
        gold_entities=tuple(one for one in gold.entities if one.id in taking_part and one.type in SCORED_TYPES),
    )


def score(verdicts: Sequence[Verdict]) -> Score:
    """Return the figures over all articles, each claim and fact counting the same."""
    hits = sum(len(verdict.hits) for verdict in verdicts)
    claims = hits + sum(len(verdict.wrong) for verdict in verdicts)
    facts = hits + sum(len(verdict.missed) for verdict in verdicts)
    core_hits = sum(fact.is_core for verdict in verdicts for _, fact in verdict.hits)
    core = core_hits + sum(fact.is_core for verdict in verdicts for fact in verdict.missed)
    entities = [pair for verdict in verdicts for pair in verdict.entities]
    known = [(entity, golds) for entity, golds in entities if golds]
    gold_entities = sum(len(verdict.gold_entities) for verdict in verdicts)
    met = sum(one in _met(verdict) for verdict in verdicts for one in verdict.gold_entities)
    precision, recall = _ratio(hits, claims), _ratio(hits, facts)
    entity_precision, entity_recall = _ratio(len(known), len(entities)), _ratio(met, gold_entities)
    return Score(
        documents=len(verdicts),
        facts=facts,
        claims=claims,
        open_claims=sum(verdict.open_claims for verdict in verdicts),
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        core_recall=_ratio(core_hits, core),
        status_accuracy=_ratio(sum(c.status is f.status for v in verdicts for c, f in v.hits), hits),
        entity_precision=entity_precision,
        entity_recall=entity_recall,
        entity_f1=_harmonic(entity_precision, entity_recall),
        type_accuracy=_ratio(sum(has_right_type(entity, golds) for entity, golds in known), len(known)),
    )


def score_relations(verdicts: Iterable[Verdict]) -> tuple[tuple[str, int, int, int], ...]:
    """Return (relation, facts, facts found, wrong claims), what has most facts first."""
    facts, found, wrong = Counter[str](), Counter[str](), Counter[str]()
    for verdict in verdicts:
        found.update(fact.relation for _, fact in verdict.hits)
        facts.update(fact.relation for _, fact in verdict.hits)
        facts.update(fact.relation for fact in verdict.missed)
        wrong.update(claim.relation for claim in verdict.wrong)
    names = sorted(facts.keys() | wrong.keys(), key=lambda name: (-facts[name], name))
    return tuple((name, facts[name], found[name], wrong[name]) for name in names)


def bootstrap_intervals(verdicts: Sequence[Verdict]) -> Mapping[str, tuple[float, float]]:
    """Return the 95 % intervals of precision, recall and F1: how they vary when other articles of this kind are drawn."""
    draw = random.Random(0)  # noqa: S311  (the same interval for the same verdicts, not a secret)
    counts = [(len(v.hits), len(v.wrong), len(v.missed)) for v in verdicts]
    measures: Mapping[str, Callable[[float, float], float]] = {
        "precision": lambda precision, _: precision,
        "recall": lambda _, recall: recall,
        "f1": _harmonic,
    }
    intervals = {}
    for name, measure in measures.items():
        figures = []
        for _ in range(BOOTSTRAP):
            hits, wrong, missed = map(sum, zip(*(draw.choice(counts) for _ in counts), strict=True))
            figures.append(measure(_ratio(hits, hits + wrong), _ratio(hits, hits + missed)))
        figures.sort()
        low, high = (figures[min(BOOTSTRAP - 1, int(share * BOOTSTRAP))] for share in INTERVAL)
        intervals[name] = (low, high)
    return intervals


def has_right_type(entity: Entity, golds: Iterable[GoldEntity]) -> bool:
    """Tell whether an entity has the type of one of those that it may be in the gold."""
    return any(one.type == entity.type.value for one in golds)


def _met(verdict: Verdict) -> set[GoldEntity]:
    return {one for _, golds in verdict.entities for one in golds}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the first claim of each (subject, relation, object, denied or not)."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        match claim.object:
            case Entity(key=key):
                value: object = key
            case Quantity(value=number, unit=unit):
                value = (number, unit)
            case other:
                value = other
        kept.setdefault((claim.subject.key, claim.relation, value, claim.status is Status.NEGATED), claim)
    return tuple(kept.values())


def _named(claims: Iterable[Claim]) -> tuple[Entity, ...]:
    """Return the entities of claims that have a type of names, each once."""
    found: dict[str, Entity] = {}
    for claim in claims:
        for one in (claim.subject, claim.object):
            if isinstance(one, Entity) and one.type.value in SCORED_TYPES:
                found[one.key] = one
    return tuple(found.values())


class _Comparison:
    """Compares names and values as the lists of a language have it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.ignored = lexicon.lists["scoring-ignored"]
        determiners = "|".join(sorted(lexicon.lists["scoring-determiners"], key=lambda word: (-len(word), word)))
        self.leading = re.compile(rf"(?:(?:{determiners})[ '])+")
        self.plain, self.words = cache(self._plain), cache(self._words)

    def claim_with(self, claim: Claim, fact: GoldFact) -> bool:
        """Tell whether a claim states a fact, in either direction when the relation has none."""
        if claim.relation != fact.relation or (claim.status is Status.NEGATED) != (fact.status is Status.NEGATED):
            return False
        if self.is_same(claim.subject, fact.subject) and self._is_same_object(claim.object, fact.object):
            return True
        if fact.relation not in SYMMETRIC:
            return False
        match claim.object, fact.object:
            case Entity() as other, GoldEntity() as gold:
                return self.is_same(other, fact.subject) and self.is_same(claim.subject, gold)
        return False

    def find_all(self, entity: Entity, golds: Iterable[GoldEntity]) -> tuple[GoldEntity, ...]:
        """Return what an entity may be in the gold."""
        return tuple(one for one in golds if self.is_same(entity, one))

    def is_same(self, entity: Entity, gold: GoldEntity) -> bool:
        """Tell whether an entity has a name of another; one that has no proper name, a description much like it."""
        names = [name for name in (entity.label, *entity.aliases) if name]
        is_proper = gold.type in NAMED or (gold.type == "Product" and any(name[:1].isupper() for name in gold.names))
        if not is_proper:
            return any(self._overlap(name, other) >= MIN_PHRASE_OVERLAP for name in names for other in gold.names)
        plain = {self.plain(other) for other in gold.names}
        return any(self.plain(name) in plain for name in names) or any(
            self._overlap(name, other) >= MIN_NAME_OVERLAP and set(self.words(other)) <= set(self.words(name))
            for name in names[:1]
            for other in gold.names
            if self.words(other)
        )

    def _is_same_object(self, value: Entity | Value, gold: GoldEntity | Value) -> bool:
        match gold:
            case GoldEntity(size=size):
                if isinstance(value, Entity):
                    return self.is_same(value, gold)
                return size is not None and isinstance(value, Quantity) and value.value == size
            case Quantity():
                return _is_same_number(value, gold)
            case Date(date=date):
                return (
                    isinstance(value, Date)
                    and bool(value.date)
                    and (value.date.startswith(date) or date.startswith(value.date))
                )
            case Text(text=text):
                words = value.text if isinstance(value, Text) else value.label if isinstance(value, Entity) else ""
                return self._overlap(words, text) >= MIN_TEXT_OVERLAP

    def _overlap(self, left: str, right: str) -> float:
        """Return twice the number of shared words over the number of all."""
        mine, theirs = Counter(self.words(left)), Counter(self.words(right))
        if not mine or not theirs:
            return 0.0
        return 2 * (mine & theirs).total() / (mine.total() + theirs.total())

    def _plain(self, name: str) -> str:
        decomposed = unicodedata.normalize("NFKD", name.translate(PLAIN))
        letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
        spaced = " ".join(PUNCTUATION.sub(" ", letters).split()).strip(" .'-")
        leading = self.leading.match(spaced)
        return (spaced[leading.end() :] if leading else spaced).strip()

    def _words(self, name: str) -> tuple[str, ...]:
        return tuple(word for word in BOUNDARY.split(self.plain(name)) if word and word not in self.ignored)


def _is_same_number(value: Entity | Value, gold: Quantity) -> bool:
    """Tell whether a number, or the size of a group, is that of the gold; only sums of money and shares have units."""
    match value:
        case Quantity(value=number, unit=unit):
            pass
        case Entity(size=int(number)):
            unit = None
        case _:
            return False
    wanted = float(gold.value)
    if abs(float(number) - wanted) > RELATIVE_TOLERANCE * max(1.0, abs(wanted)):
        return False
    units = {unit or "", gold.unit or ""}
    return len(units) == 1 or not any(one == "%" or CURRENCY.fullmatch(one) for one in units)
