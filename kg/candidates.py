"""Reading × frames → the predications that may become claims, of which both arguments are there whatever they are."""

from functools import lru_cache

from kg.conditions import Conditions
from kg.fillers import FillerFinder, find_fillers
from kg.frames import Frame
from kg.lexicon import Lexicon
from kg.predications import Predication, find_predications
from kg.reading import Reading


@lru_cache(maxsize=1)  # of one reading they are asked for twice: for the types of names, then for claims
def find_candidates(reading: Reading, frames: tuple[Frame, ...], lexicon: Lexicon) -> tuple[Predication, ...]:
    """Return the predications whose conditions hold, with a reading of their frame of which both roles are filled."""
    fillers = find_fillers(reading, lexicon)
    conditions = Conditions(fillers)
    return tuple(
        [
            predication
            for predication in find_predications(reading.doc, frames, lexicon)
            if conditions.hold(predication) and _is_filled(predication, fillers)
        ]
    )


def _is_filled(predication: Predication, fillers: FillerFinder) -> bool:
    for subject, object_ in predication.frame.readings:
        if fillers.fill(predication, subject) and fillers.fill(predication, object_):
            return True
    return False
