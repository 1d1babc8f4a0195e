"""Reads what was appended to a history file since a bookmark. Blocking: call it off the event loop."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from segue.domain.errors import HistoryFormatError
from segue.ingest.bookmark import WINDOW, Bookmark
from segue.ingest.history.entry import Report
from segue.ingest.history.formats import chunks_of, complete_length, detect_shell, parse_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from segue.ingest.history.entry import Entry

LARGEST: Final = 1 << 20
"""More than this at once was not typed: the file was restored or merged, which is for `segue import`."""

NEAR_END: Final = 1 << 20
ENOUGH: Final = 8
"""So many known lines in a row, found near the end of a file, make reading all of it needless."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The new entries of a file, the shell that wrote them, and where to read on."""

    bookmark: Bookmark
    shell: str
    entries: list[Entry]
    passed_over: int = 0


def read_on(path: Path, before: Bookmark | None, default_shell: str = "bash") -> Reading:
    """Return what is new behind a bookmark; without one, nothing but a bookmark at the file's end.

    Raises:
        OSError: the file is missing or cannot be read.
        HistoryFormatError: it is no history file.
    """
    with _open(path) as file:
        head = file.read(WINDOW)
        shell = detect_shell(path, head, default_shell)
        size = os.fstat(file.fileno()).st_size
        if before is None:
            return Reading(_mark_end(file, size, shell, Bookmark()), shell, [])
        start = _find_place(file, size, before)
        if start is None and before.newest is not None:
            return _read_newer(file, size, shell, before)
        if start is None or size - start > LARGEST:
            return Reading(_mark_end(file, size, shell, before), shell, [], size - (start or 0))
        return _read_from(file, start, shell, before)


def _open(path: Path) -> BinaryIO:
    """Open a regular file; HISTFILE may well be /dev/null or a FIFO, which would block."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise HistoryFormatError(f"{path} is not a regular file")
    return os.fdopen(descriptor, "rb")


def _find_place(file: BinaryIO, size: int, before: Bookmark) -> int | None:
    """Return where the known content ends now, None when it is not there any more."""
    was_emptied = before.offset == 0 and before.lines
    if not was_emptied and before.offset <= size and before.fits(_window(file, before.offset)):
        return before.offset
    place = before.find(_lines(file, max(size - NEAR_END, 0)), min(ENOUGH, len(before.lines)))
    if place is None:
        place = before.find(_lines(file, 0))
    return 0 if place is None and before.offset == 0 else place


def _read_from(file: BinaryIO, start: int, shell: str, before: Bookmark) -> Reading:
    file.seek(start)
    data = file.read(LARGEST)
    whole = data[: complete_length(shell, data)]
    entries = list(parse_history(shell, [whole], Report()))
    end = start + len(whole)
    return Reading(Bookmark.behind(_window(file, end), end, before, _newest(entries)), shell, entries)


def _read_newer(file: BinaryIO, size: int, shell: str, before: Bookmark) -> Reading:
    """Nothing known is left, but entries carry times: what began later is new."""
    file.seek(0)
    newest = before.newest or 0.0
    everything = parse_history(shell, chunks_of(file), Report())
    entries = [entry for entry in everything if entry.start is not None and entry.start > newest]
    return Reading(_mark_end(file, size, shell, before), shell, entries)


def _mark_end(file: BinaryIO, size: int, shell: str, before: Bookmark) -> Bookmark:
    window = _window(file, size)
    # A record that is being written has no end yet; it will be read as a whole.
    end = size - len(window) + window.rfind(b"\n") + 1 if b"\n" in window else size
    window = _window(file, end)
    return Bookmark.behind(window, end, before, _newest(list(parse_history(shell, [window], Report()))))


def _newest(entries: list[Entry]) -> float | None:
    return max((entry.start for entry in entries if entry.start is not None), default=None)


def _window(file: BinaryIO, offset: int) -> bytes:
    file.seek(max(offset - WINDOW, 0))
    return file.read(min(offset, WINDOW))


def _lines(file: BinaryIO, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield each line and where it ends; a monstrous line comes in pieces, which match nothing."""
    end = file.seek(start)
    for line in iter(partial(file.readline, LARGEST), b""):
        end += len(line)
        yield end, line.removesuffix(b"\n")
