"""Cuts chunks of bytes into physical lines, in constant memory whatever the file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.ingest.history.entry import MAX_ENTRY, Damage, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BOM: Final = b"\xef\xbb\xbf"


def split_lines(chunks: Iterable[bytes], report: Report, *, keep_last: bool) -> Iterator[bytes]:
    r"""Yield the lines of a file without their ends, which may be `\n` or `\r\n`.

    A line above the cap keeps its head and its last two bytes: enough to be counted, and to tell how it began
    and whether it goes on. Leading NULs are dropped: a crash leaves a block of them, and the next shell appends
    its record right behind it.

    Args:
        chunks: the file's bytes in pieces of any size.
        report: counts a last line that was never ended, unless `keep_last`.
        keep_last: a last line without an end is a line.
    """
    rest = b""
    first = True
    for chunk in chunks:
        data = rest + chunk
        if first and len(data) < len(BOM):
            rest = data
            continue
        if first:
            data = data.removeprefix(BOM)
            first = False
        if b"\r\n" in data:
            data = data.replace(b"\r\n", b"\n")
        lines = data.split(b"\n")
        rest = lines.pop()
        if len(rest) > MAX_ENTRY:
            rest = rest[: MAX_ENTRY + 1] + rest[-2:]
        yield from [line.lstrip(b"\0") for line in lines] if b"\0" in data else lines
    if first:
        # The whole file is shorter than a byte order mark.
        *lines, rest = rest.replace(b"\r\n", b"\n").split(b"\n")
        yield from (line.lstrip(b"\0") for line in lines)
    if not rest.strip(b"\0\r"):
        return
    if keep_last:
        yield rest.lstrip(b"\0")
    else:
        report.skip(Damage.TRUNCATED)
