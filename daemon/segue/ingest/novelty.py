"""Makes an import repeatable: tells which entries of a history file the store does not have yet.

A timed entry is known when an event has the same line and began within two seconds: a hook measures to the
microsecond, a history file to the second, and the two clocks are read a moment apart. Each known event accounts
for one entry only, so that `ls` run twice in a second stays two events.

An untimed entry can only be counted. As a history file grows at its end, its first occurrences of a line are those
that are known, and what goes beyond their number is new.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOLERANCE: Final = 2.0


class Dated(Protocol):
    """An entry or an observation: a line, and perhaps a time."""

    @property
    def line(self) -> str:
        """The whole command line, as the store would keep it."""

    @property
    def start(self) -> float | None:
        """Epoch seconds, None when unknown."""


T = TypeVar("T", bound=Dated)


class Novelty:
    """The memory of one import of one file, which may come in any number of batches."""

    def __init__(self) -> None:
        self._unaccounted: dict[str, int] = {}
        self._timed: Counter[str] = Counter()
        self._added: list[tuple[str, float]] = []

    def new(self, batch: Sequence[T], times: Mapping[str, Sequence[float]], counts: Mapping[str, int]) -> list[T]:
        """Return the entries that are new, in their order, which the caller then stores.

        Args:
            batch: the next entries of the file, redacted as the store's lines are.
            times: for each line, when its events in the store began.
            counts: for each line, how many events the store has, timed or not. Only the answer of the first
                batch with a line counts: later ones include what this import added.
        """
        known = {line: list(starts) for line, starts in times.items()}
        # What the batch before this one added is in the store by now, but accounts for no entry of this one.
        for line, start in self._added:
            if start in known.get(line, ()):
                known[line].remove(start)
        self._added = []
        return [entry for entry in batch if self._is_new(entry, known, counts)]

    def _is_new(self, entry: Dated, known: dict[str, list[float]], counts: Mapping[str, int]) -> bool:
        if entry.start is None:
            # A file that lost its timestamps at some time holds a line with and without them.
            before = counts.get(entry.line, 0) - self._timed[entry.line]
            left = self._unaccounted.setdefault(entry.line, max(before, 0))
            self._unaccounted[entry.line] = max(left - 1, 0)
            return left == 0
        starts = known.get(entry.line, [])
        near = [start for start in starts if abs(start - entry.start) <= TOLERANCE]
        if near:
            starts.remove(near[0])
            return False
        self._added.append((entry.line, entry.start))
        self._timed[entry.line] += 1
        return True
