"""How far to believe the ranker: an online logistic model of whether its first guess is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from segue.domain.errors import SnapshotError
from segue.model.adagrad import Weights

if TYPE_CHECKING:
    from segue.model.contexts import Context
    from segue.model.tables import Doubles, Floats

NAMES: Final = ("bias", "logit_first", "ln_ratio", "entropy", "recent_known", "before_is_new")
RATE: Final = 0.05
WARMTH: Final = 10.0
# How much of the recent rate each command replaces.
MEMORY: Final = 0.02
TINY: Final = 1e-6


class Confidence:
    """Logistic weights, and the recent rate of commands that were among the candidates at all."""

    def __init__(self, start: Doubles) -> None:
        self.weights = Weights(start, rate=RATE, warmth=WARMTH)
        self.recent_known = 0.6

    def describe(self, probability: Floats, context: Context) -> Doubles:
        """Return the inputs for a ranking's probabilities, which need not be sorted."""
        first, second = np.sort(np.append(probability, [TINY, TINY]))[:-3:-1].tolist()
        first = min(max(first, TINY), 1.0 - TINY)
        positive = probability[probability > TINY].astype(np.float64)
        entropy = float(-(positive * np.log(positive)).sum())
        return np.array(
            [
                1.0,
                np.log(first / (1.0 - first)),
                np.log(first / max(second, TINY)),
                entropy,
                self.recent_known,
                float(context.before_is_new),
            ]
        )

    def chance(self, inputs: Doubles) -> float:
        """Return the probability that the first guess is right."""
        return float(1.0 / (1.0 + np.exp(-np.clip(self.weights.values @ inputs, -12.0, 12.0))))

    def learn(self, inputs: Doubles, *, right: bool, known: bool) -> None:
        """Compare with what came: was the first guess right, was it among the candidates at all."""
        self.weights.descend((self.chance(inputs) - right) * inputs)
        self.recent_known += MEMORY * (known - self.recent_known)

    def to_plain(self) -> dict[str, Any]:
        """Return weights and rate."""
        return {"weights": self.weights.to_plain(), "recent_known": self.recent_known}

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `to_plain` gave.

        Raises:
            SnapshotError: The rate is no rate, or the weights do not fit.
        """
        self.weights.restore(plain["weights"])
        self.recent_known = float(plain["recent_known"])
        if not 0.0 <= self.recent_known <= 1.0:
            raise SnapshotError("A snapshot holds an impossible rate; rebuild it from the history.")


def calibrated(ranked: Doubles, chance: float) -> Doubles:
    """Give the first of the descending probabilities this chance, and scale the others to fit."""
    if not len(ranked):
        return ranked
    first = min(max(float(ranked[0]), TINY), 1.0 - TINY)
    others = min(chance / first, (1.0 - chance) / (1.0 - first))
    scaled = ranked * others
    scaled[0] = chance
    return scaled
