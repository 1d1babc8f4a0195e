"""The ranking of one prompt with the probability that each candidate is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from segue.model.confidence import calibrated
from segue.model.ranking import rank

if TYPE_CHECKING:
    from segue.model.confidence import Belief
    from segue.model.ranking import Ranking
    from segue.model.scene import Scene
    from segue.model.tables import Doubles


@dataclass(frozen=True, slots=True)
class Estimates:
    """A ranking, the places of its candidates from the best on, and in that order their thousandths.

    `belief` says how far to believe the ranking as a whole.
    """

    ranking: Ranking
    order: list[int]
    milli: list[int]
    belief: Belief


def estimate(scene: Scene, prefix: str) -> Estimates:
    """Rank the candidates when `prefix` is typed, and say how probable each is."""
    model, ranking = scene.model, rank(scene, prefix)
    order = np.argsort(-ranking.probability, kind="stable")
    confidence = model.typed_confidence if prefix else model.confidence
    taken_rate = model.refusals.rate(ranking.first(model))
    belief = confidence.believe(confidence.describe(ranking.probability, scene.context, taken_rate))
    probability = calibrated(ranking.probability[order].astype(np.float64), belief)
    return Estimates(ranking, order.tolist(), _thousandths(probability), belief)


def _thousandths(probability: Doubles) -> list[int]:
    """Round down, so that the sum stays within a thousand."""
    thousandths: list[int] = np.floor(1_000.0 * probability).astype(int).tolist()
    return thousandths
