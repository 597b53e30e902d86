"""Claims of all articles → Knowledge: which entities of which articles are one thing, what it is, and what it is called.

Within a type, named entities (and concepts, named or not) with the same name are one thing. A short name joins the only
longer one that it can stand for ("Musk" → "Elon Musk", "BCE" → "Banque centrale européenne (BCE)"); where two can, all
stay apart. Described things ("700 employés") are never merged over articles.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.errors import ResolutionError
from kg.model import Article, Claim, Entity, EntityType, Knowledge, Span
from kg.namespaces import CLAIM_HASH_LENGTH, digest, slug
from kg.ontology import Ontology, load_ontology

# Articles that disagree on a type are reconciled only when one type has at least this many times the votes of the other.
DOMINANCE = 2
MAX_ROUNDS = 5  # one is enough for nearly every corpus

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Local:
    """An entity as one article has it."""

    article: str
    entity: Entity

    @property
    def is_mergeable(self) -> bool:
        return self.entity.is_named or self.entity.type is EntityType.CONCEPT


@dataclass(frozen=True, slots=True)
class _Use:
    """A place where an entity takes part in a claim, and the relation that its type has to suit there."""

    relation: str
    is_subject: bool
    span: Span


def resolve(articles: Iterable[Article], claims: Iterable[Claim], ontology: Ontology | None = None) -> Knowledge:
    """Return what all articles say, with the entities merged and their keys and the claims' ids given.

    The order of articles and claims does not matter, and resolving what is resolved changes nothing. Raises
    ResolutionError when two different articles have one name.
    """
    relations = ontology or load_ontology()
    known = _resolve(_distinct(articles), claims, relations)
    for _ in range(MAX_ROUNDS):  # a name that was joined may outvote what stood beside it
        again = _resolve(known.articles, known.claims, relations)
        if again == known:
            break
        known = again
    return known


def _resolve(articles: tuple[Article, ...], claims: Iterable[Claim], relations: Ontology) -> Knowledge:
    found = tuple(sorted(set(claims), key=_claim_order))
    uses = _uses(found)
    entities = _merge(uses, relations)
    resolved: dict[Claim, str] = {}  # claims without their ids -> the smallest id
    for claim in found:
        moved = replace(
            claim,
            id="",
            subject=entities[_Local(claim.article, claim.subject)],
            object=entities[_Local(claim.article, claim.object)] if isinstance(claim.object, Entity) else claim.object,
            speaker=entities[_Local(claim.article, claim.speaker)] if claim.speaker else None,
        )
        id_ = claim.id or claim_id(claim)
        resolved[moved] = min(id_, resolved.get(moved, id_))
    return Knowledge(
        articles=articles,
        entities=tuple(sorted(set(entities.values()), key=lambda entity: entity.key)),
        claims=tuple(sorted((replace(claim, id=id_) for claim, id_ in resolved.items()), key=_claim_order)),
    )


def claim_id(claim: Claim) -> str:
    """Return the id of a claim as its article alone has it: a hash of the words, the offsets and what was read there."""
    evidence = claim.evidence
    spans = (evidence.span, evidence.sentence, evidence.cue, evidence.subject, evidence.object)
    offsets = ",".join(f"{span.start}-{span.end}" for span in spans)
    value = claim.object.key if isinstance(claim.object, Entity) else repr(claim.object)
    parts = (claim.article, claim.relation, offsets, claim.subject.key, value, claim.frame, claim.status.value)
    return digest(*parts, length=CLAIM_HASH_LENGTH)


def _claim_order(claim: Claim) -> tuple[object, ...]:
    return (claim.article, claim.evidence.span, claim.relation, claim.id, repr(claim))


def _distinct(articles: Iterable[Article]) -> tuple[Article, ...]:
    by_name: dict[str, Article] = {}
    for article in articles:
        if by_name.setdefault(article.name, article) != article:
            raise ResolutionError(f"{article.name}: the name of two articles; rename one of the files")
    return tuple(article for _, article in sorted(by_name.items()))


def _uses(claims: Iterable[Claim]) -> Mapping[_Local, Sequence[_Use]]:
    uses: dict[_Local, list[_Use]] = defaultdict(list)
    for claim in claims:
        evidence = claim.evidence
        uses[_Local(claim.article, claim.subject)].append(_Use(claim.relation, is_subject=True, span=evidence.subject))
        if isinstance(claim.object, Entity):
            use = _Use(claim.relation, is_subject=False, span=evidence.object)
            uses[_Local(claim.article, claim.object)].append(use)
        if claim.speaker:
            uses[_Local(claim.article, claim.speaker)].append(_Use("", is_subject=True, span=evidence.sentence))
    return uses


def _merge(uses: Mapping[_Local, Sequence[_Use]], ontology: Ontology) -> Mapping[_Local, Entity]:
    """Return for each entity of an article the entity that it is over all articles, with its key."""
    by_name: dict[str, list[_Local]] = defaultdict(list)
    merged: list[tuple[str, Entity, Sequence[_Local]]] = []  # key as wished, entity, what it is made of
    for local, places in uses.items():
        if local.is_mergeable:
            by_name[slug(local.entity.label)].append(local)
        else:
            merged.append((_key_of_described(local, places), local.entity, (local,)))
    groups = [group for locals_ in by_name.values() for group in _split_by_type(locals_, uses, ontology)]
    while len(joined := list(_join_short_names(groups))) < len(groups):  # a join can leave one candidate where two were
        groups = joined
    merged.extend((slug(group.label), group.entity, group.locals) for group in groups)
    merged.sort(key=lambda item: (item[0], item[1].type, item[1].label, repr(item[1])))
    keys = _distinct_keys([(wish, entity.type) for wish, entity, _ in merged])
    entities: dict[_Local, Entity] = {}
    for key, (_, entity, locals_) in zip(keys, merged, strict=True):
        entities.update(dict.fromkeys(locals_, replace(entity, key=key)))
    return entities


def _key_of_described(local: _Local, places: Sequence[_Use]) -> str:
    # The first place, not the article's key for it: what was resolved before must get the same key again.
    first = min(use.span for use in places)
    place = f"{first.start}-{first.end}"
    return f"{slug(local.entity.label)}-{digest(local.article, local.entity.label, place)}"


def _distinct_keys(wishes: Sequence[tuple[str, EntityType]]) -> list[str]:
    """Return a key for each wish; things of one name get their types appended, and a number if need be."""
    wished = Counter(key for key, _ in wishes)
    typed = [key if wished[key] == 1 else f"{key}-{type_.value.lower()}" for key, type_ in wishes]
    seen: Counter[str] = Counter()
    keys = []
    for key in typed:
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


class _Group:
    """Entities of articles that are one thing."""

    def __init__(self, locals_: Sequence[_Local], type_: EntityType) -> None:
        self.locals = tuple(locals_)
        self.type = type_
        self.entities = tuple(sorted({local.entity for local in locals_}, key=repr))
        counts: Counter[str] = Counter()
        for entity in self.entities:
            counts[entity.label] += max(1, len(entity.mentions))
        self.label = min(counts, key=lambda label: (-counts[label], -len(label), label))

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, folded."""
        return tuple(slug(self.label).split("-"))

    @property
    def other_names(self) -> frozenset[str]:
        """The aliases, folded."""
        return frozenset(slug(alias) for entity in self.entities for alias in entity.aliases)

    @property
    def entity(self) -> Entity:
        """The merged entity; its key is still open."""
        if len(self.entities) == 1 and self.entities[0].type is self.type and self.entities[0].label == self.label:
            return self.entities[0]
        names = {name for entity in self.entities for name in (entity.label, *entity.aliases)}
        return Entity(
            key="",
            label=self.label,
            type=self.type,
            aliases=tuple(sorted(names - {self.label})),
            descriptions=tuple(sorted({text for entity in self.entities for text in entity.descriptions})),
            is_named=any(entity.is_named for entity in self.entities),
            size=next((entity.size for entity in self.entities if entity.size is not None), None),
            mentions=tuple(sorted({mention for entity in self.entities for mention in entity.mentions})),
            votes=tuple(sorted((vote for entity in self.entities for vote in entity.votes), key=repr)),
        )


