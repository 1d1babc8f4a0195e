"""The latest positions of the history: which line was run, and in which context."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from segue.domain.errors import SnapshotError
from segue.model.contexts import ATOMS, DIRECTORY_LINE, LINE1, OF_STEP, SERIOUS_LINE, Context
from segue.model.habits import CELLS
from segue.model.lines import ABSENT
from segue.model.sessions import HIDDEN
from segue.model.tables import Bools, Ints, array_from, plain_array

# Half as many positions predict nearly as well, more only cost time.
SIZE: Final = 2_000

# Rows of the buffer: the atoms of the context, and then
LINE: Final = ATOMS  # the line that was run, or ABSENT once forgotten
GROUP: Final = ATOMS + 1  # the line's dense number within the window
CELL: Final = ATOMS + 2  # the cell of its head among the habits
ECHO: Final = ATOMS + 3  # where its last word had stood before, see echoes
ROWS: Final = ATOMS + 4

NOBODY: Final = SIZE  # the group of forgotten positions
GROUPS: Final = SIZE + 1
NO_CELL: Final = CELLS  # the cell of forgotten positions
CELLS_AND_NONE: Final = CELLS + 1


class Window:
    """Columns in the order of time; the buffer has twice the room, so that appending rarely copies."""

    def __init__(self) -> None:
        self.buffer: Ints = np.zeros((ROWS, 2 * SIZE), dtype=np.int32)
        self.latest_of: Bools = np.zeros(2 * SIZE, dtype=np.bool_)
        self.start = 0
        self.end = 0
        self.line_of: Ints = np.full(GROUPS, ABSENT, dtype=np.int32)
        self.uses: list[int] = [0] * GROUPS
        self.free: list[int] = list(range(SIZE))

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def rows(self) -> Ints:
        """The buffer's used columns, oldest first."""
        return self.buffer[:, self.start : self.end]

    @property
    def latest(self) -> Bools:
        """True where no later position holds the same line."""
        return self.latest_of[self.start : self.end]

    def make_room(self) -> int:
        """Drop the oldest position if the window is full; return the line that thereby left it, or ABSENT."""
        if len(self) < SIZE:
            return ABSENT
        group = int(self.buffer[GROUP, self.start])
        self.start += 1
        if group == NOBODY:
            return ABSENT
        self.uses[group] -= 1
        return ABSENT if self.uses[group] else self._release(group)

    def append(self, context: Context, line: int, *, group: int, cell: int, echo: int, before: int) -> int:
        """Add a position and return the line's group.

        `group` is the one the line has, or ABSENT; `before` is how many positions ago
        the line was run last, 0 for never.
        """
        if self.end == 2 * SIZE:
            self._rewind()
        if group == ABSENT:
            group = self.free.pop()
            self.line_of[group] = line
        self.uses[group] += 1
        self.buffer[:, self.end] = (*context.atoms, line, group, cell, echo)
        if 0 < before <= len(self):
            self.latest_of[self.end - before] = False
        self.latest_of[self.end] = True
        self.end += 1
        return group

    def forget(self, line: int) -> None:
        """Empty the positions that held a line, and hide it, and what lies beyond it, from all contexts."""
        rows = self.rows
        held = rows[LINE] == line
        if held.any():
            self._release(int(rows[GROUP][held][0]))
            rows[LINE, held] = ABSENT
            rows[GROUP, held] = NOBODY
            rows[CELL, held] = NO_CELL
            rows[ECHO, held] = 0
        hidden = np.zeros(len(self), dtype=np.bool_)
        for back, atoms in enumerate(OF_STEP):
            hidden |= rows[LINE1 + back] == line
            for atom in atoms:
                rows[atom, hidden] = HIDDEN
        for atom in (DIRECTORY_LINE, SERIOUS_LINE):
            rows[atom, rows[atom] == line] = HIDDEN

    def to_plain(self) -> dict[str, Any]:
        """Return the used columns; everything else follows from them, but for the order of free groups."""
        return {"rows": plain_array(self.rows), "latest": plain_array(self.latest), "free": list(self.free)}

    @classmethod
    def from_plain(cls, plain: dict[str, Any], known: int) -> Window:
        """Restore what `to_plain` gave, for a history of `known` lines.

        Raises:
            SnapshotError: A position holds a line, a group or a cell that cannot be.
        """
        window = cls()
        rows = array_from(plain["rows"], np.int32, (ROWS, None))
        size = window.end = rows.shape[1]
        if size > SIZE:
            raise SnapshotError("A snapshot remembers too many positions; rebuild it from the history.")
        window.buffer[:, :size] = rows
        window.latest_of[:size] = array_from(plain["latest"], np.bool_, (size,))
        window.free = [int(group) for group in plain["free"]]
        for line, group, cell in rows[[LINE, GROUP, CELL]].T.tolist():
            if not (ABSENT <= line < known and 0 <= group <= NOBODY and 0 <= cell <= NO_CELL):
                raise SnapshotError("A snapshot holds a position of an unknown line; rebuild it from the history.")
            if (line == ABSENT) != (group == NOBODY) or window.line_of[group] not in {ABSENT, line}:
                raise SnapshotError("A snapshot mixes two lines up; rebuild it from the history.")
            if line != ABSENT:
                window.line_of[group] = line
                window.uses[group] += 1
        used = {group for group in range(SIZE) if window.uses[group]}
        if sorted([*used, *window.free]) != list(range(SIZE)):
            raise SnapshotError("A snapshot lost count of its lines; rebuild it from the history.")
        return window

    def _release(self, group: int) -> int:
        line = int(self.line_of[group])
        self.line_of[group] = ABSENT
        self.uses[group] = 0
        self.free.append(group)
        return line

    def _rewind(self) -> None:
        kept = len(self)
        self.buffer[:, :kept] = self.rows.copy()
        self.latest_of[:kept] = self.latest.copy()
        self.start, self.end = 0, kept
