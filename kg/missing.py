"""A fact that one expects × Study → findings: at which stage of the reading it was dropped, and by what.

The stages are asked in the order in which the program runs them, so that the first finding is the one to mend first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kg.conditions import Conditions
from kg.doc import VERBAL
from kg.explain import MAX_SHOWN, describe_value, describe_votes
from kg.extract import EXTRACTOR, extract_claims
from kg.fillers import Filler, find_fillers
from kg.model import Claim, Entity, EntityType, MentionKind, Provenance
from kg.ontology import Relation
from kg.predications import Predication, find_predications
from kg.study import Study
from kg.targets import Target, TargetFinder


class Stage(StrEnum):
    """Where a fact is dropped, in the order of the stages."""

    FOUND = "found"
    TEXT = "not in the text"
    NAME = "name not found"
    TYPE = "wrong type"
    COREFERENCE = "coreference"
    TRIGGER = "no trigger"
    FRAME = "frame does not apply"
    ROLE = "role not filled"
    ARGUMENT = "argument not accepted"
    BELOW = "below another reading"


ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason why a fact is not read from an article (or that it is)."""

    stage: Stage
    detail: str


def explain_missing(study: Study, subject: str, relation: Relation, object_: str) -> tuple[Finding, ...]:
    """Return why an article does not give a fact, the earliest stage first; FOUND alone when it does give it.

    `subject` and `object_` are names or phrases as the article has them, a number, or a date as claims have it.
    """
    inquiry = _Inquiry(study, relation)
    directions = [(subject, object_)]
    if relation.is_symmetric:
        directions.append((object_, subject))
    answers = [tuple(inquiry.ask(*direction)) for direction in directions]
    return max(answers, key=lambda findings: ("found" in {one.stage for one in findings}, _progress(findings)))


def _progress(findings: tuple[Finding, ...]) -> int:
    return max((ORDER.index(finding.stage) for finding in findings), default=-1)


