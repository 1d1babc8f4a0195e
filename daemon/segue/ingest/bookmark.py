"""Where the reading of a history file stopped, in a form that survives the shells' ways to rewrite it.

zsh replaces its file by a copy whenever a shell exits, without the oldest entries or the duplicates, and perhaps in
the other of its formats; bash rewrites it in place; others truncate it or move it away. So an offset alone says
nothing. A bookmark also knows the bytes just before the offset, to see that they are still there, and the last
commands, to find its place again when they are not. It keeps digests only: what was typed stays in its own file.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from segue.ingest.history.entry import Entry

WINDOW: Final = 8192
"""Bytes before the offset that have to be as they were."""

KNOWN: Final = 16
"""Commands by which a place is found again."""

LONGEST_REST: Final = 50_000
"""More than this behind a place was not typed meanwhile; nothing grows without a bound."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in a file: `offset` in bytes, digests of what stands before it, and the newest time read."""

    offset: int = 0
    window: str = ""
    known: tuple[str, ...] = ()
    newest: float | None = None

    def moved(self, offset: int, window: bytes, read: Sequence[Entry]) -> Bookmark:
        """Return the bookmark behind what has been read now; `window` are the bytes right before `offset`."""
        known = (*self.known, *(digest(entry.line.encode("utf-8", "surrogateescape")) for entry in read[-KNOWN:]))
        times = [entry.start for entry in read if entry.start is not None]
        if self.newest is not None:
            times.append(self.newest)
        return Bookmark(offset, digest(window), known[-KNOWN:], max(times, default=None))

    def fits(self, window: bytes) -> bool:
        """Tell whether the bytes before the offset are still the same.

        A file that was emptied fits nothing: it may come back from a copy.
        """
        return digest(window) == self.window and not (self.offset == 0 and self.known)

    def rest(self, entries: Iterable[Entry], needed: int = 1) -> list[Entry] | None:
        """Return what follows the known commands in a file that was rewritten, None when none of them is there.

        They are found where most of them stand together in their order, some perhaps missing, because they were
        duplicates. Of equally good places the last one counts: rather lose a command than learn an old one twice.

        Args:
            entries: the file's entries.
            needed: how many of the known commands have to stand together.
        """
        places: dict[str, list[int]] = {}
        for place, known in enumerate(self.known):
            places.setdefault(known, []).append(place)
        most = max(needed, 1)
        found: list[Entry] | None = None
        together: dict[int, int] = {}
        for entry in entries:
            here = places.get(digest(entry.line.encode("utf-8", "surrogateescape")), ())
            together = {
                place: 1 + max((count for before, count in together.items() if before < place), default=0)
                for place in here
            }
            count = max(together.values(), default=0)
            if count >= most:
                most, found = count, []
            elif found is not None and len(found) < LONGEST_REST:
                found.append(entry)
        return found

    def plain(self) -> dict[str, Any]:
        """Return the bookmark as values that JSON can hold."""
        return {"offset": self.offset, "window": self.window, "known": list(self.known), "newest": self.newest}

    @classmethod
    def from_plain(cls, plain: Any) -> Self | None:
        """Return the bookmark that `plain` made, None when these are other values."""
        match plain:
            case {"offset": int(offset), "window": str(window), "known": list(known), "newest": newest}:
                if isinstance(newest, float | int | None) and all(isinstance(line, str) for line in known):
                    return cls(offset, window, tuple(known), newest)
        return None


def digest(data: bytes) -> str:
    """Return a short digest, in hexadecimal."""
    return blake2b(data, digest_size=8).hexdigest()
