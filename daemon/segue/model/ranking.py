"""The listwise ranker: a softmax over the candidates of one prompt.

Cao et al., "Learning to rank: from pairwise approach to listwise approach" (ICML 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.model.candidates import Pool, for_empty_prompt, for_prefix, pool_of
from segue.model.features import features

if TYPE_CHECKING:
    from segue.model.contexts import Context
    from segue.model.recall import Recall
    from segue.model.state import Model
    from segue.model.tables import Bools, Doubles, Floats

SHRINKAGE: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Ranking:
    """A pool, its features (features x candidates) and the probability of each candidate."""

    pool: Pool
    features: Floats
    probability: Floats


def rank(model: Model, context: Context, recalled: Recall, prefix: str) -> Ranking:
    """Rank the candidates at a prompt where `prefix` is typed."""
    ids = for_prefix(model, recalled, prefix) if prefix else for_empty_prompt(model, recalled)
    pool = pool_of(model, ids)
    ranker = model.typed_ranker if prefix else model.ranker
    described = features(model, context, recalled, pool)
    return Ranking(pool, described, softmax(ranker.single @ described))


def rank_typed(model: Model, context: Context, recalled: Recall, prefixes: list[str]) -> list[Ranking]:
    """Rank the candidates for several prefixes, each of which extends the one before; describe them once."""
    if not prefixes:
        return []
    ids = np.unique(np.concatenate([for_prefix(model, recalled, prefix) for prefix in prefixes]))
    pool = pool_of(model, ids)
    described = features(model, context, recalled, pool)
    texts = [model.lines.text(line) for line in pool.ids.tolist()]
    rankings = []
    for prefix in prefixes:
        chosen = np.array([text.startswith(prefix) and text != prefix for text in texts], dtype=np.bool_)
        seen = described[:, chosen]
        rankings.append(Ranking(pool.only(chosen), seen, softmax(model.typed_ranker.single @ seen)))
    return rankings


def softmax(scores: Floats) -> Floats:
    """Return probabilities in the proportion of e^score."""
    odds: Floats = np.exp(scores - scores.max(initial=-np.inf))
    odds /= odds.sum()
    return odds


def ranking_gradient(ranking: Ranking, hits: Bools, weights: Doubles) -> Doubles:
    """Return the gradient of -ln P(hit), with a little shrinkage towards zero."""
    gradient: Doubles = (ranking.features @ (ranking.probability - hits)).astype(np.float64)
    return gradient + SHRINKAGE * weights
