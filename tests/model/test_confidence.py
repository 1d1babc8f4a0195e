"""How far the ranker is believed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segue.model.confidence import NAMES, Belief, Confidence, calibrated
from segue.model.state import Model


@given(
    odds=st.lists(st.floats(0.001, 1.0), min_size=1, max_size=20), first=st.floats(0.0, 1.0), rest=st.floats(0.0, 1.0)
)
def test_calibrated_probabilities_stay_probabilities(odds: list[float], first: float, rest: float) -> None:
    """The first takes its chance, all keep their order, and together they leave room for something new."""
    ranked = np.sort(np.array(odds) / sum(odds))[::-1]
    known = first + rest * (1.0 - first)
    result = calibrated(ranked, Belief(first, known))
    assert result[0] == first
    assert result.sum() <= known + 1e-6
    assert (np.diff(result) <= 0).all()


def test_learns_how_often_the_first_guess_is_right() -> None:
    """Of guesses that are right one time in four, and lines that are known half of the time, it says about so much."""
    confidence = Confidence(np.zeros(len(NAMES)), np.zeros(len(NAMES)))
    context = Model().context("1", None, None)
    inputs = confidence.describe(np.array([0.6, 0.4], dtype=np.float32), context)
    for i in range(400):
        confidence.learn(inputs, right=i % 4 == 0, known=i % 2 == 0)
    belief = confidence.believe(inputs)
    assert 0.15 < belief.first < 0.35
    assert 0.4 < belief.known < 0.6


def test_describes_any_pool() -> None:
    """An empty pool, a single candidate and a certain one all have finite inputs."""
    confidence = Confidence(np.zeros(len(NAMES)), np.zeros(len(NAMES)))
    context = Model().context("1", None, None)
    for probability in ([], [1.0], [1.0, 0.0]):
        assert np.isfinite(confidence.describe(np.array(probability, dtype=np.float32), context)).all()
