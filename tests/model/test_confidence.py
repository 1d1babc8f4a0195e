"""How far the ranker is believed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segue.model.confidence import NAMES, Confidence, calibrated
from segue.model.state import Model


@given(odds=st.lists(st.floats(0.001, 1.0), min_size=1, max_size=20), chance=st.floats(0.0, 1.0))
def test_calibrated_probabilities_stay_probabilities(odds: list[float], chance: float) -> None:
    """The first takes the chance; all together stay within 1 and the others keep their order."""
    ranked = np.sort(np.array(odds) / sum(odds))[::-1]
    result = calibrated(ranked, chance)
    assert result[0] == chance
    assert result.sum() <= 1.0 + 1e-6
    assert (np.diff(result[1:]) <= 0).all()


def test_learns_how_often_the_first_guess_is_right() -> None:
    """Fed guesses that are right one time in four, the chance it gives comes near a quarter."""
    confidence = Confidence(np.zeros(len(NAMES)))
    context = Model().context("1", None, None)
    inputs = confidence.describe(np.array([0.6, 0.4], dtype=np.float32), context)
    for i in range(400):
        confidence.learn(inputs, right=i % 4 == 0, known=True)
    assert 0.15 < confidence.chance(inputs) < 0.35


def test_describes_any_pool() -> None:
    """An empty pool, a single candidate and a certain one all have finite inputs."""
    confidence = Confidence(np.zeros(len(NAMES)))
    context = Model().context("1", None, None)
    for probability in ([], [1.0], [1.0, 0.0]):
        assert np.isfinite(confidence.describe(np.array(probability, dtype=np.float32), context)).all()
