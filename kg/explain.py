"""Claim × Study → Explanation: where a claim stands, which frame made it, what filled its roles, and what spoke for it.

The article is read again; what is shown is what the program does with the text today. Where that is no longer the claim,
the explanation says so.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from kg.errors import ArticleError, GraphError
from kg.fillers import Filler, find_fillers
from kg.frames import Frame
from kg.modality import StanceFinder
from kg.model import Article, Claim, Date, Entity, Modality, Quantity, Span, Text, Vote, cover
from kg.predications import Predication, find_predications
from kg.saved import read_knowledge
from kg.stance import Stance
from kg.study import Study

PARSE_COLUMNS = ("token", "lemma", "pos", "arc", "head", "part")
MAX_SHOWN = 5  # ids, where an abbreviated one fits several


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a claim is there: facts by name in reading order, and the parse of its sentence."""

    facts: tuple[tuple[str, str], ...]
    parse: tuple[tuple[str, ...], ...]  # one row a token: PARSE_COLUMNS


def find_saved_claim(path: Path, id_: str) -> tuple[Claim, str]:
    """Return the claim of a claims.jsonl with an id, or the beginning of one, and what its article is quoted with.

    That text has the claim's quotations in their places, and may have blanks for the rest.

    Raises GraphError when there is none or several.
    """
    knowledge = read_knowledge(path)
    wanted = id_.removeprefix("c:")
    found = [claim for claim in knowledge.claims if wanted and claim.id.startswith(wanted)]
    exact = [claim for claim in found if claim.id == wanted] or found
    if not exact:
        raise GraphError(f"{path}: no claim '{id_}'; ids are the values of 'id' in that file")
    if len(exact) > 1:
        ids = ", ".join(f"c:{claim.id}" for claim in exact[:MAX_SHOWN])
        more = f" and {len(exact) - MAX_SHOWN} more" if len(exact) > MAX_SHOWN else ""
        raise GraphError(f"{path}: {len(exact)} claims begin with '{id_}': {ids}{more}; give more of it")
    texts = {article.name: article.text for article in knowledge.articles}
    return exact[0], texts[exact[0].article]


def find_article(claim: Claim, sentence: str, articles: tuple[Article, ...]) -> Article:
    """Return the article that a claim was read from, by its sentence; of several the one of the claim's name.

    Raises ArticleError when the sentence stands in none of them where the claim says.
    """
    holding = [article for article in articles if claim.evidence.sentence.of(article.text) == sentence]
    if not holding:
        start = claim.evidence.sentence.start
        raise ArticleError(
            f"{claim.article}: none of the {len(articles)} texts read has the claim's sentence at {start}; "
            "name the file that the graph was built from"
        )
    named = [article for article in holding if article.name == claim.article]
    return replace((named or holding)[0], name=claim.article)


def explain_claim(claim: Claim, study: Study) -> Explanation:
    """Return why a claim is there."""
    return _Explainer(claim, study).explain()


def predication_stance(study: Study, predication: Predication) -> Stance:
    """Return how the text holds a predication, with the words that say so."""
    reading, frame, head = study.reading, predication.frame, predication.head
    stances = StanceFinder(reading.doc, reading.syntax, reading.declarations, study.lexicon)
    is_predicate = reading.doc.has_kid(head, "cop")
    if predication.trigger.kind == "verb" or (predication.trigger.kind == "adjective" and is_predicate):
        stance = stances.of_verb(head)
    elif predication.trigger.kind == "noun":
        stance = stances.of_noun(head, is_event=frame.is_event)
    else:
        stance = stances.of_modifier(head)
    word = f"frame {frame.name}"
    if frame.is_negative:
        stance = stance.negated(word)
    if frame.is_planned:
        stance = stance.with_modality(Modality.PLANNED, word)
    return stance.over(word) if frame.is_former else stance


