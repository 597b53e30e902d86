"""Every example of every frame in `ontology/` is a test: the sentence is its id."""

import pytest
from conftest import FindClaims

from kg.frames import Example, Frame, load_frames
from kg.model import Date, Entity, Quantity, Text

CASES = [(frame, example) for frame in load_frames() for example in frame.examples]

pytestmark = pytest.mark.model


def name_of(value: Entity | Quantity | Date | Text) -> str:
    match value:
        case Entity(label=label):
            return label
        case Quantity(value=number):
            return f"{number.normalize():f}"
        case Date(date=date):
            return date
        case Text(text=text):
            return text


@pytest.mark.parametrize(
    ("frame", "example"), CASES, ids=lambda part: part.text if isinstance(part, Example) else part.name
)
def test_frame_finds_its_pairs(frame: Frame, example: Example, find_claims: FindClaims) -> None:
    found = {
        (name_of(claim.subject), name_of(claim.object))
        for claim in find_claims(example.text, (frame,))
        if claim.frame == frame.name
    }
    assert found == set(example.pairs)
