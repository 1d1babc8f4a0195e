"""Exact search: every row is compared with the query, and the best are kept.

One search among int8 rows of 256 numbers takes 0.5 ms of one processor at 10,000, 4.7 ms at 100,000, 45 ms at a million
(384 numbers: 6 and 62 ms), ten at a time or one. float16 rows take eight times as long: numpy converts them one by one.
Converting and multiplying let go of the interpreter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from segue.embedding.index_file import BLOCK, Block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

STEP: Final = 2048
"""Rows that are turned into float32 at once: two megabytes at 256 numbers, which stay in the processor's cache."""
HIGHEST: Final = 1.02
"""A similarity above it is damage, not rounding."""


class Match(NamedTuple):
    """A row that was found: the key of its text, the number of its line, and the cosine."""

    key: int
    line: int
    similarity: float


def nearest(
    blocks: Iterable[Block], query: NDArray[np.float32], count: int, allowed: Iterable[int] | None = None
) -> list[Match]:
    """Return the rows most similar to a vector of unit length, the best first, at most `count` of them.

    With `allowed` only these keys are looked at.
    """
    if count < 1:
        return []
    best = _Best(query, count, None if allowed is None else np.unique(np.fromiter(allowed, np.uint64)))
    for block in blocks:
        for start in range(0, BLOCK, STEP):
            rows = slice(start, start + STEP)
            best.consider(Block(block.vectors[rows], block.scales[rows], block.lines[rows], block.keys[rows]))
    return best.matches


class _Best:
    """The best of what was considered so far."""

    def __init__(self, query: NDArray[np.float32], count: int, allowed: NDArray[np.uint64] | None) -> None:
        self.matches: list[Match] = []
        self._query = query
        self._count = count
        self._allowed = allowed
        self._numbers = np.empty((STEP, len(query)), np.float32)

    def consider(self, rows: Block) -> None:
        """Keep those of the rows that are among the best."""
        eligible = rows.keys != 0
        if self._allowed is not None:
            eligible &= among(rows.keys, self._allowed)
        if not eligible.any():
            return
        np.copyto(self._numbers, rows.vectors, casting="unsafe")
        # Not `@`: OpenBLAS shares such a product out to all processors, and on a busy machine that takes tenfold.
        similarities = np.vecdot(self._numbers, self._query) * rows.scales
        # What is damaged can be anything, also NaN, which compares false.
        eligible &= (similarities > self._floor()) & (similarities <= HIGHEST)
        places = np.flatnonzero(eligible)
        if len(places) > self._count:
            places = places[np.argpartition(-similarities[places], self._count - 1)[: self._count]]
        columns = (rows.keys[places], rows.lines[places], similarities[places])
        found = map(Match, *(column.tolist() for column in columns))
        self.matches = sorted([*self.matches, *found], key=lambda match: -match.similarity)[: self._count]

    def _floor(self) -> float:
        return self.matches[-1].similarity if len(self.matches) == self._count else -HIGHEST


def among(keys: NDArray[np.uint64], ordered: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell which keys are among others, which are in ascending order."""
    if not len(ordered):
        return np.zeros(len(keys), np.bool_)
    places = np.searchsorted(ordered, keys)
    places[places == len(ordered)] = 0
    found: NDArray[np.bool_] = ordered[places] == keys
    return found
