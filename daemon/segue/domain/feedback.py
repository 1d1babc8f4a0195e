"""What became of a suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Outcome(IntEnum):
    """What a person made of the line that stood at the empty prompt when they began to type."""

    NONE_SHOWN = 0
    ACCEPTED = 1
    """It was run as it stood, taken with a key or typed out."""
    IN_PART = 2
    """A part of it was taken, or all of it and then edited."""
    TYPED_OVER = 3
    """Something else was run."""
    DISMISSED = 4
    """A key took it off the line."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The outcome of one prompt.

    `shown` is the line that was suggested, empty when there was none. `saved` is the number of
    characters that keys took from this suggestion and from those shown while typing.
    """

    shown: str
    outcome: Outcome
    saved: int = 0
