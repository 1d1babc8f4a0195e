"""All known lines in alphabetical order, to find those that start with what is typed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from segue.model.tables import Bools, Ints

# Merging costs a pass over all lines, searching one more bisection: a thousand is cheap for both.
PENDING: Final = 1_024
# Characters by which lines are parted before they are sorted: a hundred thousand then make thousands of short lists.
BEGINNING: Final = 8
LAST_CHARACTER: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Extensions:
    """The lines that extend a prefix: they can be counted without looking at each."""

    settled: Ints
    pending: list[int]

    def __len__(self) -> int:
        return len(self.settled) + len(self.pending)

    def ids(self) -> Ints:
        """Return the ids in their order, so that it does not matter which lines have settled."""
        return np.sort(np.append(self.settled, np.array(self.pending, dtype=np.int32)))


class Prefixes:
    """Line ids sorted by text: a long settled array, and a short list of newcomers."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.settled: Ints = np.zeros(0, dtype=np.int32)
        self.pending: list[int] = []

    def add(self, line: int) -> None:
        """Index a new line."""
        self.pending.insert(self._place(self.pending, self.texts[line]), line)
        if len(self.pending) > PENDING:
            self._merge()

    def remove(self, lines: Bools) -> None:
        """Drop the lines that are marked, while their texts are still known."""
        self.pending = [line for line in self.pending if not lines[line]]
        self.settled = self.settled[~lines[self.settled]]

    def find(self, prefix: str) -> Extensions:
        """Return the lines that extend the prefix, as they stand until the next change."""
        (first, last), (begin, end) = self._range(self.settled, prefix), self._range(self.pending, prefix)
        return Extensions(self.settled[first:last], self.pending[begin:end])

    def extends(self, prefix: str) -> bool:
        """Tell whether any line extends the prefix; this takes half the time of finding them."""
        for ids in (self.settled, self.pending):
            place = self._after(ids, prefix)
            if place < len(ids) and self.texts[ids[place]].startswith(prefix):
                return True
        return False

    def rebuild(self) -> None:
        """Index every text anew, in short steps: one long sort keeps the interpreter from all other threads."""
        beginnings: defaultdict[str, list[int]] = defaultdict(list)
        for line, text in enumerate(self.texts):
            if text:
                beginnings[text[:BEGINNING]].append(line)
        known = [
            line
            for beginning in sorted(beginnings)
            for line in sorted(beginnings[beginning], key=self.texts.__getitem__)
        ]
        self.settled = np.array(known, dtype=np.int32)
        self.pending = []

    def _range(self, ids: Ints | list[int], prefix: str) -> tuple[int, int]:
        first = self._after(ids, prefix)
        behind = _successor(prefix)
        return first, self._place(ids, behind, first) if behind else len(ids)

    def _after(self, ids: Ints | list[int], text: str) -> int:
        """Return the place behind all lines up to this text."""
        place = self._place(ids, text)
        return place + (place < len(ids) and self.texts[ids[place]] == text)

    def _place(self, ids: Ints | list[int], text: str, start: int = 0) -> int:
        return bisect_left(ids, text, lo=start, key=self.texts.__getitem__)

    def _merge(self) -> None:
        places = [self._place(self.settled, self.texts[line]) for line in self.pending]
        self.settled = np.insert(self.settled, places, self.pending)
        self.pending = []


def _successor(prefix: str) -> str:
    """Return the least text behind all that start with the prefix, empty if there is none."""
    stem = prefix.rstrip(LAST_CHARACTER)
    return stem[:-1] + chr(ord(stem[-1]) + 1) if stem else ""
