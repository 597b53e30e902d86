"""Every example of every frame in `ontology/` is a test: the sentence is its id."""

from functools import cache

import pytest
import os

from kg.annotate import annotate, load_pipeline
from kg.extract import extract_claims
from kg.frames import Example, Frame, load_frames
from kg.lexicon import load_lexicon
from kg.model import Article, Claim, Date, Entity, Provenance, Quantity, Text
from kg.ontology import load_ontology
from kg.expectations import read_with_frames

PROVENANCE = Provenance(extractor="frames", version="0", model="test")
CASES = [(frame, example) for frame in load_frames() for example in frame.examples]

pytestmark = pytest.mark.model


@cache
def pipeline() -> object:
    return load_pipeline(os.environ.get("MODEL"))


def claims_of(text: str, frames: tuple[Frame, ...] | None = None) -> tuple[Claim, ...]:
    lexicon = load_lexicon()
    doc = annotate(Article(name="example", text=text), pipeline(), lexicon)  # type: ignore[arg-type]
    return extract_claims(
        read_with_frames(doc, frames=frames or load_frames(), ontology=load_ontology(), lexicon=lexicon),
        frames=frames or load_frames(),
        ontology=load_ontology(),
        lexicon=lexicon,
        provenance=PROVENANCE,
    )


def name_of(value: Entity | Quantity | Date | Text) -> str:
    match value:
        case Entity(label=label):
            return label
        case Quantity(value=number):
            return str(number.normalize().__format__("f"))
        case Date(date=date):
            return date
        case Text(text=text):
            return text


@pytest.mark.parametrize(
    ("frame", "example"), CASES, ids=lambda part: part.text if isinstance(part, Example) else part.name
)
def test_frame_finds_its_pairs(frame: Frame, example: Example) -> None:
    found = {
        (name_of(claim.subject), name_of(claim.object))
        for claim in claims_of(example.text, (frame,))
        if claim.frame == frame.name
    }
    assert found == set(example.pairs)
