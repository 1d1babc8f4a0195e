"""How far to believe the ranker: is its first guess right, and is what comes among the candidates at all?

Two online logistic models over the same inputs; what they leave over is the probability of something new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from segue.domain.errors import SnapshotError
from segue.model.adagrad import Weights

if TYPE_CHECKING:
    from segue.model.contexts import Context
    from segue.model.tables import Doubles, Floats

NAMES: Final = ("bias", "logit_first", "ln_ratio", "entropy", "recent_known", "before_is_new", "taken_rate")
RATE: Final = 0.05
WARMTH: Final = 10.0
# How much of the recent rate each command replaces.
MEMORY: Final = 0.02
TINY: Final = 1e-6


class Belief(NamedTuple):
    """The probabilities that the first guess is right, and that one of the candidates is."""

    first: float
    known: float


class Confidence:
    """Logistic weights for each, and the recent rate of commands that were among the candidates at all."""

    def __init__(self, first: Doubles, known: Doubles) -> None:
        self.first = Weights(first, rate=RATE, warmth=WARMTH)
        self.known = Weights(known, rate=RATE, warmth=WARMTH)
        self.recent_known = 0.6

    def describe(self, probability: Floats, context: Context, taken_rate: float = 0.0) -> Doubles:
        """Return the inputs for a ranking's probabilities, which need not be sorted.

        `taken_rate` is ln of how often the first line was taken to how often it was refused, 0 when nobody knows.
        """
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
                taken_rate,
            ]
        )

    def believe(self, inputs: Doubles) -> Belief:
        """Return how far to believe a ranking with these inputs."""
        first = _logistic(self.first, inputs)
        return Belief(first, max(first, _logistic(self.known, inputs)))

    def learn(self, inputs: Doubles, *, right: bool, known: bool) -> None:
        """Compare with what came: was the first guess right, was it among the candidates at all."""
        self.first.descend((_logistic(self.first, inputs) - right) * inputs)
        self.known.descend((_logistic(self.known, inputs) - known) * inputs)
        self.recent_known += MEMORY * (known - self.recent_known)

    def to_plain(self) -> dict[str, Any]:
        """Return weights and rate."""
        return {
            "first": self.first.to_plain(),
            "known": self.known.to_plain(),
            "recent_known": self.recent_known,
        }

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `to_plain` gave.

        Raises:
            SnapshotError: The rate is no rate, or the weights do not fit.
        """
        self.first.restore(plain["first"])
        self.known.restore(plain["known"])
        self.recent_known = float(plain["recent_known"])
        if not 0.0 <= self.recent_known <= 1.0:
            raise SnapshotError("A snapshot holds an impossible rate; rebuild it from the history.")


def calibrated(ranked: Doubles, belief: Belief) -> Doubles:
    """Give the first of the descending probabilities its chance, and the others what is left of the known ones'.

    No other may be more probable than the first; what that takes away is left to something new.
    """
    if not len(ranked):
        return ranked
    others = max(1.0 - float(ranked[0]), TINY)
    scaled = np.minimum(ranked * (belief.known - belief.first) / others, belief.first)
    scaled[0] = belief.first
    return scaled


def _logistic(weights: Weights, inputs: Doubles) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(weights.values @ inputs, -12.0, 12.0))))
