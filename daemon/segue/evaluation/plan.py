"""Which commands of a history are predicted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.store.events import StoredEvent

NEEDED: Final = 100
"""Commands to predict below which figures are mostly chance."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All commands behind the first `learned` are predicted, and one in `one_typed_in` of those is typed as well.

    Which ones is left to chance with a fixed seed, because a history has a rhythm of its own; 0 types none.
    """

    learned: int = 0
    one_typed_in: int = 20


def plan_for(history: Sequence[StoredEvent], *, warm_up: int, limit: int | None, one_typed_in: int) -> Plan:
    """Return the plan that learns at least `warm_up` commands first and predicts at most the latest `limit`.

    Raises:
        SegueError: that leaves too few to predict; the message says how many it takes.
    """
    commands = sum(bool(event.observation.line) for event in history)
    learned = max(warm_up, commands - limit if limit is not None else 0)
    predicted = max(commands - learned, 0)
    if predicted < NEEDED:
        left = f", which leaves {predicted:,} to predict" if learned else ""
        raise SegueError(
            f"this history has {commands:,} commands{left}; at least {NEEDED} are needed:"
            " go on with segue for a while, or import the history of your shells with `segue import`"
        )
    return Plan(learned, one_typed_in)
