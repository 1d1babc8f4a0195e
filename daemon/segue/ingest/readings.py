"""The imports that are under way."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from segue.ingest.novelty import Novelty

MAX_IMPORTS: Final = 8


@dataclass(slots=True)
class Reading:
    """One file that is being imported: what was new in it so far, and the latest time that it told."""

    novelty: Novelty = field(default_factory=Novelty)
    latest: float = 0.0


class Readings:
    """The imports under way, by session and file; one that its client left unfinished makes room for newer ones."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, str], Reading] = OrderedDict()

    def find(self, session: str, source: str) -> Reading:
        """Return the reading of a file, a new one at its first batch."""
        reading = self._open.setdefault((session, source), Reading())
        if len(self._open) > MAX_IMPORTS:
            self._open.popitem(last=False)
        return reading

    def finish(self, session: str, source: str) -> None:
        """Forget a reading that has come to its end."""
        self._open.pop((session, source), None)