def _split_by_type(
    locals_: Sequence[_Local], uses: Mapping[_Local, Sequence[_Use]], ontology: Ontology
) -> Iterable[_Group]:
    """Group entities of one name by type; those whose type is outvoted take the winner's if their claims allow it."""
    ballots = dict.fromkeys(EntityType, Decimal(0))
    for entity in {local.entity for local in locals_}:
        for vote in entity.votes:
            ballots[vote.type] += vote.weight
    held = {local.entity.type for local in locals_}
    winner = min(held, key=lambda type_: (-ballots[type_], type_))
    by_type: dict[EntityType, list[_Local]] = defaultdict(list)
    for local in locals_:
        own = local.entity.type
        outvoted = ballots[winner] >= DOMINANCE * ballots[own] > 0
        if own is not winner and outvoted and all(_suits(winner, use, ontology) for use in uses[local]):
            logger.debug("%s in %s: %s, not %s, by votes", local.entity.label, local.article, winner, own)
            own = winner
        by_type[own].append(local)
    return [_Group(members, type_) for type_, members in by_type.items()]


def _suits(type_: EntityType, use: _Use, ontology: Ontology) -> bool:
    relation = ontology.relations.get(use.relation)
    return relation is None or type_ in (relation.domain if use.is_subject else relation.range)


