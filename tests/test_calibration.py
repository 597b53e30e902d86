"""The calibration script's arithmetic, on claims whose confidence we know to be honest or not."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from measure.calibration import (
    Judged,
    calibration_error,
    cross_validate,
    fit_isotonic,
    fit_nothing,
    fit_scaled,
    reliability,
    scale,
    to_svg,
)


def judged(confidence: float, right: int, wrong: int) -> Iterator[Judged]:
    """Yield claims of one confidence, spread over articles."""
    for place in range(right + wrong):
        yield Judged(article=f"a{place % 20}", frame="f", confidence=confidence, is_right=place < right)


HONEST = (*judged(0.8, 80, 20), *judged(0.6, 60, 40))
BOASTING = (*judged(0.95, 80, 20), *judged(0.9, 60, 40))


def test_honest_confidence_has_no_calibration_error() -> None:
    assert calibration_error(cross_validate(HONEST, fit_nothing)) == pytest.approx(0)


def test_calibration_error_is_how_far_confidence_goes_beyond() -> None:
    assert calibration_error(cross_validate(BOASTING, fit_nothing)) == pytest.approx(0.225)


def test_bins_have_mean_share_and_number_of_claims() -> None:
    ((low, mean, share, size),) = reliability([(0.81, True), (0.85, False)])
    assert (low, share, size) == (0.8, 0.5, 2)
    assert mean == pytest.approx(0.83)


def test_honest_confidence_is_left_as_it_is() -> None:
    slope, shift = scale(HONEST)
    assert slope == pytest.approx(1, abs=0.02)
    assert shift == pytest.approx(0, abs=0.02)


def test_scaled_confidence_mends_what_boasts() -> None:
    mapping = fit_scaled(BOASTING)
    assert mapping(BOASTING[0]) == pytest.approx(0.8, abs=0.03)


def test_isotonic_confidence_never_falls() -> None:
    mapping = fit_isotonic([*judged(0.5, 3, 1), *judged(0.6, 1, 3), *judged(0.9, 4, 0)])
    values = [mapping(Judged(article="a", frame="f", confidence=c / 10, is_right=True)) for c in range(1, 11)]
    assert values == sorted(values)
    assert values[4] == 0.5  # what contradicts the order is one step


def test_picture_has_a_disc_a_bin() -> None:
    picture = ET.fromstring(to_svg(reliability(cross_validate(HONEST, fit_nothing))))  # noqa: S314 - we made it
    assert len(picture.findall("{http://www.w3.org/2000/svg}circle")) == 2
