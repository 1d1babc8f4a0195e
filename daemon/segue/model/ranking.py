"""The listwise ranker: a softmax over the candidates of one prompt.

Cao et al., "Learning to rank: from pairwise approach to listwise approach" (ICML 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.model.candidates import after_prefix, at_empty_prompt
from segue.model.features import features

if TYPE_CHECKING:
    from segue.model.pools import Pool
    from segue.model.scene import Scene
    from segue.model.state import Model
    from segue.model.tables import Bools, Doubles, Floats

SHRINKAGE: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Ranking:
    """A pool, its features (features x candidates) and the probability of each candidate.

    `typed` tells that something was typed, for which there is another ranker and confidence.
    """

    typed: bool
    pool: Pool
    features: Floats
    probability: Floats

    def first(self, model: Model) -> str:
        """Return the most probable line, empty when there is no candidate."""
        return self.pool.text(model.lines, int(self.probability.argmax())) if len(self.pool) else ""


def rank(scene: Scene, prefix: str) -> Ranking:
    """Rank the candidates when `prefix` is typed."""
    pool = after_prefix(scene, prefix) if prefix else at_empty_prompt(scene)
    ranker = scene.model.typed_ranker if prefix else scene.model.ranker
    described = features(scene, pool)
    return Ranking(bool(prefix), pool, described, softmax(ranker.single @ described))


def softmax(scores: Floats) -> Floats:
    """Return probabilities in the proportion of e^score."""
    odds: Floats = np.exp(scores - scores.max(initial=-np.inf))
    odds /= odds.sum()
    return odds


def ranking_gradient(ranking: Ranking, hits: Bools, weights: Doubles) -> Doubles:
    """Return the gradient of -ln P(hit), with a little shrinkage towards zero."""
    gradient: Doubles = (ranking.features @ (ranking.probability - hits)).astype(np.float64)
    return gradient + SHRINKAGE * weights
