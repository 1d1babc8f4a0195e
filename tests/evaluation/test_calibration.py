"""Calibration and coverage, from counts that can be checked by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.evaluation.calibration import Forecasts

noted = st.lists(st.tuples(st.integers(0, 1000), st.booleans()), max_size=60)


def forecasts(said: list[tuple[int, bool]], silent: int = 0) -> Forecasts:
    """Return what is counted of (confidence in thousandths, was it right), and of prompts without a suggestion."""
    counted = Forecasts()
    for milli, right in said:
        counted.note(milli, right=right)
    for _ in range(silent):
        counted.note_silence()
    return counted


def test_the_expected_error_is_the_weighted_distance_of_the_bins() -> None:
    """Ten at 25 % of which half are right, and ten at 85 % with eight: (10 · .25 + 10 · .05) / 20 = .15."""
    counted = forecasts([(250, i < 5) for i in range(10)] + [(850, i < 8) for i in range(10)])
    assert counted.expected_calibration_error() == pytest.approx(0.15)
    third = counted.reliability()[2]
    assert (third.low, third.high, third.count, third.confidence, third.accuracy) == (0.2, 0.3, 10, 0.25, 0.5)


def test_bins_hold_their_lower_end_and_the_last_one_certainty() -> None:
    """100 is in the second bin, 1,000 in the tenth, and nothing is in two."""
    counts = [found.count for found in forecasts([(0, False), (99, False), (100, True), (1000, True)]).reliability()]
    assert counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_perfect_and_no_forecasts_have_no_error() -> None:
    """Saying 100 % and being right, or saying nothing, is never wrong."""
    assert forecasts([(1000, True)] * 3).expected_calibration_error() == 0
    assert forecasts([], silent=2).expected_calibration_error() == 0


def test_a_threshold_shows_less_and_prompts_without_a_suggestion_count() -> None:
    """Of four prompts one has no suggestion; from 50 % up one of four is shown, and that is right."""
    points = {p.threshold: p for p in forecasts([(0, False), (300, True), (500, True)], silent=1).coverage()}
    assert (points[0.0].coverage, points[0.0].precision) == (0.75, 2 / 3)
    assert (points[0.5].coverage, points[0.5].precision) == (0.25, 1.0)
    assert (points[0.55].coverage, points[0.55].precision) == (0.0, None)


@given(said=noted, silent=st.integers(0, 5))
@settings(deadline=None)
def test_coverage_never_rises_with_the_threshold(said: list[tuple[int, bool]], silent: int) -> None:
    """A higher threshold never shows more; every share stays a share."""
    counted = forecasts(said, silent)
    for lower, higher in itertools.pairwise(counted.coverage()):
        assert 1 >= lower.coverage >= higher.coverage >= 0
    assert 0 <= counted.expected_calibration_error() <= 1
