"""Histories as the evaluation gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.observation import Observation, Prompt
from segue.store.events import Position, StoredEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.evaluation.strategy import Strategy

NOW = 1_700_000_000.0


def stored(observations: Iterable[Observation]) -> list[StoredEvent]:
    """Place observations in the order of learning, each where it began."""
    return [StoredEvent(Position(seen.start or 0.0, number), seen) for number, seen in enumerate(observations, 1)]


def run(*lines: str, cwd: str = "/srv", session: str = "1", every: float = 60.0) -> list[StoredEvent]:
    """Return lines run one after the other, up to now; an empty one is private."""
    first = NOW - every * len(lines)
    return stored(
        Observation(line, cwd=cwd, exit=0, start=first + every * number, session=session)
        for number, line in enumerate(lines)
    )


def observe(strategy: Strategy, history: Iterable[StoredEvent]) -> None:
    """Let a strategy see a history."""
    for event in history:
        strategy.observe(event)


def shown(strategy: Strategy, prefix: str = "", k: int = 3, *, cwd: str = "/srv", session: str = "1") -> list[str]:
    """Return the lines that a strategy suggests now, best first."""
    return [s.line for s in strategy.suggest(Prompt(now=NOW, cwd=cwd, session=session), prefix, k)]
