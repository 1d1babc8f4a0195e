"""How readily the last line is run again at once, which depends on the person and on what their shell records."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from segue.domain.errors import SnapshotError
from segue.model.sessions import REPEATS
from segue.model.tables import Doubles, array_from, plain_array

# How much of the rates each command replaces: one remembers tens of commands, the other a few.
MEMORIES: Final = (0.05, 0.2)
START: Final = 0.1
SURE: Final = 0.01


class Repeats:
    """For each memory, the rate of repetition after a line that was repeated 0, 1, 2 … times already."""

    def __init__(self) -> None:
        self.rates: Doubles = np.full((len(MEMORIES), REPEATS + 1), START)

    def count(self, repeats: int, *, repeated: bool) -> None:
        """Count a command behind a line that had been repeated so often."""
        self.rates[:, repeats] += np.array(MEMORIES) * (repeated - self.rates[:, repeats])

    def log_odds(self, repeats: int) -> tuple[float, ...]:
        """Return the log-odds of one more repetition, for each memory."""
        rates = self.rates[:, repeats]
        return tuple(np.log((rates + SURE) / (1.0 - rates + SURE)).tolist())

    def to_plain(self) -> dict[str, Any]:
        """Return the rates."""
        return plain_array(self.rates)

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `to_plain` gave, or raise SnapshotError."""
        self.rates = array_from(plain, np.float64, self.rates.shape)
        if not ((self.rates >= 0.0) & (self.rates <= 1.0)).all():
            raise SnapshotError("A snapshot holds an impossible rate; rebuild it from the history.")