class _Inquiry:
    def __init__(self, study: Study, relation: Relation) -> None:
        self.study, self.relation, self.reading = study, relation, study.reading
        self.doc, self.lexicon = study.reading.doc, study.lexicon
        self.fillers = find_fillers(study.reading, study.lexicon)
        self.conditions = Conditions(self.fillers)
        self.entities = self.fillers.entities
        self.targets = TargetFinder(study, self.entities)
        self.frames = tuple(frame for frame in study.frames if frame.relation == relation.name)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return extract_claims(
            self.reading,
            frames=self.study.frames,
            ontology=self.study.ontology,
            lexicon=self.lexicon,
            provenance=Provenance(extractor=EXTRACTOR, version="", model=self.doc.model),
        )

    @cached_property
    def predications(self) -> tuple[Predication, ...]:
        found = find_predications(self.doc, self.study.frames, self.lexicon)
        return tuple(predication for predication in found if predication.frame.relation == self.relation.name)

    def ask(self, subject_words: str, object_words: str) -> Iterator[Finding]:
        """Yield the findings in the order of the stages."""
        is_value = bool(self.relation.literals)
        subject, object_ = (
            self.targets.find(subject_words, is_value=False),
            self.targets.find(object_words, is_value=is_value),
        )
        both = [claim for claim in self.claims if self._is_about(claim, subject, object_)]
        same = [claim for claim in both if claim.relation == self.relation.name]
        if same:
            yield from (Finding(stage=Stage.FOUND, detail=self._saying(claim)) for claim in same)
            return
        absent = [target for target in (subject, object_) if not target.spans]
        for target in absent:
            stage = Stage.NAME if target.is_in_text else Stage.TEXT
            yield Finding(stage=stage, detail=self.targets.describe_near(target))
        if absent:
            return
        yield from self._types(subject, object_)
        shared = self._sentences(subject) & self._sentences(object_)
        if not shared:
            yield Finding(stage=Stage.COREFERENCE, detail=self._apart(subject, object_))
        else:
            yield from self._dropped(subject, object_, shared)
        for claim in both:
            yield Finding(stage=Stage.BELOW, detail=f"the two are read as: {self._saying(claim)}")

    # -- the stages ----------------------------------------------------------------------------------------------------

    def _types(self, subject: Target, object_: Target) -> Iterator[Finding]:
        """Yield what has a type that the relation does not take."""
        arguments = (("subject", subject, self.relation.domain), ("object", object_, self.relation.range))
        for name, target, accepted in arguments:
            if not target.entities or any(entity.type in accepted for entity in target.entities):
                continue
            has_value = any(m.span in target.spans for m in self.reading.measures)
            if name == "object" and (has_value or any(frame.object_as for frame in self.frames)):
                continue
            votes = "; ".join(
                f"{describe_value(entity)} by {describe_votes(entity.votes) or 'its noun'}"
                for entity in target.entities
            )
            yield Finding(stage=Stage.TYPE, detail=f"{votes}; {name} of {self.relation.name} is {_listed(accepted)}")

    def _sentences(self, target: Target) -> set[int]:
        return {token.sentence for token in self.doc.tokens for span in target.spans if token.span.overlaps(span)}

    def _apart(self, subject: Target, object_: Target) -> str:
        """Return what in the sentences of the rarer one may refer to the other, and what it is taken for."""
        rare, target, accepted = min(
            (object_, subject, self.relation.domain),
            (subject, object_, self.relation.range),
            key=lambda side: (not side[1].entities, len(self._sentences(side[0]))),
        )
        sentences = self._sentences(rare)
        anaphors = [
            mention
            for mention in self.reading.mentions
            if mention.kind is not MentionKind.NAME
            and mention.is_definite
            and self.doc.tokens[mention.head].sentence in sentences
            and (mention.kind is MentionKind.PRONOUN or mention.type in accepted)
        ]
        shown = self.targets.list_mentions(f'; beside "{rare.words}" these may stand for "{target.words}":', anaphors)
        return f'no sentence is about both "{subject.words}" and "{object_.words}"{shown}'

    def _dropped(self, subject: Target, object_: Target, sentences: set[int]) -> Iterator[Finding]:
        """Yield what happens to each trigger of the relation in some sentences."""
        near = [p for p in self.predications if self.doc.tokens[p.head].sentence in sentences]
        if not near:
            yield Finding(stage=Stage.TRIGGER, detail=self._without_trigger(sentences))
            return
        found = [self._examine(predication, subject, object_) for predication in near]
        yield from sorted(dict.fromkeys(found), key=lambda finding: ORDER.index(finding.stage))

    def _without_trigger(self, sentences: set[int]) -> str:
        shown = [self.doc.sentences[index] for index in sorted(sentences)]
        verbs = [t.lemma for s in shown for t in self.doc.tokens[s.start : s.end] if t.pos in VERBAL]
        quotes = " / ".join(sentence.span.of(self.doc.article.text) for sentence in shown)
        if not self.frames:
            names = "no frame states it: it is read from declarations and brackets"
        else:
            more = f" and {len(self.frames) - MAX_SHOWN} more" if len(self.frames) > MAX_SHOWN else ""
            names = f"its frames are {', '.join(frame.name for frame in self.frames[:MAX_SHOWN])}{more}"
        found = f"; verbs there: {', '.join(dict.fromkeys(verbs))}" if verbs else ""
        return f"no word of a frame of {self.relation.name} in: {quotes}{found}; {names}"

    def _examine(self, predication: Predication, subject: Target, object_: Target) -> Finding:
        """Return where a trigger fails to give the fact."""
        barred = self._condition(predication)
        if barred:
            return self._finding(Stage.FRAME, predication, barred)
        lacks: list[str] = []
        for place, (subject_role, object_role) in enumerate(predication.frame.readings):
            subjects = self.fillers.fill(predication, subject_role)
            objects = self.fillers.fill(predication, object_role)
            missing = [
                f"{name} ({role}) is {self._filling(fillers)}"
                for name, role, fillers, target in (
                    ("subject", subject_role, subjects, subject),
                    ("object", object_role, objects, object_),
                )
                if not any(target.fits(filler.value, filler.span) for filler in fillers)
            ]
            if missing:
                lacks.append(" and ".join(missing))
                continue
            refused = [
                reason
                for fillers, target, is_subject in ((subjects, subject, True), (objects, object_, False))
                for filler in fillers
                if target.fits(filler.value, filler.span)
                for reason in self._refusals(predication, filler, is_subject=is_subject)
            ]
            if refused:
                return self._finding(Stage.ARGUMENT, predication, "; ".join(refused))
            earlier = f", but its reading {place} comes first" if place else ", but a better claim or none was kept"
            return self._finding(Stage.BELOW, predication, f"has both roles{earlier}")
        return self._finding(Stage.ROLE, predication, "; or ".join(lacks))

    def _condition(self, predication: Predication) -> str:
        """Return which condition of a frame does not hold, "" when all do."""
        frame, key = predication.frame, self.conditions.failing(predication)
        why = f"its '{key}' does not hold" if key else ""
        if key == "requires":
            why = f"the sentence has none of its words: {', '.join(sorted(frame.requires))}"
        elif key == "under":
            why = f"nothing above it is one of: {', '.join(sorted(frame.under))}"
        elif key == "with":
            empty = next(role for role in sorted(frame.with_) if not self.fillers.fill(predication, role))
            why = f"its role {empty} must be filled"
        elif key == "without":
            role = next(role for role in sorted(frame.without) if self.fillers.fill(predication, role))
            why = f"its role {role} must be empty, but is {self._filling(self.fillers.fill(predication, role))}"
        elif key == "requires-phrase":
            why = "its noun stands alone, without a complement"
        return why

    def _refusals(self, predication: Predication, filler: Filler, *, is_subject: bool) -> Iterator[str]:
        """Yield why a frame or its relation does not take what fills a role."""
        frame, value = predication.frame, filler.value
        name = "subject" if is_subject else "object"
        quote = filler.span.of(self.doc.article.text)
        words = f'{name} "{quote}" is {describe_value(value, quote)}'
        if not isinstance(value, Entity):
            if is_subject or not self.relation.accepts_object(value):
                yield f"{words}, which {self.relation.name} does not take"
            return
        only = frame.subject_types if is_subject else frame.object_types
        accepted = self.relation.domain if is_subject else self.relation.range
        if only and value.type not in only:
            yield f"{words}; the frame takes {_listed(only)} only"
        elif value.type not in accepted and (is_subject or frame.object_as is None):
            yield f"{words}; {self.relation.name} takes {_listed(accepted)}"
        if name in frame.named and not value.is_named:
            yield f"{words}, which has no name in the article"
        if is_subject or value.is_named:
            return
        token = self.doc.tokens[filler.token]
        nouns = (token.lemma, token.lower)
        if frame.object_nouns and not any(self.lexicon.has(frame.object_nouns, noun) for noun in nouns):
            yield f"{words}, whose noun is not in the list {frame.object_nouns}"
        for barred in frame.barred_object_nouns:
            if any(self.lexicon.has(barred, noun) for noun in nouns):
                yield f"{words}, whose noun is in the list {barred}"

    # -- in words ------------------------------------------------------------------------------------------------------

    def _finding(self, stage: Stage, predication: Predication, detail: str) -> Finding:
        words = self.doc.quote(predication.tokens[0], predication.tokens[-1] + 1)
        frame = predication.frame
        return Finding(stage=stage, detail=f'frame {frame.name} ({frame.where}) at "{words}": {detail}')

    def _filling(self, fillers: tuple[Filler, ...]) -> str:
        shown = (
            f'"{filler.span.of(self.doc.article.text)}" = {describe_value(filler.value)}'
            if isinstance(filler.value, Entity)
            else describe_value(filler.value, filler.span.of(self.doc.article.text))
            for filler in fillers
        )
        return ", ".join(dict.fromkeys(shown)) or "empty"

    def _is_about(self, claim: Claim, subject: Target, object_: Target) -> bool:
        evidence = claim.evidence
        return subject.fits(claim.subject, evidence.subject) and object_.fits(claim.object, evidence.object)

    def _saying(self, claim: Claim) -> str:
        text = self.doc.article.text
        words, counted = claim.evidence.span.of(text), claim.evidence.object.of(text)
        return (
            f"{describe_value(claim.subject)} {claim.relation} {describe_value(claim.object, counted)}, {claim.status.value}, "
            f'{claim.confidence} by frame {claim.frame}: "{words}"'
        )


def _listed(types: Iterable[EntityType]) -> str:
    return " or ".join(sorted(type_.value for type_ in types)) or "a value"
