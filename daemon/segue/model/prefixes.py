"""All known lines in alphabetical order, to find those that start with what is typed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from segue.model.tables import Ints

# Merging costs a pass over all lines, searching one more bisection: a thousand is cheap for both.
PENDING: Final = 1_024


class Prefixes:
    """Line ids sorted by text: a long settled array, and a short list of newcomers."""

    def __init__(self, texts: list[str | None]) -> None:
        self.texts = texts
        self.settled: Ints = np.zeros(0, dtype=np.int32)
        self.pending: list[int] = []

    def add(self, line: int) -> None:
        """Index a new line."""
        text = self._text(line)
        self.pending.insert(bisect_left(self.pending, text, key=self._text), line)
        if len(self.pending) > PENDING:
            self._merge()

    def remove(self, line: int) -> None:
        """Drop a line, while its text is still known."""
        self.pending = [other for other in self.pending if other != line]
        self.settled = self.settled[self.settled != line]

    def starting_with(self, prefix: str) -> Ints:
        """Return the ids of the lines that extend the prefix, in the order of the ids."""
        found = self.settled[slice(*self._range(self.settled, prefix))]
        first, last = self._range(self.pending, prefix)
        # Sorted, so that the answer does not depend on which lines have settled.
        return np.sort(np.append(found, np.array(self.pending[first:last], dtype=np.int32)))

    def count(self, prefix: str) -> int:
        """Return how many lines start with the prefix, without looking at them."""
        (first, last), (begin, end) = self._range(self.settled, prefix), self._range(self.pending, prefix)
        return last - first + end - begin

    def rebuild(self) -> None:
        """Index every text anew."""
        known = [line for line, text in enumerate(self.texts) if text is not None]
        known.sort(key=self._text)
        self.settled = np.array(known, dtype=np.int32)
        self.pending = []

    def _range(self, ids: Ints | list[int], prefix: str) -> tuple[int, int]:
        length = len(prefix)
        first = bisect_left(ids, prefix, key=self._text)
        last = bisect_right(ids, prefix, lo=first, key=lambda line: self._text(line)[:length])
        if first < last and self._text(ids[first]) == prefix:
            first += 1
        return first, last

    def _merge(self) -> None:
        places = [bisect_left(self.settled, self._text(line), key=self._text) for line in self.pending]
        self.settled = np.insert(self.settled, places, self.pending)
        self.pending = []

    def _text(self, line: int) -> str:
        return self.texts[line] or ""
