"""The lines run so far, as the yardsticks look them up."""

from __future__ import annotations

from bisect import bisect_right, insort
from heapq import nlargest
from itertools import islice


class KnownLines:
    """The distinct lines, found by how they begin and by when they were run last."""

    def __init__(self) -> None:
        self._sorted: list[str] = []
        self._last_run: dict[str, int] = {}
        self._runs = 0

    def add(self, line: str) -> None:
        """Note that a line was run."""
        if self._last_run.pop(line, None) is None:
            insort(self._sorted, line)
        self._last_run[line] = self._runs
        self._runs += 1

    def extending(self, prefix: str) -> list[str]:
        """Return the lines that begin with the prefix and are longer, in the order of the alphabet."""
        start = bisect_right(self._sorted, prefix)
        stop = bisect_right(self._sorted, prefix, lo=start, key=lambda line: line[: len(prefix)])
        return self._sorted[start:stop]

    def latest(self, prefix: str, k: int) -> list[str]:
        """Return at most `k` lines that extend the prefix, the one run last first."""
        if not prefix:
            return list(islice(reversed(self._last_run), k))
        return nlargest(k, self.extending(prefix), key=self._last_run.__getitem__)
