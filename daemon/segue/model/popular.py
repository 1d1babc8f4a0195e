"""The most used lines at several half-lives, kept without ever scanning all lines.

Counts that decay at one rate keep their order while time passes, and a run can only
raise the line that was run; so the best few plus that line contain the next best few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from segue.domain.errors import SnapshotError
from segue.model.lines import HALF_LIVES_COMMANDS

if TYPE_CHECKING:
    from segue.model.tables import Floats

KEPT: Final = 25
# The columns of the decayed counts that are followed: half-lives of 60, 600 and 5,000 commands.
FOLLOWED: Final = slice(1, len(HALF_LIVES_COMMANDS))
LISTS: Final = len(HALF_LIVES_COMMANDS) - 1


class Popular:
    """For each followed half-life the best lines, with their decayed counts as log2."""

    def __init__(self) -> None:
        self.best: list[dict[int, float]] = [{} for _ in range(LISTS)]

    def notice(self, line: int, decayed: Floats) -> None:
        """Take notice of a line that has just been run."""
        for best, score in zip(self.best, decayed[FOLLOWED].tolist(), strict=True):
            if line not in best and len(best) >= KEPT:
                lowest = min(best, key=best.__getitem__)
                if best[lowest] >= score:
                    continue
                del best[lowest]
            best[line] = score

    def forget(self, line: int, decayed: Floats) -> None:
        """Choose again among all lines, if the one that is gone had a place."""
        for best, scores in zip(self.best, decayed[:, FOLLOWED].T, strict=True):
            if line in best:
                best.clear()
                chosen = np.argsort(-scores, kind="stable")[:KEPT]
                best.update({int(other): float(scores[other]) for other in chosen if np.isfinite(scores[other])})

    def to_plain(self) -> list[list[list[float]]]:
        """Return pairs of line and score."""
        return [[[line, score] for line, score in best.items()] for best in self.best]

    @classmethod
    def from_plain(cls, plain: list[list[list[float]]], known: int) -> Popular:
        """Restore what `to_plain` gave, for a history of `known` lines.

        Raises:
            SnapshotError: A list is missing, too long, or names an unknown line.
        """
        popular = cls()
        popular.best = [{int(line): float(score) for line, score in best} for best in plain]
        named = {line for best in popular.best for line in best}
        if len(popular.best) != LISTS or max(map(len, popular.best)) > KEPT or not named <= set(range(known)):
            raise SnapshotError("A snapshot counts lines that it does not hold; rebuild it from the history.")
        return popular