def recall_claim(claim: Claim, text: str) -> Explanation:
    """Return what a saved claim tells by itself, without its article; `text` holds at least what the claim quotes."""
    evidence = claim.evidence
    facts = [
        *_say_claim(claim, text),
        ("frame", f'{claim.frame}, by "{evidence.cue.of(text)}"'),
        ("status", claim.status.value),
    ]
    if claim.speaker is not None or claim.speaker_text:
        facts.append(("speaker", _describe_speaker(claim)))
    facts += [
        ("confidence", f"{claim.confidence}: {claim.reason}"),
        ("subject", f'{describe_value(claim.subject)}, by "{evidence.subject.of(text)}"'),
        ("object", f'{_describe_object(claim, text)}, by "{evidence.object.of(text)}"'),
        *((f"qualifier {one.name}", describe_value(one.value)) for one in claim.qualifiers),
        ("made by", _describe_maker(claim)),
    ]
    return Explanation(facts=tuple(facts), parse=())


def _say_claim(claim: Claim, text: str) -> Iterator[tuple[str, str]]:
    yield "claim", f"c:{claim.id}"
    yield "says", f"{describe_value(claim.subject)} {claim.relation} {_describe_object(claim, text)}"
    yield "article", f"{claim.article}, {claim.evidence.span.start}-{claim.evidence.span.end}"
    yield "sentence", claim.evidence.sentence.of(text)


def _describe_object(claim: Claim, text: str) -> str:
    return describe_value(claim.object, claim.evidence.object.of(text))


def _describe_speaker(claim: Claim) -> str:
    speaker = describe_value(claim.speaker) if claim.speaker is not None else "nobody known"
    return f'{speaker}, by "{claim.speaker_text}"'


def _describe_maker(claim: Claim) -> str:
    made = claim.provenance
    return f"{made.extractor} {made.version} with {made.model}"


def _unit_in(words: str, unit: str) -> str:
    """Return a unit as some words have it, which may be its plural: units are kept in the singular."""
    start = unit[: max(3, len(unit) - 2)].casefold()
    return next((word for word in re.findall(r"\w+", words) if word.casefold().startswith(start)), f"({unit})")


def describe_value(value: Entity | Quantity | Date | Text, words: str = "") -> str:
    """Return a subject or object in a few words: an entity with its type, a quantity with its unit as `words` have it."""
    match value:
        case Entity(label=label, type=type_):
            return f"{label} [{type_.value}]"
        case Quantity(value=number, unit=unit, bound=bound):
            written = _unit_in(words, unit) if words and unit and unit.islower() else unit or ""
            return " ".join(part for part in (bound.value if bound else "", f"{number:f}", written) if part)
        case Date(date=date):
            return date
        case Text(text=text):
            return f'"{text}"'


def describe_votes(votes: tuple[Vote, ...]) -> str:
    """Return the votes for the types of an entity, the heaviest first, what is said several times once."""
    weights: Counter[tuple[Decimal, str, str]] = Counter((vote.weight, vote.type.value, vote.reason) for vote in votes)
    ranked = sorted(weights.items(), key=lambda item: (-item[0][0] * item[1], item[0]))
    return "; ".join(
        f"{kind} {weight}{f' × {count}' if count > 1 else ''} ({reason})" for (weight, kind, reason), count in ranked
    )


