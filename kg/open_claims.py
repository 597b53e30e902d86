"""Predicates outside the ontology → open claims (`open:LEMMA`): who does what to whom in the text's own verb, marked as such."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.entities import EntityMaker
from kg.lexicon import Lexicon, union_of
from kg.modality import StanceFinder
from kg.model import Claim, Entity, EntityType, Evidence, Polarity, Provenance, Span, cover
from kg.reading import Reading

CONFIDENCE = Decimal("0.5")  # an open verb holds no more than its parse
FRAME = "open-verb"
SUBJECTS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT, EntityType.GROUP})
NO_CONTENT = ("copulas", "saying-verbs", "intention-verbs", "possibility-verbs", "obligation-verbs", "aspect-heads",
              "near-future-verbs", "stop-verbs", "evidential-verbs", "impersonal-verbs", "light-verbs")  # fmt: skip


def find_open_claims(
    reading: Reading,
    entities: EntityMaker,
    stances: StanceFinder,
    lexicon: Lexicon,
    provenance: Provenance,
    typed: Iterable[Claim],
) -> Iterator[Claim]:
    """Yield a claim for each verb with a named subject and an object that no typed claim has as its cue."""
    taken = {claim.evidence.cue.start for claim in typed}
    doc, spans = reading.doc, {mention.head: mention.span for mention in reading.mentions}
    for token in doc.tokens:
        if token.pos != "VERB" or token.span.start in taken or token.lemma in union_of(lexicon, *NO_CONTENT):
            continue
        for subject_arc in reading.syntax.of(token.index, "subject"):
            subject = entities.at(subject_arc.token)
            if subject is None or not subject.is_named or subject.type not in SUBJECTS:
                continue
            for object_arc in reading.syntax.of(token.index, "object"):
                value = entities.at(object_arc.token)
                ends = (spans.get(subject_arc.token), spans.get(object_arc.token))
                if lexicon.has("empty-nouns", doc.tokens[object_arc.token].lemma):
                    continue
                if value is None or value.key == subject.key or ends[0] is None or ends[1] is None:
                    continue
                yield _claim(reading, entities, stances, provenance, token.index, subject, value, (ends[0], ends[1]))


def _claim(
    reading: Reading,
    entities: EntityMaker,
    stances: StanceFinder,
    provenance: Provenance,
    verb: int,
    subject: Entity,
    value: Entity,
    ends: tuple[Span, Span],
) -> Claim:
    doc, stance = reading.doc, stances.of_verb(verb)
    sentence, cue = doc.sentence_of(verb).span, doc.tokens[verb].span
    inside = [span for span in (*ends, cue) if sentence.contains(span)]
    return Claim(
        article=doc.article.name,
        subject=subject,
        relation=f"open:{doc.tokens[verb].lemma}",
        object=value,
        polarity=stance.polarity,
        modality=stance.modality,
        former=stance.former and stance.polarity is Polarity.POSITIVE,
        speaker=entities.at(stance.speaker) if stance.speaker is not None else None,
        speaker_text=entities.words_at(stance.speaker) if stance.speaker is not None else None,
        confidence=CONFIDENCE,
        evidence=Evidence(span=cover(inside), sentence=sentence, cue=cue, subject=ends[0], object=ends[1]),
        frame=FRAME,
        reason=f"{FRAME} at {CONFIDENCE}",
        provenance=provenance,
    )
