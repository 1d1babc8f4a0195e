"""bash's history file, as `read_history_range` in lib/readline/histfile.c reads it.

A line is an entry. With HISTTIMEFORMAT a line `#epoch` goes before each entry, and when the file begins with
one, an entry runs to the next, because then bash keeps the newlines of multi-line commands.
"""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from segue.ingest.history.entry import MAX_ENTRY, Entry, Report
from segue.ingest.history.lines import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STAMP: Final = re.compile(rb"#(\d{1,18})[ \t]*")
MAX_LINES: Final = 500
"""More lines than this behind one timestamp are a file whose owner turned timestamps off, not one command."""


def parse_bash(chunks: Iterable[bytes], report: Report) -> Iterator[Entry]:
    """Yield the entries of a bash history file."""
    for text, start in _records(split_lines(chunks, report, keep_last=False)):
        if (entry := report.entry(text, start)) is not None:
            yield entry


def stamp(line: bytes) -> float | None:
    """Return the time in a timestamp line, or None for any other line."""
    match = STAMP.fullmatch(line) if line.startswith(b"#") else None
    return float(match[1]) if match else None


def _records(lines: Iterable[bytes]) -> Iterator[tuple[bytes, float | None]]:
    gathered: list[bytes] = []
    size = 0
    start: float | None = None
    multiline: bool | None = None
    for line in lines:
        when = stamp(line)
        if multiline is None:
            joining = multiline = when is not None
        if when is not None:
            yield from _joined(gathered, start)
            gathered, size, start, joining = [], 0, when, multiline
        elif not joining:
            yield line, start
            start = None
        elif (gathered or line) and size <= MAX_ENTRY:
            gathered.append(line)
            size += len(line)
            if len(gathered) > MAX_LINES:
                yield from zip(gathered, chain([start], repeat(None)), strict=False)
                gathered, start, joining = [], None, False
    yield from _joined(gathered, start)


def _joined(lines: list[bytes], start: float | None) -> Iterator[tuple[bytes, float | None]]:
    if lines:
        yield b"\n".join(lines).rstrip(b"\n"), start
