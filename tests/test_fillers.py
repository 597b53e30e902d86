"""What fills a role: an answer that looks at a frame is remembered for that frame alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from conftest import FindClaims, Read

from kg.fillers import FillerFinder
from kg.frames import load_frames
from kg.lexicon import load_lexicon
from kg.model import Quantity
from kg.predications import find_predications


@pytest.mark.model
def test_a_role_beside_the_trigger_is_asked_anew_for_each_frame(read_french: Read) -> None:
    lexicon = load_lexicon()
    reading = read_french("Solvix annonce l’entrée au capital de la banque Novalia.")
    frames = {frame.name: frame for frame in load_frames()}
    one = next(p for p in find_predications(reading.doc, tuple(frames.values()), lexicon) if p.frame.under)
    fillers = FillerFinder(reading, lexicon)
    under_noun = one._replace(frame=replace(one.frame, name="one", under=frozenset({"entrée"})))
    under_verb = one._replace(frame=replace(one.frame, name="other", under=frozenset()))
    assert [reading.doc.tokens[filler.token].text for filler in fillers.fill(under_noun, "beside:subject")] == []
    assert [reading.doc.tokens[filler.token].text for filler in fillers.fill(under_verb, "beside:subject")] == [
        "Solvix"
    ]


@pytest.mark.model
def test_share_is_the_one_that_holds_now(find_claims: FindClaims) -> None:
    shares = [
        qualifier.value.value
        for claim in find_claims("La participation de Solvix dans Novalia est passée de 22 % à 34 %.")
        for qualifier in claim.qualifiers
        if qualifier.name == "share" and isinstance(qualifier.value, Quantity)
    ]
    assert shares == [Decimal(34)]
