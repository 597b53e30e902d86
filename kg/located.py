"""Places beside places and names → claims: "à Feurs, dans la Loire", "le festival Novalia, à Feurs", "Novalia (Feurs)"."""

from collections.abc import Iterator
from decimal import Decimal

from kg.entities import EntityMaker
from kg.model import Claim, Evidence, Modality, Provenance, cover
from kg.reading import Reading

NESTED, BESIDE, SEAT = Decimal("0.88"), Decimal("0.75"), Decimal("0.8")


def find_located(reading: Reading, entities: EntityMaker, provenance: Provenance) -> Iterator[Claim]:
    """Yield what place lies in which, and what stands beside its place."""
    pairs = [(*pair, "locatedIn", NESTED, "nested-place") for pair in reading.locatives.inside]
    pairs += [(*pair, "locatedIn", BESIDE, "place-beside") for pair in reading.locatives.beside]
    pairs += [(*pair, "headquarteredIn", SEAT, "town-beside") for pair in reading.locatives.seats]
    for inner, outer, relation, confidence, frame in pairs:
        subject, value = entities.at(inner.head), entities.at(outer.head)
        if subject is None or value is None:
            continue
        yield Claim(
            article=reading.doc.article.name,
            subject=subject,
            relation=relation,
            object=value,
            modality=Modality.ASSERTED,
            confidence=confidence,
            evidence=Evidence(
                span=cover((inner.span, outer.span)),
                sentence=reading.doc.sentence_of(inner.head).span,
                cue=outer.span,
                subject=inner.span,
                object=outer.span,
            ),
            frame=frame,
            reason=f"{frame} at {confidence}",
            provenance=provenance,
        )
