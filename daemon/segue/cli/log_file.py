"""Reads a log that is renamed when it has grown: NAME, before that NAME.1, and so on."""

from __future__ import annotations

import os
import time
from collections import deque
from itertools import count
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLL_SECONDS: Final = 0.2


def last_lines(path: Path, most: int) -> list[str]:
    """Return the last lines, from older files too where the present one has fewer."""
    lines: list[str] = []
    for name in (path, *(path.with_name(f"{path.name}.{number}") for number in count(1))):
        if len(lines) >= most or not name.exists():
            break
        with name.open(encoding="utf-8", errors="replace") as file:
            older = deque(file, most - len(lines))
        lines = [line.rstrip("\n") for line in older] + lines
    return lines


def following(path: Path) -> Iterator[str]:
    """Yield lines as they are written from now on, for ever; a file that takes the name is read from its beginning."""
    file = _opened(path, at_end=True)
    unfinished = ""
    while True:
        # What was written to a file before it was renamed is read first.
        replaced = file is None or not _is_at(path, file)
        for piece in file or ():
            unfinished += piece
            if unfinished.endswith("\n"):
                yield unfinished.rstrip("\n")
                unfinished = ""
        if replaced and (fresh := _opened(path, at_end=False)):
            if file:
                file.close()
            file, unfinished = fresh, ""
        else:
            time.sleep(POLL_SECONDS)


def _opened(path: Path, *, at_end: bool) -> IO[str] | None:
    try:
        file = path.open(encoding="utf-8", errors="replace")
    except OSError:
        return None
    if at_end:
        file.seek(0, os.SEEK_END)
    return file


def _is_at(path: Path, file: IO[str]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except OSError:
        return False
