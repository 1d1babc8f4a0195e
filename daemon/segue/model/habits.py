"""What is known of a whole command or template: how often its lines come again, and which came last.

Tables of fixed size, addressed by hash: two commands in one cell blur each other a little and nothing grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from segue.domain.errors import SnapshotError
from segue.model.lines import ABSENT
from segue.model.tables import Ints, array_from, plain_array

if TYPE_CHECKING:
    from segue.model.tables import Bools
    from segue.model.text import Shape

CELLS: Final = 4_096

USES: Final = 0  # runs of lines with this head
KINDS: Final = 1  # different lines with this head
REPEATED: Final = 2  # of these, lines that were run again
LAST_OF_HEAD: Final = 3  # the line that was run last with this head
LAST_OF_TEMPLATE: Final = 4
ROWS: Final = 5


class Habits:
    """One table of counts and latest lines."""

    def __init__(self) -> None:
        self.cells: Ints = np.zeros((ROWS, CELLS), dtype=np.int32)
        self.cells[LAST_OF_HEAD:] = ABSENT

    def count(self, line: int, shape: Shape, runs_before: int) -> None:
        """Count one run of a line that had been run `runs_before` times."""
        head = shape.head % CELLS
        self.cells[USES, head] += 1
        if runs_before == 0:
            self.cells[KINDS, head] += 1
        elif runs_before == 1:
            self.cells[REPEATED, head] += 1
        self.cells[LAST_OF_HEAD, head] = line
        self.cells[LAST_OF_TEMPLATE, shape.template % CELLS] = line

    def forget(self, line: int, shape: Shape, runs: int) -> None:
        """Take back all runs of a line."""
        head = shape.head % CELLS
        self.cells[USES, head] -= runs
        self.cells[KINDS, head] -= 1
        self.cells[REPEATED, head] -= runs > 1
        latest = self.cells[LAST_OF_HEAD:]
        latest[latest == line] = ABSENT

    def let_go(self, lines: Bools) -> None:
        """Refer no more to the lines that are marked; their runs still count for their commands."""
        latest = self.cells[LAST_OF_HEAD:]
        latest[(latest != ABSENT) & lines[latest]] = ABSENT

    def to_plain(self) -> dict[str, Any]:
        """Return the table."""
        return plain_array(self.cells)

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `to_plain` gave, or raise SnapshotError."""
        self.cells = array_from(plain, np.int32, (ROWS, CELLS))
        if (self.cells[:LAST_OF_HEAD] < 0).any():
            raise SnapshotError("A snapshot counts fewer than no runs; rebuild it from the history.")
