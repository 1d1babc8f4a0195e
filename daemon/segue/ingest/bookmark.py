"""Where the reading of a history file stopped, in a form that survives the shells' ways to rewrite it.

zsh replaces its file by a copy whenever a shell exits, without the oldest lines or the duplicates; bash rewrites it
in place; others truncate it or move it away. So an offset alone says nothing. A bookmark also knows the bytes just
before the offset, to see that they are still there, and the last lines, to find its place again when they are not.
It keeps digests only: what the user typed stays in the user's own file.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

WINDOW: Final = 4096
"""Bytes before the offset that have to be as they were."""

LINES: Final = 16


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in a file: `offset` in bytes, digests of what stands before it, and the newest time read."""

    offset: int = 0
    window: str = ""
    lines: tuple[str, ...] = ()
    newest: float | None = None

    @classmethod
    def behind(cls, window: bytes, offset: int, before: Bookmark, newest: float | None = None) -> Self:
        """Return the bookmark at `offset`, given the bytes right before it and the bookmark that it replaces.

        A file that was emptied may come back from a copy, so its bookmark keeps the old lines.
        """
        starts_with_part = len(window) < offset
        whole = window.split(b"\n")[1 if starts_with_part else 0 : -1]
        lines = tuple(digest(line) for line in whole[-LINES:]) if offset else before.lines
        times = [time for time in (newest, before.newest) if time is not None]
        return cls(offset, digest(window), lines, max(times, default=None))

    def fits(self, window: bytes) -> bool:
        """Tell whether the bytes before the offset are still the same."""
        return digest(window) == self.window

    def find(self, lines: Iterable[tuple[int, bytes]], needed: int = 1) -> int | None:
        """Return where to read on in a file that was rewritten, None when nothing of the known lines is there.

        That is behind the longest run of known lines; of equally long ones, behind the last.

        Args:
            lines: the file's lines, each with the offset of its end.
            needed: how many of the known lines have to be there in a row.
        """
        places: dict[str, list[int]] = {}
        for place, known in enumerate(self.lines):
            places.setdefault(known, []).append(place)
        longest, found = max(needed, 1), None
        runs: dict[int, int] = {}
        for end, line in lines:
            runs = {place: runs.get(place - 1, 0) + 1 for place in places.get(digest(line), ())}
            length = max(runs.values(), default=0)
            if length >= longest:
                longest, found = length, end
        return found

    def plain(self) -> dict[str, Any]:
        """Return the bookmark as values that JSON can hold."""
        return {"offset": self.offset, "window": self.window, "lines": list(self.lines), "newest": self.newest}

    @classmethod
    def from_plain(cls, plain: Any) -> Self | None:
        """Return the bookmark that `plain` made, None when these are other values."""
        match plain:
            case {"offset": int(offset), "window": str(window), "lines": list(lines), "newest": newest}:
                if isinstance(newest, float | int | None) and all(isinstance(line, str) for line in lines):
                    return cls(offset, window, tuple(lines), newest)
        return None


def digest(data: bytes) -> str:
    """Return a short digest, in hexadecimal."""
    return blake2b(data, digest_size=8).hexdigest()