def _join_short_names(groups: Sequence[_Group]) -> Iterable[_Group]:
    """Join each group to the only other one of its type that its name is short for."""
    home = {id(group): group for group in groups}
    by_alias: dict[tuple[EntityType, str], list[_Group]] = defaultdict(list)
    by_last_word: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        for alias in group.other_names:
            by_alias[group.type, alias].append(group)
        if group.type is EntityType.PERSON:
            by_last_word[group.words[-1]].append(group)
    for group in groups:
        longer: dict[int, _Group] = {}
        # "tribunal" may be short for one tribunal in its own article, but not for the same in every other.
        if group.type is EntityType.CONCEPT or not group.label.islower():
            longer = {id(other): other for other in by_alias[group.type, slug(group.label)] if other is not group}
        if group.type is EntityType.PERSON:
            size = len(group.words)
            others = (other for other in by_last_word[group.words[-1]] if len(other.words) > size)
            longer |= {id(other): other for other in others if other.words[-size:] == group.words}
        if len(longer) == 1:
            home[id(group)] = next(iter(longer.values()))
    members: dict[int, list[_Group]] = defaultdict(list)
    roots: dict[int, _Group] = {}
    for group in groups:
        root = _root(group, home)
        roots[id(root)] = root
        members[id(root)].append(group)
    for key, root in roots.items():
        yield _joined(root, members[key])


def _root(group: _Group, home: Mapping[int, _Group]) -> _Group:
    """Follow the joins to their end; of two names that are short for each other, the longer one is the end."""
    path: list[_Group] = []
    while home[id(group)] is not group and group not in path:
        path.append(group)
        group = home[id(group)]
    cycle = path[path.index(group) :] if group in path else [group]
    return min(cycle, key=lambda member: (-len(member.label), member.label))


def _joined(root: _Group, members: Sequence[_Group]) -> _Group:
    if len(members) == 1:
        return root
    shorter = sorted(member.label for member in members if member is not root)
    logger.debug("%s: also %s", root.label, ", ".join(shorter))
    group = _Group([local for member in members for local in member.locals], root.type)
    group.label = root.label
    return group
