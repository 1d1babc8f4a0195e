"""The imports that are under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from segue.domain.bounded import BoundedDict
from segue.ingest.novelty import Novelty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.domain.observation import Observation

MAX_IMPORTS: Final = 8


@dataclass(slots=True)
class Reading:
    """One file that is being imported: how many of its entries were new, and the latest time that it told."""

    novelty: Novelty = field(default_factory=Novelty)
    added: int = 0
    latest: float = 0.0

    def place(self, new: Sequence[Observation], now: float) -> list[tuple[float, Observation]]:
        """Return the entries with their places in the order of learning: the times at which they were run.

        A line without a time stands behind the one before it; nothing stands in the future.
        """
        placed = []
        for seen in new:
            self.latest = min(now, seen.start if seen.start is not None else self.latest)
            placed.append((self.latest, seen))
        self.added += len(placed)
        return placed


class Readings:
    """The imports under way, by session and file; one that its client left unfinished makes room for newer ones."""

    def __init__(self) -> None:
        self._open: BoundedDict[tuple[str, str], Reading] = BoundedDict(MAX_IMPORTS)

    def find(self, session: str, source: str) -> Reading:
        """Return the reading of a file, a new one at its first batch."""
        return self._open.setdefault((session, source), Reading())

    def finish(self, session: str, source: str) -> None:
        """Forget a reading that has come to its end."""
        self._open.pop((session, source), None)
