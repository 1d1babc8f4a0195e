"""Reads what was appended to a history file since a bookmark. Blocking: call it off the event loop."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from segue.domain.errors import HistoryFormatError
from segue.ingest.bookmark import LONGEST_REST, WINDOW, Bookmark
from segue.ingest.history.entry import Report
from segue.ingest.history.formats import CHUNK, complete_length, detect_shell, first_entry, parse_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from segue.ingest.history.entry import Entry

LARGEST: Final = 1 << 20
"""More than this at once was not typed: the file was restored or merged, which is for `segue import`."""

ENOUGH: Final = 8
"""So many known commands together near the end of a file make reading all of it needless."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The new entries of a file, the shell that wrote them, and where to read on."""

    bookmark: Bookmark
    shell: str
    entries: list[Entry]
    passed_over: int = 0


def may_be_history(path: Path) -> bool:
    """Tell whether a shell may keep its history there; HISTFILE may well be /dev/null."""
    return path.is_file() or not path.exists()


def read_on(path: Path, before: Bookmark | None, default_shell: str = "bash") -> Reading:
    """Return what is new behind a bookmark; without one, nothing but a bookmark at the file's end.

    Raises:
        OSError: the file is missing or cannot be read.
        HistoryFormatError: it is no history file.
    """
    with _open(path) as file:
        return _Reader(file, detect_shell(path, file.read(WINDOW), default_shell)).read_on(before)


def _open(path: Path) -> BinaryIO:
    """Open a regular file; a FIFO that came in its place would block."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise HistoryFormatError(f"{path} is not a regular file")
    return os.fdopen(descriptor, "rb")


class _Reader:
    """An open history file, up to the end of its last whole entry."""

    def __init__(self, file: BinaryIO, shell: str) -> None:
        self.file = file
        self.shell = shell
        self.end = self._whole(os.fstat(file.fileno()).st_size)

    def _whole(self, size: int) -> int:
        """Return where the last whole entry ends."""
        for span in (WINDOW, LARGEST):
            last = self._bytes(max(size - span, 0), size)
            if length := complete_length(self.shell, last):
                return size - len(last) + length
        return 0 if size <= LARGEST else size

    def read_on(self, before: Bookmark | None) -> Reading:
        """Return what is new, by the surest sign that is left of what was known."""
        if before is None:
            return self._reading(Bookmark(), [], list(self._entries(self.end - WINDOW)))
        if before.offset <= self.end and before.fits(self._window(before.offset)):
            return self._appended(before)
        rest = self._rest(before)
        if rest is not None:
            return self._reading(before, rest) if len(rest) < LONGEST_REST else self._passing_over(before, self.end)
        if before.offset == 0:
            return self._appended(before)
        if before.newest is not None:
            return self._reading(before, [entry for entry in self._entries(0) if _is_after(entry, before.newest)])
        return self._passing_over(before, self.end)

    def _rest(self, before: Bookmark) -> list[Entry] | None:
        if not before.known:
            return None
        near_end = before.rest(self._entries(self.end - LARGEST), min(ENOUGH, len(before.known)))
        return before.rest(self._entries(0)) if near_end is None else near_end

    def _appended(self, before: Bookmark) -> Reading:
        if self.end - before.offset > LARGEST:
            return self._passing_over(before, self.end - before.offset)
        return self._reading(before, list(self._parsed(before.offset)))

    def _passing_over(self, before: Bookmark, size: int) -> Reading:
        return self._reading(before, [], list(self._entries(self.end - WINDOW)), size)

    def _reading(self, before: Bookmark, new: list[Entry], passed: list[Entry] | None = None, size: int = 0) -> Reading:
        read = new if passed is None else passed
        return Reading(before.moved(self.end, self._window(self.end), read), self.shell, new, size)

    def _window(self, offset: int) -> bytes:
        return self._bytes(max(offset - WINDOW, 0), offset)

    def _bytes(self, start: int, end: int) -> bytes:
        self.file.seek(start)
        return self.file.read(end - start)

    def _entries(self, start: int) -> Iterator[Entry]:
        """Yield the entries from the first one that begins at `start` or later."""
        if start > 0:
            start += first_entry(self.shell, self._bytes(start, min(start + WINDOW, self.end)))
        return self._parsed(max(start, 0))

    def _parsed(self, start: int) -> Iterator[Entry]:
        return parse_history(self.shell, self._chunks(start), Report())

    def _chunks(self, start: int) -> Iterator[bytes]:
        for at in range(start, self.end, CHUNK):
            yield self._bytes(at, min(at + CHUNK, self.end))


def _is_after(entry: Entry, newest: float) -> bool:
    return entry.start is not None and entry.start > newest
