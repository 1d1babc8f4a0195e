"""What turns lines into vectors for an index: an embedder, the space of its vectors, and when to trouble it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, Self

from segue.domain.holes import HOLE

if TYPE_CHECKING:
    from segue.embedding.embedder import Embedder
    from segue.embedding.space import Space

LONGEST: Final = 4096
"""Characters of a line that are embedded: a longer one is a pasted script, of which the beginning says enough."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """An embedder that answers with vectors of one space, never with another model's.

    It is asked as soon as so many different lines wait, or the first of them has waited for so many seconds.
    """

    embedder: Embedder
    space: Space
    lines: int = 1
    seconds: float = 2.0

    @classmethod
    def patient(cls, embedder: Embedder, space: Space) -> Self:
        """Return one for an embedder that wakes a process of some hundred megabytes.

        It waits for a full batch or five minutes: who works on does not start that process with every single line, and
        who searches misses the latest ones at most.
        """
        return cls(embedder, space, lines=32, seconds=300.0)


def text_to_embed(line: str) -> str | None:
    """Return what is embedded of a line, valid UTF-8; None when it is blank or nothing but holes."""
    if not HOLE.sub("", line).strip():
        return None
    return line[:LONGEST].encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Encoders(Protocol):
    """Which encoders there are."""

    def chosen(self) -> Encoder:
        """Return the one that lines are to be indexed with."""

    def of(self, space: Space) -> Encoder | None:
        """Return the one that made the vectors of a space, None when it is not there any more."""