class _Explainer:
    def __init__(self, claim: Claim, study: Study) -> None:
        self.claim, self.study = claim, study
        self.doc, self.text = study.reading.doc, study.reading.doc.article.text
        self.fillers = find_fillers(study.reading, study.lexicon)
        self.entities = self.fillers.entities
        self.spans = {mention.span: mention for mention in study.reading.mentions}

    def explain(self) -> Explanation:
        frame = next((frame for frame in self.study.frames if frame.name == self.claim.frame), None)
        predication = self._predication(frame) if frame is not None else None
        facts = [*_say_claim(self.claim, self.text)]
        if frame is not None:
            facts += self._frame(frame, predication)
        else:
            facts.append(("frame", f"{self.claim.frame}: no frame of this language, a rule of the program"))
        facts += self._status(predication)
        facts.append(("confidence", f"{self.claim.confidence}: {self.claim.reason}"))
        facts += self._argument("subject", self.claim.subject, self.claim.evidence.subject)
        facts += self._argument("object", self.claim.object, self.claim.evidence.object)
        facts += [(f"qualifier {one.name}", describe_value(one.value)) for one in self.claim.qualifiers]
        facts += self._made_by()
        return Explanation(facts=tuple(facts), parse=tuple(self._parse()))

    def _predication(self, frame: Frame) -> Predication | None:
        for predication in find_predications(self.doc, self.study.frames, self.study.lexicon):
            if predication.frame is frame and self._cue(predication) == self.claim.evidence.cue:
                return predication
        return None

    def _cue(self, predication: Predication) -> Span:
        return cover(self.doc.tokens[index].span for index in predication.tokens)

    def _frame(self, frame: Frame, predication: Predication | None) -> Iterator[tuple[str, str]]:
        cue = self.claim.evidence.cue.of(self.text)
        yield "frame", f'{frame.name} ({frame.where}) for {frame.relation}, by "{cue}"'
        if predication is None:
            yield (
                "note",
                "the frame no longer finds its words there: frames or parser are others than when it was built",
            )
            return
        arcs = [
            f'{arc.role} "{self._words(arc.token)}"{"" if arc.is_direct else " (shared or mended)"}'
            for token in predication.tokens
            for arc in self.study.reading.syntax.arcs[token]
        ]
        yield "arcs", ", ".join(dict.fromkeys(arcs)) or "none"
        yield "roles", self._roles(frame, predication)

    def _words(self, token: int) -> str:
        mention = self.fillers.spans.get(token)
        return mention.span.of(self.text) if mention is not None else self.doc.quote(token, token + 1)

    def _roles(self, frame: Frame, predication: Predication) -> str:
        """Return the reading of the frame whose roles hold what the claim has."""
        for subject_role, object_role in frame.readings:
            subject = self._filler(predication, subject_role, self.claim.evidence.subject)
            object_ = self._filler(predication, object_role, self.claim.evidence.object)
            if subject is not None and object_ is not None:
                return ", ".join(
                    f'{name} = {role} "{filler.span.of(self.text)}"{f" ({filler.why})" if filler.why else ""}'
                    for name, role, filler in (("subject", subject_role, subject), ("object", object_role, object_))
                )
        return "no longer filled as in the claim: frames or parser are others than when it was built"

    def _filler(self, predication: Predication, role: str, span: Span) -> Filler | None:
        return next((filler for filler in self.fillers.fill(predication, role) if filler.span == span), None)

    def _status(self, predication: Predication | None) -> Iterator[tuple[str, str]]:
        stance = predication_stance(self.study, predication) if predication is not None else Stance()
        cues = ", ".join(f'"{cue}"' for cue in dict.fromkeys(stance.cues))
        yield "status", f"{self.claim.status.value}{f', by {cues}' if cues else ', as nothing says otherwise'}"
        if self.claim.speaker is not None or self.claim.speaker_text:
            yield "speaker", _describe_speaker(self.claim)

    def _argument(self, name: str, value: Entity | Quantity | Date | Text, span: Span) -> Iterator[tuple[str, str]]:
        words = span.of(self.text)
        yield name, f'{describe_value(value, words)}, by "{words}"'
        mention = self.spans.get(span)
        entity = self.entities.at(mention.head) if mention is not None and isinstance(value, Entity) else None
        if entity is None:
            return
        others = sorted({place.of(self.text) for _, place in entity.mentions if place != span})
        if others:
            yield f"{name} is also", ", ".join(f'"{other}"' for other in others)
        yield f"{name} type", describe_votes(entity.votes) or f"{entity.type.value} by its noun"

    def _made_by(self) -> Iterator[tuple[str, str]]:
        yield "made by", _describe_maker(self.claim)
        if self.doc.model and self.doc.model != self.claim.provenance.model:
            yield "note", f"read again with {self.doc.model}"

    def _parse(self) -> Iterator[tuple[str, ...]]:
        evidence = self.claim.evidence
        parts = (("cue", evidence.cue), ("subject", evidence.subject), ("object", evidence.object))
        for token in self.doc.tokens:
            if evidence.sentence.overlaps(token.span):
                part = ", ".join(name for name, span in parts if span.overlaps(token.span))
                head = "" if token.head == token.index else self.doc.tokens[token.head].text
                yield (token.text, token.lemma, token.pos, token.dep, head, part)
