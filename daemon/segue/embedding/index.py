"""An index of the vectors of one space: put, removed and found by the keys of their texts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.embedding.index_file import BLOCK, Block, IndexFile
from segue.embedding.index_header import DamagedIndexError
from segue.embedding.nearest import Match, among, nearest
from segue.embedding.quantisation import Storage, quantise, restore, scales_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from segue.embedding.embedder import Vectors
    from segue.embedding.space import Space

    Keys = NDArray[np.uint64]

log = logging.getLogger(__name__)

RECENT: Final = 8192
"""Keys that are looked up in a set before all are sorted anew."""


class VectorIndex:
    """Vectors on disk under the keys of their texts; for one thread, and never the daemon's.

    A damaged file is removed and a new one begun: whoever keeps the texts finds out what is missing.

    Raises:
        OSError: the file can be neither used nor replaced.
    """

    def __init__(self, path: Path, space: Space, storage: Storage = Storage.INT8) -> None:
        self.space = space
        self._storage = storage
        try:
            self._file = IndexFile(path, space, storage)
        except DamagedIndexError as error:
            log.warning("the index %s is begun anew: %s", path.name, error)
            path.unlink()
            self._file = IndexFile(path, space, storage)
        self._sorted: Keys | None = None
        self._recent: set[int] = set()
        self._free = np.flatnonzero(self._all_keys() == 0)
        self._rows = len(self._file.blocks()) * BLOCK - len(self._free)
        self.release()

    def __len__(self) -> int:
        return self._rows

    @property
    def complete(self) -> bool:
        """Whether every text that was to be in was in once, since the file was begun."""
        return self._file.complete

    def set_complete(self) -> None:
        """Remember that every text is in."""
        self._file.set_complete()

    def put(self, keys: Sequence[int], lines: Sequence[int], vectors: Vectors) -> None:
        """Keep vectors of unit length under keys, in place of those that these keys have.

        Raises:
            OSError: the disk is full or forbids it; what was there before stays.
        """
        last = list({key: place for place, key in enumerate(keys)}.values())
        chosen = np.array(keys, np.uint64)[last]
        before = self._places(chosen)
        while len(self._free) < len(last):
            self._free = np.concatenate((self._free, np.arange(BLOCK) + len(self._file.blocks()) * BLOCK))
            self._file.grow()
        codes = quantise(vectors[last], self._storage)
        places = self._free[: len(last)]
        self._file.write(places, Block(codes, scales_of(codes), np.array(lines, np.int64)[last], chosen))
        self._free = self._free[len(last) :]
        self._rows += len(last)
        self._recent.update(chosen.tolist())
        self._erase(before)

    def remove(self, keys: Iterable[int]) -> int:
        """Remove what is kept under these keys, leaving nothing of it, and return how many there were."""
        places = self._places(np.fromiter(keys, np.uint64))
        self._erase(places)
        return len(places)

    def _erase(self, places: NDArray[np.intp]) -> None:
        if len(places):
            self._file.erase(places)
            self._free = np.union1d(self._free, places)
            self._rows -= len(places)
            self._sorted = None

    def has(self, keys: Keys) -> NDArray[np.bool_]:
        """Tell for each key whether there is a vector."""
        if self._sorted is None or len(self._recent) > RECENT:
            self._sorted = np.sort(self._all_keys())
            self._recent.clear()
        found: NDArray[np.bool_] = among(keys, self._sorted) & (keys != 0)
        if self._recent:
            found |= np.fromiter((key in self._recent for key in keys.tolist()), np.bool_, len(keys))
        return found

    def entries(self) -> tuple[Keys, NDArray[np.int64]]:
        """Return every key, and the number of its line beside it."""
        blocks = self._file.blocks()
        if not blocks:
            return np.empty(0, np.uint64), np.empty(0, np.int64)
        keys, lines = self._all_keys(), np.concatenate([block.lines for block in blocks])
        return keys[keys != 0], lines[keys != 0]

    def vector(self, key: int) -> Vectors | None:
        """Return the vector of a key as a single row, or None."""
        places = self._places(np.array([key], np.uint64))
        if not len(places):
            return None
        block, row = divmod(int(places[0]), BLOCK)
        return restore(self._file.blocks()[block].vectors[row : row + 1])

    def search(self, query: NDArray[np.float32], count: int, allowed: Iterable[int] | None = None) -> list[Match]:
        """Return the rows most similar to a vector of unit length, the best first, at most `count` of them.

        With `allowed` only these keys are looked at.
        """
        return nearest(self._file.blocks(), query, count, allowed)

    def release(self) -> None:
        """Give back the memory of what is read of the file; the next call maps it again."""
        self._file.release()
        self._sorted = None
        self._recent.clear()

    def close(self) -> None:
        """Close the file."""
        self.release()
        self._file.close()

    def _all_keys(self) -> Keys:
        blocks = self._file.blocks()
        return np.concatenate([block.keys for block in blocks]) if blocks else np.empty(0, np.uint64)

    def _places(self, keys: Keys) -> NDArray[np.intp]:
        """Return where these keys are, in ascending order."""
        if not self.has(keys).any():
            return np.empty(0, np.intp)
        wanted = np.unique(keys[keys != 0])
        return np.flatnonzero(among(self._all_keys(), wanted))
