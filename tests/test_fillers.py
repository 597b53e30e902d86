"""What fills a role: an answer that looks at a frame is remembered for that frame alone."""

from dataclasses import replace

import pytest
from conftest import Read

from kg.fillers import FillerFinder
from kg.frames import load_frames
from kg.lexicon import load_lexicon
from kg.predications import find_predications


@pytest.mark.model
def test_a_role_beside_the_trigger_is_asked_anew_for_each_frame(read_french: Read) -> None:
    lexicon = load_lexicon()
    reading = read_french("Solvix annonce l’entrée au capital de la banque Novalia.")
    frames = {frame.name: frame for frame in load_frames()}
    one = next(p for p in find_predications(reading.doc, tuple(frames.values()), lexicon) if p.frame.under)
    fillers = FillerFinder(reading, lexicon)
    under_noun = replace(one, frame=replace(one.frame, name="one", under=frozenset({"entrée"})))
    under_verb = replace(one, frame=replace(one.frame, name="other", under=frozenset()))
    assert [reading.doc.tokens[filler.token].text for filler in fillers.fill(under_noun, "beside:subject")] == []
    assert [reading.doc.tokens[filler.token].text for filler in fillers.fill(under_verb, "beside:subject")] == [
        "Solvix"
    ]
