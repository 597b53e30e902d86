"""Predications × frames → Claims of one article: a pure function of the article, its parse and the lexicon."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from kg.candidates import find_candidates
from kg.declared import find_declared
from kg.doc import VERBAL, Token
from kg.fillers import Filler, find_fillers
from kg.frames import Frame
from kg.lexicon import Lexicon
from kg.located import find_located
from kg.modality import StanceFinder
from kg.model import (
    Claim,
    Entity,
    EntityType,
    Evidence,
    Modality,
    Polarity,
    Provenance,
    Qualifier,
    Quantity,
    Span,
    Text,
    cover,
)
from kg.ontology import Ontology
from kg.open_claims import find_open_claims
from kg.predications import Predication
from kg.quantities import PERCENT
from kg.reading import Reading
from kg.stance import Stance

EXTRACTOR = "frames"
LASTING = frozenset({"alsoKnownAs"})  # a name that was borne once is one of the names
CENT = Decimal("0.01")
MAX_GAP = 40  # characters between a figure and whose it is: "30 % du capital de la société X"
APART = frozenset(",;:()")
UNDONE = frozenset({Modality.HYPOTHETICAL, Modality.PLANNED})


def extract_claims(
    reading: Reading, *, frames: tuple[Frame, ...], ontology: Ontology, lexicon: Lexicon, provenance: Provenance
) -> tuple[Claim, ...]:
    """Return the claims of one article in the order of their evidence, each said once a sentence."""
    predications = find_candidates(reading, frames, lexicon)
    extractor = _Extractor(reading, ontology, lexicon, provenance)
    of_word: dict[int, list[Predication]] = {}
    for predication in predications:
        of_word.setdefault(predication.head, []).append(predication)
    made: dict[int, tuple[Claim, ...]] = {}
    claims = [claim for predication in predications for claim in _unless(predication, of_word, extractor, made)]
    claims += find_declared(reading, extractor.entities, extractor.stances, lexicon, provenance)
    claims += find_located(reading, extractor.entities, provenance)
    claims += find_open_claims(reading, extractor.entities, extractor.stances, lexicon, provenance, claims)
    return best(claim for claim in claims if is_grounded(claim, reading.doc.article.text, ontology))


def _unless(
    predication: Predication,
    of_word: dict[int, list[Predication]],
    extractor: "_Extractor",
    made: dict[int, tuple[Claim, ...]],
) -> tuple[Claim, ...]:
    """Return the claims of a predication; none where a frame that is more precise holds of the same word.

    `made` holds those that are known, by the identity of the predication: a rival is asked for several times.
    """
    key = id(predication)
    if key not in made:
        unless = predication.frame.unless
        is_beaten = bool(unless) and any(
            other.frame.name in unless and _unless(other, of_word, extractor, made)
            for other in of_word[predication.head]
        )
        made[key] = () if is_beaten else tuple(extractor.claims(predication))
    return made[key]


def is_grounded(claim: Claim, text: str, ontology: Ontology) -> bool:
    """Tell whether a claim may pass, whoever proposes it: its words are in the text, its relation takes what it has."""
    if isinstance(claim.object, Entity) and claim.object.key == claim.subject.key:
        return False
    if isinstance(claim.object, Text) and claim.object.text == claim.subject.label:
        return False
    if claim.evidence.subject == claim.evidence.object:
        return False
    spans = (claim.evidence.cue, claim.evidence.subject, claim.evidence.object)
    if not all(0 <= span.start < span.end <= len(text) for span in spans):
        return False
    relation = ontology.relations.get(claim.relation)
    if relation is None:
        return claim.is_open
    return relation.accepts_subject(claim.subject.type) and relation.accepts_object(claim.object)


def best(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims with one for each fact and sentence: the most certain, then the shortest evidence."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (claim.subject.key, claim.relation, _object_key(claim), claim.status, claim.evidence.sentence)
        other = kept.get(key)
        if other is None or _rank(claim) < _rank(other):
            kept[key] = claim
    return tuple(
        sorted(kept.values(), key=lambda claim: (claim.evidence.span, claim.relation, str(_object_key(claim))))
    )


def _rank(claim: Claim) -> tuple[Decimal, int, str]:
    return (-claim.confidence, claim.evidence.span.end - claim.evidence.span.start, claim.frame)


def _object_key(claim: Claim) -> object:
    match claim.object:
        case Entity(key=key):
            return key
        case Quantity(value=value, unit=unit):
            return (value, unit)
        case other:
            return other


class _Extractor:
    def __init__(self, reading: Reading, ontology: Ontology, lexicon: Lexicon, provenance: Provenance) -> None:
        self.reading, self.doc = reading, reading.doc
        self.ontology, self.lexicon, self.provenance = ontology, lexicon, provenance
        self.stances = StanceFinder(reading.doc, reading.syntax, reading.declarations, lexicon)
        self.fillers = find_fillers(reading, lexicon)
        self.entities = self.fillers.entities

    def claims(self, predication: Predication) -> Iterator[Claim]:
        """Yield the claims of a predication: the first reading of its frame whose two roles are filled."""
        frame = predication.frame
        for subject_role, object_role in frame.readings:
            subjects = self._accepted(frame, self.fillers.fill(predication, subject_role), is_subject=True)
            if not subjects:
                continue
            objects = self._accepted(frame, self.fillers.fill(predication, object_role), is_subject=False)
            if frame.object_as is EntityType.CONCEPT:
                objects = tuple(self._joined(objects))
            if objects:
                stance = self._stance(predication)
                # who will sell, or may, is no former owner: such a sentence says nothing of the past
                if frame.is_former and stance.modality in UNDONE:
                    return
                for subject, object_ in self._pairs(subjects, objects, is_same=subject_role == object_role):
                    yield self._claim(predication, subject, object_, stance)
                return

    def _joined(self, fillers: tuple[Filler, ...]) -> list[Filler]:
        """Return concepts, those that share a complement as one: "la location et la vente de machines"."""
        kept: list[Filler] = []
        for filler in fillers:
            if kept and isinstance(filler.value, Entity) and self._shares_complement(kept[-1], filler):
                span = cover((kept[-1].span, filler.span))
                label = span.of(self.doc.article.text)
                key = self.entities.phrase_key(label)
                mentions = ((self.doc.article.name, span),)
                value = replace(filler.value, key=key, label=label, aliases=(), descriptions=(), mentions=mentions)
                kept[-1] = replace(filler, value=value, span=span)
            else:
                kept.append(filler)
        return kept

    def _shares_complement(self, first: Filler, second: Filler) -> bool:
        tokens = self.doc.tokens
        between = tokens[first.token + 1 : second.token]
        after = tokens[second.token + 1] if second.token + 1 < len(tokens) else None
        is_pair = any(t.pos == "CCONJ" for t in between) and all(t.pos in {"ADP", "CCONJ", "DET"} for t in between)
        has_complement = after is not None and self.lexicon.has("genitive-forms", after.lower)
        return is_pair and has_complement and tokens[second.token].pos == tokens[first.token].pos == "NOUN"

    def _pairs(
        self, subjects: tuple[Filler, ...], objects: tuple[Filler, ...], *, is_same: bool
    ) -> Iterator[tuple[Filler, Filler]]:
        """Yield subject with object; where the same things fill both roles ("entre X et Y"), each pair once."""
        for position, subject in enumerate(subjects):
            for object_ in objects[position + 1 :] if is_same and subjects == objects else objects:
                yield subject, object_

    def _accepted(self, frame: Frame, fillers: tuple[Filler, ...], *, is_subject: bool) -> tuple[Filler, ...]:
        relation = self.ontology.relations[frame.relation]
        kept = []
        for filler in fillers:
            value = filler.value
            if isinstance(value, Entity) and not self._fits(frame, filler, value, is_subject=is_subject):
                continue
            if not is_subject and frame.object_as is not None and isinstance(value, Entity):
                filler = self._as_type(filler, value, frame.object_as)  # noqa: PLW2901
            value = filler.value
            if (is_subject and isinstance(value, Entity) and relation.accepts_subject(value.type)) or (
                not is_subject and relation.accepts_object(value)
            ):
                kept.append(filler)
        return tuple(kept)

    def _as_type(self, filler: Filler, entity: Entity, type_: EntityType) -> Filler:
        """Return the filler as a thing of a type, by its words alone where it is another's or holds a name."""
        if entity.type is type_ and not self.fillers.holds_name(filler):
            return filler
        phrase = self.entities.of_phrase(filler.token, type_)
        return replace(filler, value=phrase, span=phrase.mentions[0][1])

    def _fits(self, frame: Frame, filler: Filler, entity: Entity, *, is_subject: bool) -> bool:
        types = frame.subject_types if is_subject else frame.object_types
        argument = "subject" if is_subject else "object"
        if (types and entity.type not in types) or argument in (frame.unnamed if entity.is_named else frame.named):
            return False
        if not is_subject and not self._is_called(frame, filler.token):
            return False
        token = self.doc.tokens[filler.token]
        barred = (frame.barred_subject_nouns,) if is_subject else frame.barred_object_nouns
        # "l’État malien" is called so, "le laboratoire X" is called X
        is_judged = not entity.is_named or (is_subject and filler.token in self.fillers.in_name)
        if is_judged and any(self._is_of(words, token) for words in barred):
            return False
        is_bare = not is_subject and not entity.is_named and " " not in entity.label
        if is_bare and self._is_of(frame.barred_bare_nouns, token):
            return False
        is_free = is_subject or entity.is_named or entity.size is not None
        return is_free or not frame.object_nouns or self._is_of(frame.object_nouns, token)

    def _is_called(self, frame: Frame, token: int) -> bool:
        """Tell whether what an object is called holds a word that its frame asks for, and none that it bars."""
        wanted, barred = frame.object_words, frame.barred_object_words
        if not wanted and not barred:
            return True
        chain = self.reading.chains.at(token)
        mentions = chain.mentions if chain is not None else ()
        called = {self.doc.tokens[index].lower for m in mentions for index in range(m.start, m.end)}
        if wanted and called.isdisjoint(self.lexicon.lists[wanted]):
            return False
        return not barred or called.isdisjoint(self.lexicon.lists[barred])

    def _is_of(self, words: str, token: Token) -> bool:
        return bool(words) and any(self.lexicon.has(words, word) for word in (token.lemma, token.lower))

    def _stance(self, predication: Predication) -> Stance:
        token = self.doc.tokens[predication.head]
        frame = predication.frame
        if predication.trigger.kind == "verb":
            stance = self.stances.of_verb(predication.head)
        elif predication.trigger.kind == "noun":
            stance = self._of_governor(predication) or self.stances.of_noun(predication.head, is_event=frame.is_event)
        elif self.doc.has_kid(predication.head, "cop"):
            stance = self.stances.of_verb(predication.head)
        else:
            stance = self.stances.of_modifier(predication.head)
        if frame.is_negative:
            stance = stance.negated(token.text)
        if frame.is_planned:
            stance = stance.with_modality(Modality.PLANNED, token.text)
        return stance.over(token.text) if frame.is_former else stance

    def _of_governor(self, predication: Predication) -> Stance | None:
        """Return the stance of the verb that says the fact where the noun only names its matter: "le capital n’est pas à X"."""
        frame = predication.frame
        roles = {role.partition(":")[0] for pair in frame.readings for role in pair}
        governor = None
        if "beside" in roles and frame.under:
            governor = self.fillers.neighbours.governor(predication)
        elif "appointer" in roles and not frame.is_event:
            above = self.doc.ancestors(predication.head)
            governor = next((word.index for word in above if word.pos in VERBAL), None)
        if governor is None:
            return None
        is_verb = self.doc.tokens[governor].pos in VERBAL
        return self.stances.of_verb(governor) if is_verb else self.stances.of_noun(governor, is_event=True)

    def _claim(self, predication: Predication, subject: Filler, object_: Filler, stance: Stance) -> Claim:
        frame = predication.frame
        confidence = frame.confidence * subject.weight * object_.weight
        reasons = [f"frame {frame.name} at {frame.confidence}"]
        reasons += [
            f"{role}: {filler.why}" for role, filler in (("subject", subject), ("object", object_)) if filler.why
        ]
        if not isinstance(subject.value, Entity):  # `_accepted` lets entities pass only
            raise TypeError(subject.value)
        return Claim(
            article=self.doc.article.name,
            subject=subject.value,
            relation=frame.relation,
            object=object_.value,
            polarity=stance.polarity,
            modality=stance.modality,
            former=stance.former and stance.polarity is Polarity.POSITIVE and frame.relation not in LASTING,
            speaker=self.entities.at(stance.speaker) if stance.speaker is not None else None,
            speaker_text=self.entities.words_at(stance.speaker) if stance.speaker is not None else None,
            confidence=confidence.quantize(CENT),
            evidence=self._evidence(predication, subject.span, object_.span),
            qualifiers=tuple(self._qualifiers(predication, subject, object_)),
            frame=frame.name,
            reason="; ".join(reasons),
            provenance=self.provenance,
        )

    def _evidence(self, predication: Predication, subject: Span, object_: Span) -> Evidence:
        sentence = self.doc.sentence_of(predication.head).span
        cue = cover(self.doc.tokens[index].span for index in predication.tokens)
        inside = [span for span in (subject, cue, object_) if sentence.contains(span)]
        return Evidence(span=cover(inside), sentence=sentence, cue=cue, subject=subject, object=object_)

    def _qualifiers(self, predication: Predication, subject: Filler, object_: Filler) -> Iterator[Qualifier]:
        for name, role in predication.frame.qualifiers:
            if role == "trigger":
                yield Qualifier(
                    name=name, value=Text(text=self.entities.of_phrase(predication.head, EntityType.CONCEPT).label)
                )
                continue
            own = self._own_share(predication, subject, object_) if role == "share" else None
            if own is not None:
                yield Qualifier(name=name, value=own)
                continue
            for filler in self.fillers.fill(predication, role)[:1]:
                if not isinstance(filler.value, Entity):
                    yield Qualifier(name=name, value=filler.value)

    def _own_share(self, predication: Predication, subject: Filler, object_: Filler) -> Quantity | None:
        """Return the one of several shares that stands beside an argument: "35 % de X, 51 % de Y", "X (30 %) et Y (20 %)"."""
        sentence = self.doc.sentence_of(predication.head)
        measures = [m for m in self.reading.measures if sentence.start <= m.start < sentence.end]
        shares = [(m.span, m.value) for m in measures if isinstance(m.value, Quantity) and m.value.unit == PERCENT]
        beside = [
            (len(gap), value)
            for span, value in shares
            for party in (object_, subject)
            if (gap := self._gap(span, party.span)) is not None
        ]
        return min(beside, key=lambda pair: pair[0])[1] if len(shares) > 1 and beside else None

    def _gap(self, figure: Span, party: Span) -> str | None:
        """Return what stands between a figure and a name that it may be of, None for a name that is too far."""
        text = self.doc.article.text
        if figure.end <= party.start:
            gap = text[figure.end : party.start]
            return None if len(gap) > MAX_GAP or any(mark in gap for mark in APART) or "\n" in gap else gap
        gap = text[party.end : figure.start]
        return gap if gap.strip() in {"", "("} else None
