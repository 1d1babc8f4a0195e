"""zsh's history file, as `readhistline` and `readhistfile` in its Src/hist.c read it.

Plain lines, or `: start:duration;command` with EXTENDED_HISTORY, both in one file after the option was changed.
A backslash at the end of a physical line continues the entry; a command that itself ends in a backslash gets
a blank behind it when written. Bytes that mean something to zsh are "metafied": 0x83, then the byte ^ 32.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.ingest.history.entry import MAX_ENTRY, Damage, Entry, Report
from segue.ingest.history.lines import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

META: Final = b"\x83"
HEADER: Final = re.compile(rb":[ \t]*(\d{1,18}):(-?\d{1,18});")
BROKEN_HEADER: Final = re.compile(rb":[ \t]*\d{9}")
_METAFIED: Final = re.compile(rb"\x83(.)", re.DOTALL)


def parse_zsh(chunks: Iterable[bytes], report: Report) -> Iterator[Entry]:
    """Yield the entries of a zsh history file."""
    for record in _records(split_lines(chunks, report, keep_last=True), report):
        if (entry := _entry(record, report)) is not None:
            yield entry


def _records(lines: Iterable[bytes], report: Report) -> Iterator[bytes]:
    """Join continued lines."""
    parts: list[bytes] = []
    size = 0
    for line in lines:
        if line.endswith(b"\\"):
            if size <= MAX_ENTRY:
                parts.append(line[:-1])
            size += len(line)
        elif parts:
            parts.append(_without_guard(line))
            yield b"\n".join(parts)
            parts, size = [], 0
        else:
            yield _without_guard(line)
    if parts:
        report.skip(Damage.TRUNCATED)


def _without_guard(line: bytes) -> bytes:
    """Drop the blank that keeps a final backslash from continuing the line."""
    if line.endswith(b" ") and line.rstrip(b" ").endswith(b"\\"):
        return line[:-1]
    return line


def _entry(record: bytes, report: Report) -> Entry | None:
    start = duration = None
    if record.startswith(b":"):
        if header := HEADER.match(record):
            start, duration = _times(int(header[1]), int(header[2]))
            record = record[header.end() :]
        elif BROKEN_HEADER.match(record):
            report.skip(Damage.CORRUPT)
            return None
    elif record.startswith(b"\\:"):
        record = record[1:]
    if META in record:
        record = unmetafy(record)
    return report.entry(record, start, duration)


def _times(start: int, second: int) -> tuple[float | None, float | None]:
    """Return start and duration; old versions wrote the end where the duration stands now."""
    if start == 0:
        return None, None
    return float(start), float(second - start if second >= start else max(second, 0))


def unmetafy(text: bytes) -> bytes:
    """Return the bytes that zsh metafied to `text`."""
    return _METAFIED.sub(lambda pair: bytes([pair[1][0] ^ 32]), text)
