"""Every line in small letters, to be looked through for words; for the thread that reads the history.

A word is looked for in all lines at once, in one long text: to let SQLite compare them one by one takes six times as
long. What was forgotten may stay here until `clear`, but no longer counts: whoever asks reads the lines again.
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


class LineTexts:
    """Follows the lines of a history; some fifty bytes each."""

    def __init__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return len(self._numbers)

    def clear(self) -> None:
        """Hold nothing; the next `follow` reads all lines."""
        self._text = b""
        self._numbers = np.empty(0, np.int64)
        self._begins = np.empty(0, np.int64)

    def follow(self, reader: SearchReader) -> None:
        """Read the lines that are new, or all, where others than the last have come or gone."""
        count = reader.count_lines()
        rows = reader.lines_after(int(self._numbers[-1]) if len(self._numbers) else 0)
        if len(self._numbers) + len(rows) != count:
            self.clear()
            rows = reader.lines_after(0)
        if not rows:
            return
        texts = [_encoded(text) + BETWEEN.encode() for _, text in rows]
        begins = np.cumsum([len(self._text), *map(len, texts[:-1])], dtype=np.int64)
        self._text += b"".join(texts)
        self._begins = np.concatenate([self._begins, begins])
        self._numbers = np.concatenate([self._numbers, np.fromiter((number for number, _ in rows), np.int64)])

    def holding(self, words: Sequence[str]) -> dict[int, list[int]]:
        """Return the numbers of the lines that hold any of the words, by which: bit 0 for the first, and so on."""
        masks = np.zeros(len(self._numbers), np.int64)
        for place, word in enumerate(words):
            masks[self._places(word)] |= 1 << place
        return {int(mask): self._numbers[masks == mask].tolist() for mask in np.unique(masks[masks > 0])}

    def _places(self, word: str) -> NDArray[np.int64]:
        found = re.finditer(re.escape(_encoded(word)), self._text)
        at = np.fromiter((match.start() for match in found), np.int64)
        return np.searchsorted(self._begins, at, side="right") - 1


def _encoded(text: str) -> bytes:
    return text.lower().encode("utf-8", "surrogatepass")
