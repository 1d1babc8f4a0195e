"""The file of an index: rows in blocks of 8,192, written so that a crash at any moment leaves only whole rows.

After a page of header follow the blocks. In each stand first the vectors of all its rows, then their scales, then the
numbers of their lines, and last their keys; key 0 marks a free row. A key is written when everything else of its row
is on disk, and erased first: what has no key is no row. A file that was cut off has therefore lost whole rows.

Rows are read through a mapping and written with `pwrite`: on a full disk that is an error, where writing to a mapping
would end the process.
"""

from __future__ import annotations

import logging
import mmap
import os
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from segue.embedding.index_header import COMPLETE_AT, HEADER, DamagedIndexError, decode_header, encode_header
from segue.embedding.quantisation import plausible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from segue.embedding.quantisation import Storage
    from segue.embedding.space import Space

log = logging.getLogger(__name__)

BLOCK: Final = 8192


class Block(NamedTuple):
    """The columns of some rows, all of the same length."""

    vectors: NDArray[np.generic]
    scales: NDArray[np.float32]
    lines: NDArray[np.int64]
    keys: NDArray[np.uint64]


class IndexFile:
    """Rows of one space, for one thread at a time.

    Raises:
        DamagedIndexError: the file is there and is none of this space and storage.
        OSError: it can be neither made nor read.
    """

    def __init__(self, path: Path, space: Space, storage: Storage) -> None:
        self._path, self._space, self._storage = path, space, storage
        self._kinds: tuple[np.dtype[Any], ...] = (storage.dtype, *map(np.dtype, ("<f4", "<i8", "<u8")))
        self._widths = [self._kinds[0].itemsize * space.dims, *(kind.itemsize for kind in self._kinds[1:])]
        self._block_bytes = sum(self._widths) * BLOCK
        self._mapped: list[Block] | None = None
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._begin()
        except BaseException:
            os.close(self._file)
            raise

    def _begin(self) -> None:
        size = os.fstat(self._file).st_size
        if size == 0:
            self._write(encode_header(self._space, self._storage), 0)
            size = HEADER
        header = decode_header(os.pread(self._file, HEADER, 0))
        if header[:2] != (self._space, self._storage):
            raise DamagedIndexError(f"it holds vectors of {header.space} as {header.storage}")
        self._blocks = -(-(size - HEADER) // self._block_bytes)
        os.ftruncate(self._file, self._place(self._blocks))
        self._scrub()

    def _scrub(self) -> None:
        """Erase what a crash has left half written or half erased, and rows whose scale cannot be."""
        for number, block in enumerate(self.blocks()):
            free = block.keys == 0
            left = free & ((block.lines != 0) | (block.scales != 0))
            wrong = ~free & ~plausible(block.scales, self._storage, self._space.dims)
            places = np.flatnonzero(left | wrong)
            if len(places):
                log.warning("%d vectors in %s were left unfinished and are erased", len(places), self._path.name)
                self.erase(places + number * BLOCK)

    @property
    def complete(self) -> bool:
        """Whether every line that was to be in it was in it once."""
        return os.pread(self._file, 1, COMPLETE_AT) == b"\1"

    def set_complete(self) -> None:
        """Remember that it is."""
        self._write(b"\1", COMPLETE_AT)
        os.fsync(self._file)

    def grow(self) -> None:
        """Add a block of free rows, which takes no room on disk until it is written."""
        os.ftruncate(self._file, self._place(self._blocks + 1))
        self._blocks += 1
        self._mapped = None

    def blocks(self) -> list[Block]:
        """Return all blocks as they are on disk; they stay mapped until `release`."""
        if self._mapped is None:
            self._mapped = list(self._map()) if self._blocks else []
        return self._mapped

    def _map(self) -> Iterator[Block]:
        content = mmap.mmap(self._file, self._place(self._blocks), access=mmap.ACCESS_READ)
        for block in range(self._blocks):
            columns: list[NDArray[Any]] = [
                np.frombuffer(content, kind, BLOCK * width // kind.itemsize, self._place(block, column))
                for column, (kind, width) in enumerate(zip(self._kinds, self._widths, strict=True))
            ]
            yield Block(columns[0].reshape(BLOCK, self._space.dims), columns[1], columns[2], columns[3])

    def release(self) -> None:
        """Unmap the file, so that its pages are not counted as this process's memory."""
        self._mapped = None

    def write(self, places: NDArray[np.intp], rows: Block) -> None:
        """Fill free rows; their places are in ascending order.

        Raises:
            OSError: the disk is full or forbids it; the rows stay free.
        """
        runs = list(_runs(places))
        for run in runs:
            for column in (2, 0, 1):
                self._write_column(column, int(places[run.start]), rows[column][run].tobytes())
        os.fsync(self._file)
        for run in runs:
            self._write_column(3, int(places[run.start]), rows.keys[run].tobytes())

    def erase(self, places: NDArray[np.intp]) -> None:
        """Make rows free and leave nothing of them; their places are in ascending order."""
        for column in (3, 0, 1, 2):
            for run in _runs(places):
                self._write_column(column, int(places[run.start]), bytes(self._widths[column] * (run.stop - run.start)))
        os.fsync(self._file)

    def close(self) -> None:
        """Close the file; what is mapped is readable for as long as somebody holds it."""
        self.release()
        os.close(self._file)

    def _place(self, block: int, column: int = 0) -> int:
        return HEADER + block * self._block_bytes + sum(self._widths[:column]) * BLOCK

    def _write_column(self, column: int, place: int, content: bytes) -> None:
        block, row = divmod(place, BLOCK)
        self._write(content, self._place(block, column) + row * self._widths[column])

    def _write(self, content: bytes, offset: int) -> None:
        rest = memoryview(content)
        while rest:
            written = os.pwrite(self._file, rest, offset)
            rest, offset = rest[written:], offset + written


def _runs(places: NDArray[np.intp]) -> Iterator[slice]:
    """Yield the stretches of ascending places that follow upon each other in one block."""
    breaks = np.flatnonzero((np.diff(places) != 1) | (places[1:] % BLOCK == 0)) + 1
    edges = [0, *breaks.tolist(), len(places)]
    for start, stop in pairwise(edges):
        if stop > start:
            yield slice(start, stop)
