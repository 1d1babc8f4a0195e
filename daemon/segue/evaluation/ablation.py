"""What each input of the model is worth: the accuracy that is lost without it."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from segue.evaluation.daemon_strategy import DaemonStrategy
from segue.evaluation.history import stored_history
from segue.evaluation.plan import Plan
from segue.evaluation.progressive import replay
from segue.model import features, recall

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FIGURES: Final = ("top1", "top5", "mrr", "again1")
PART: Final = "part"
AGREEMENT: Final = "agreement"
FEATURE: Final = "feature"
MADE_UP: Final = "made-up lines"
INPUTS: Final = (
    (PART, MADE_UP),
    *((AGREEMENT, name) for name in recall.NAMES),
    *((FEATURE, name) for name in features.NAMES),
)
"""The candidates that nobody has run, every agreement of recall, and every feature of the ranker."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost without an input, in shares of the commands, for each of the figures."""

    kind: str
    name: str
    lost: dict[str, float]


def ablate(
    databases: Sequence[Path], limit: int, progress: Callable[[], object] = lambda: None
) -> tuple[dict[str, float], list[Loss]]:
    """Return the figures with all inputs and the loss without each, the greatest first, as means over the histories.

    Only the first `limit` commands of each history count; `progress` is told of every replay that is done.

    Raises:
        StoreError: a database is missing or cannot be read.
    """
    jobs = [(database, without, limit) for without in (None, *INPUTS) for database in databases]
    # A forked child would share the locks of our threads.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        done: list[dict[str, float]] = []
        for figures in pool.map(_figures, jobs):
            done.append(figures)
            progress()
    means = [_mean(done[first : first + len(databases)]) for first in range(0, len(done), len(databases))]
    whole, *others = means
    losses = [
        Loss(kind, name, {figure: whole[figure] - left[figure] for figure in FIGURES})
        for (kind, name), left in zip(INPUTS, others, strict=True)
    ]
    return whole, sorted(losses, key=lambda loss: -loss.lost["mrr"])


def count_replays(databases: Sequence[Path]) -> int:
    """Return how often `ablate` reports progress."""
    return (1 + len(INPUTS)) * len(databases)


def _figures(job: tuple[Path, tuple[str, str] | None, int]) -> dict[str, float]:
    database, without, limit = job
    strategy = DaemonStrategy(make_up=without != (PART, MADE_UP))
    if without and without[0] != PART:
        _silence(strategy, *without)
    outcome = replay(stored_history(database, None)[:limit], {"segue": strategy}, Plan(one_typed_in=0))
    ratios = outcome.scores["segue"].ratios()
    return {figure: ratios[figure] or 0.0 for figure in FIGURES}


def _silence(strategy: DaemonStrategy, kind: str, name: str) -> None:
    model = strategy.model
    if kind == AGREEMENT:
        model.attention.weights.silence(recall.INDEX[name])
        return
    for ranker in (model.ranker, model.typed_ranker):
        ranker.silence(features.NAMES.index(name))


def _mean(figures: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: sum(each[name] for each in figures) / len(figures) for name in FIGURES}
