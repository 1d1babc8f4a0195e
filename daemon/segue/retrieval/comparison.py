"""What the index of a space lacks of the recorded lines, and what it has too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segue.domain.digest import text_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from segue.store.line_reader import RecordedLine


class Comparison:
    """Goes through all recorded lines beside the keys and line numbers that an index has."""

    def __init__(self, keys: NDArray[np.uint64], lines: NDArray[np.int64]) -> None:
        order = np.argsort(keys)
        self._keys, self._lines = keys[order], lines[order]
        self._seen = np.zeros(len(keys), np.bool_)

    def missing(self, recorded: Sequence[RecordedLine]) -> list[RecordedLine]:
        """Return the lines that are not in the index, or stand there under a number that they no longer have."""
        keys = np.array([text_key(line.text) for line in recorded], np.uint64)
        numbers = np.array([line.number for line in recorded], np.int64)
        places = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        there = self._keys[places] == keys if len(self._keys) else np.zeros(len(keys), np.bool_)
        # A line that gets a new number replaces its row: none is left over either way.
        self._seen[places[there]] = True
        there[there] = self._lines[places[there]] == numbers[there]
        return [line for line, is_there in zip(recorded, there.tolist(), strict=True) if not is_there]

    def left_over(self) -> list[int]:
        """Return the keys in the index that belong to none of the lines that were gone through."""
        left: list[int] = self._keys[~self._seen].tolist()
        return left
