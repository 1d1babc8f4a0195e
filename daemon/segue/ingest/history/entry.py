"""One command of a history file, and the account of a whole reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MAX_ENTRY: Final = 1 << 16
"""Bytes of the longest entry that is read; what is pasted beyond that is data, not a command."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command line with what its file knows about it: `start` in epoch seconds, `duration` in seconds.

    The fields are in the order of an import message. Only other tools' databases know `exit` and `cwd`.
    """

    line: str
    start: float | None = None
    duration: float | None = None
    exit: int | None = None
    cwd: str | None = None


class Damage(StrEnum):
    """Why something in a history file is not an entry."""

    CORRUPT = "corrupt record"
    EMPTY = "empty line"
    NUL = "NUL byte"
    TOO_LONG = "longer than 64 KiB"
    TRUNCATED = "cut off at the end of the file"


@dataclass(slots=True)
class Report:
    """How many entries were read, and what was left out and why."""

    read: int = 0
    skipped: Counter[Damage] = field(default_factory=Counter)

    def skip(self, why: Damage) -> None:
        """Count something that is no entry."""
        self.skipped[why] += 1

    def entry(self, text: bytes, start: float | None = None, duration: float | None = None) -> Entry | None:
        """Return the entry that a record's text makes, or None after counting what is wrong with it."""
        if not text or text.isspace():
            self.skip(Damage.EMPTY)
        elif len(text) > MAX_ENTRY:
            self.skip(Damage.TOO_LONG)
        elif b"\0" in text:
            self.skip(Damage.NUL)
        else:
            self.read += 1
            return Entry(text.decode("utf-8", "surrogateescape"), start, duration)
        return None
