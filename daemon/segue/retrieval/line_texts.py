"""Every line in small letters and when it was run last, to be looked through for words; for the thread that reads.

A word is looked for in all lines at once, in one long text: to let SQLite compare them one by one takes six times as
long. What stands here is only where to look: whoever asks reads the lines themselves again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from segue.store.search import SearchReader

BETWEEN: Final = "\n"
"""No word has it."""
AT_ONCE: Final = 50_000
"""Lines that are read at once, which bounds what that needs of memory."""


class LineTexts:
    """Follows the lines of a history; some sixty bytes each."""

    def __init__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return len(self._numbers)

    def clear(self) -> None:
        """Hold nothing; the next `follow` reads all lines."""
        self._text = b""
        self._numbers = np.empty(0, np.int64)
        self._begins = np.empty(0, np.int64)
        self._starts = np.empty(0, np.float64)
        self._event = 0

    def follow(self, reader: SearchReader) -> None:
        """Read what is new, or all, where others than the last lines have come or gone."""
        self._read(reader)
        if len(self) != reader.count_lines():
            self.clear()
            self._read(reader)

    def _read(self, reader: SearchReader) -> None:
        event = reader.last_event()
        while rows := reader.lines_after(int(self._numbers[-1]) if len(self) else 0, AT_ONCE):
            self._add(rows)
        started = reader.last_starts(self._event, event)
        self._event = event
        if started and len(self):
            numbers, starts = (np.array(column) for column in zip(*started, strict=True))
            places = np.searchsorted(self._numbers, numbers)
            # A line may have been forgotten meanwhile.
            there = self._numbers[np.minimum(places, len(self) - 1)] == numbers
            self._starts[places[there]] = np.maximum(self._starts[places[there]], starts[there])

    def _add(self, rows: Sequence[tuple[int, str]]) -> None:
        texts = [_encoded(text) + BETWEEN.encode() for _, text in rows]
        begins = np.cumsum([len(self._text), *map(len, texts[:-1])], dtype=np.int64)
        self._text += b"".join(texts)
        self._begins = np.concatenate([self._begins, begins])
        self._numbers = np.concatenate([self._numbers, np.fromiter((number for number, _ in rows), np.int64)])
        self._starts = np.concatenate([self._starts, np.zeros(len(rows))])

    def latest(self, numbers: NDArray[np.int64], count: int) -> NDArray[np.int64]:
        """Return those of the lines that were run last, at most so many, in any order."""
        if len(numbers) <= count:
            return numbers
        starts = self._starts[np.searchsorted(self._numbers, numbers)]
        return numbers[np.argpartition(-starts, count - 1)[:count]]

    def holding(self, words: Sequence[str]) -> dict[int, NDArray[np.int64]]:
        """Return the numbers of the lines that hold any of the words, by which: bit 0 for the first, and so on."""
        masks = np.zeros(len(self._numbers), np.int64)
        for place, word in enumerate(words):
            masks[self._places(word)] |= 1 << place
        return {int(mask): self._numbers[masks == mask] for mask in np.unique(masks[masks > 0])}

    def _places(self, word: str) -> NDArray[np.int64]:
        found = re.finditer(re.escape(_encoded(word)), self._text)
        at = np.fromiter((match.start() for match in found), np.int64)
        return np.searchsorted(self._begins, at, side="right") - 1


def _encoded(text: str) -> bytes:
    return text.lower().encode("utf-8", "surrogatepass")
