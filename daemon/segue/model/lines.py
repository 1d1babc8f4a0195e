"""Every line that was ever run, with its counts: one row a line."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any, Final

import numpy as np

from segue.domain.digest import line_digest
from segue.domain.errors import SnapshotError
from segue.domain.holes import has_hole
from segue.model.tables import Doubles, Floats, Ints, array_from, grown, plain_array, plain_texts, texts_from
from segue.model.text import Shape, shape_of

# Columns of `facts`.
HEAD: Final = 0
TEMPLATE: Final = 1
WORD1: Final = 2
WORD3: Final = 4
FLAGS: Final = 5
LENGTH: Final = 6
COUNT: Final = 7
FAILURES: Final = 8
LAST: Final = 9  # position of the latest run
VISIT: Final = 10  # visit of the latest run
PLACE: Final = 11  # directory of the latest run
SLOT: Final = 12  # number among the lines in the window, or ABSENT
FAILED_IN_A_ROW: Final = 13  # latest runs that failed, all in the directory of the latest
COLUMNS: Final = 14
ABSENT: Final = -1

# Bits of FLAGS.
ARGUMENTS: Final = 1
CHANGES_DIRECTORY: Final = 2
TRIVIAL: Final = 4
HOLE: Final = 8
GONE: Final = 16

HALF_LIVES_COMMANDS: Final = (8, 60, 600, 5_000)
HALF_LIVES_SECONDS: Final = (4 * 3_600, 7 * 86_400)
HALF_LIVES: Final = np.array(HALF_LIVES_COMMANDS + HALF_LIVES_SECONDS, dtype=np.float64)
SEVERAL: Final = len(HALF_LIVES_COMMANDS)


def clocks(position: int, now: float) -> Doubles:
    """Return the present in units of each half-life."""
    elapsed = np.full(len(HALF_LIVES), float(position))
    elapsed[SEVERAL:] = now
    return elapsed / HALF_LIVES


class Lines:
    """Interned lines: `texts[id]`, and arrays indexed by the id.

    The row of a line that was dropped holds no text; the next new line gets the least of such ids.

    `decayed` holds log2 of the sum of 2^(clock at each run), which needs no touching
    while time passes: subtract the present clock to have the log2 of the decayed count.
    `forgotten` holds digests of the lines that must not be made up again.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.ids: dict[str, int] = {}
        self.facts: Ints = np.zeros((0, COLUMNS), dtype=np.int32)
        self.decayed: Floats = np.zeros((0, len(HALF_LIVES)), dtype=np.float32)
        self.seconds: Doubles = np.zeros(0, dtype=np.float64)
        self.forgotten: set[bytes] = set()
        self.free: list[int] = []

    def __len__(self) -> int:
        return len(self.texts)

    def intern(self, line: str) -> tuple[int, bool]:
        """Return the id of a line, and whether it is new."""
        known = self.ids.get(line)
        if known is not None:
            return known, False
        new = heappop(self.free) if self.free else self._add_row()
        self.facts[new] = new_row(line)
        self.decayed[new] = -np.inf
        if self.forgotten:
            self.forgotten.discard(line_digest(line))
        self.texts[new] = line
        self.ids[line] = new
        return new, True

    def text(self, line_id: int) -> str:
        """Return the text of a line, empty if it was dropped."""
        return self.texts[line_id]

    def shape(self, line_id: int) -> Shape:
        """Return the shape of a known line without reading its text again."""
        head, template, word1, word2, word3, flags = self.facts[line_id, : FLAGS + 1].tolist()
        return Shape(
            head,
            template,
            word1,
            word2,
            word3,
            bool(flags & ARGUMENTS),
            bool(flags & CHANGES_DIRECTORY),
            bool(flags & TRIVIAL),
        )

    def count(self, line_id: int, now: float, clock: Doubles, *, failed: bool) -> None:
        """Count one run."""
        self.facts[line_id, COUNT] += 1
        if failed:
            self.facts[line_id, FAILURES] += 1
        self.decayed[line_id] = np.logaddexp2(self.decayed[line_id], clock)
        self.seconds[line_id] = now

    def may_be_made_up(self, line: str) -> bool:
        """Tell whether nobody has asked to forget this line."""
        return not self.forgotten or line_digest(line) not in self.forgotten

    def drop(self, line_ids: list[int]) -> None:
        """Empty the rows; nothing else may refer to these lines any more, because their ids are given again."""
        for line_id in line_ids:
            del self.ids[self.texts[line_id]]
            self.texts[line_id] = ""
            heappush(self.free, line_id)
        self.facts[line_ids] = 0
        self.facts[line_ids, FLAGS] = GONE
        self.facts[line_ids, SLOT] = ABSENT
        self.decayed[line_ids] = -np.inf
        self.seconds[line_ids] = 0.0

    def to_plain(self) -> dict[str, Any]:
        """Return the texts and the used rows."""
        size = len(self.texts)
        return {
            "texts": plain_texts(self.texts),
            "forgotten": sorted(self.forgotten),
            "facts": plain_array(self.facts[:size]),
            "decayed": plain_array(self.decayed[:size]),
            "seconds": plain_array(self.seconds[:size]),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Lines:
        """Restore what `to_plain` gave.

        Raises:
            SnapshotError: Texts and rows do not belong together.
        """
        lines = cls()
        lines.texts = texts_from(plain["texts"])
        lines.forgotten = {bytes(digest) for digest in plain["forgotten"]}
        size = len(lines.texts)
        lines.ids = {text: line_id for line_id, text in enumerate(lines.texts) if text}
        lines.free = [line_id for line_id, text in enumerate(lines.texts) if not text]
        lines.facts = array_from(plain["facts"], np.int32, (size, COLUMNS))
        lines.decayed = array_from(plain["decayed"], np.float32, (size, len(HALF_LIVES)))
        lines.seconds = array_from(plain["seconds"], np.float64, (size,))
        if len(lines.ids) != size - len(lines.free):
            raise SnapshotError("A snapshot holds a line twice; rebuild it from the history.")
        return lines

    def _add_row(self) -> int:
        new = len(self.texts)
        self.facts = grown(self.facts, new + 1)
        self.decayed = grown(self.decayed, new + 1)
        self.seconds = grown(self.seconds, new + 1)
        self.texts.append("")
        return new


def new_row(line: str) -> list[int]:
    """Return the facts of a line that was never run."""
    shape = shape_of(line)
    flags = (
        ARGUMENTS * shape.arguments
        | CHANGES_DIRECTORY * shape.changes_directory
        | TRIVIAL * shape.trivial
        | HOLE * has_hole(line)
    )
    return [*shape[:FLAGS], flags, len(line), 0, 0, ABSENT, ABSENT, ABSENT, ABSENT, 0]
