"""Which lines are never kept. Each refusal has a reason, so that nothing disappears unexplained."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import translate
from functools import lru_cache
from typing import Final

MAX_LINE: Final = 4000
"""Bytes of the longest line that is kept; hooks send none above it."""

_FORGETTING: Final = re.compile(r"(?:\S*/)?segue\s+forget(?:\s|$)")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Reason(StrEnum):
    """Why a line is not kept."""

    EMPTY = "empty"
    BLANK = "begins with a blank"
    COMMENT = "only a comment"
    TOO_LONG = "longer than 4,000 bytes"
    CONTROL = "contains control characters"
    FORGETTING = "asks to forget a line"
    IGNORED = "matches an ignore pattern"
    PAUSED = "run while recording was paused"
    PRIVATE = "run in a private directory"
    AGENT = "typed by an agent"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that is not kept; `pattern` is the ignore pattern that it matches."""

    reason: Reason
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the user never wants kept: glob patterns for whole lines, as in HISTORY_IGNORE."""

    ignore: tuple[str, ...] = field(default=())

    def rejection(self, line: str) -> Rejection | None:
        """Return why a line, as it was typed, is not kept; None when it is."""
        if not line or line.isspace():
            return Rejection(Reason.EMPTY)
        if line[0] in " \t":
            return Rejection(Reason.BLANK)
        if line[0] == "#" and is_comment(line):
            return Rejection(Reason.COMMENT)
        if len(line) * 4 > MAX_LINE and len(line.encode("utf-8", "surrogateescape")) > MAX_LINE:
            return Rejection(Reason.TOO_LONG)
        # A recalled escape sequence would be obeyed by the terminal that it is shown on.
        if _UNPRINTABLE.search(line):
            return Rejection(Reason.CONTROL)
        # It names the line, which would be remembered by its own forgetting.
        if _FORGETTING.match(line):
            return Rejection(Reason.FORGETTING)
        text = line.rstrip()
        for pattern in self.ignore:
            if _glob(pattern).match(text):
                return Rejection(Reason.IGNORED, pattern)
        return None


def is_comment(line: str) -> bool:
    """Tell whether every line is blank or a comment, which shells keep but never run."""
    return all(part.startswith("#") or not part for part in map(str.strip, line.split("\n")))


@lru_cache(maxsize=256)
def _glob(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))
