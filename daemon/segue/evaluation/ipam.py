"""The yardstick of Davison and Hirsh 1998: incremental probabilistic action modeling.

"Predicting Sequences of User Actions" keeps, for each command, a row of probabilities of what follows it. Every
observation multiplies the row by alpha and gives the rest, 1 - alpha, to what was run. A row that begins takes over the
default row, which is updated by every command alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.evaluation.chain import Chain
from segue.evaluation.strategy import without_probability

if TYPE_CHECKING:
    from segue.domain.observation import Prompt, Suggestion
    from segue.store.events import StoredEvent

ALPHA: Final = 0.8
"""What the authors found best for shell histories."""
NEGLIGIBLE: Final = 1e-6
"""A probability below it is dropped: some fifty-five other followers came since."""


class Ipam:
    """Suggests the most probable followers of the line before, and then those of any line."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, float]] = {}
        self._default: dict[str, float] = {}
        self._chain = Chain()

    def suggest(self, prompt: Prompt, prefix: str, k: int) -> list[Suggestion]:
        """Return at most `k` lines that extend the prefix, the most probable first."""
        found: dict[str, None] = {}
        for row in (self._rows.get(self._chain.previous(prompt.session) or "", {}), self._default):
            extending = [line for line in row if line.startswith(prefix) and line != prefix]
            found.update(dict.fromkeys(sorted(extending, key=lambda line: -row[line])))
        return without_probability(list(found)[:k])

    def observe(self, event: StoredEvent) -> None:
        """Move the row of the line before, and the default row, towards what was run."""
        session, line = event.observation.session, event.observation.line
        previous = self._chain.previous(session)
        self._chain.follow(session, line)
        if not line:
            return
        if previous is not None:
            _update(self._rows.setdefault(previous, dict(self._default)), line)
        _update(self._default, line)


def _update(row: dict[str, float], line: str) -> None:
    for known in list(row):
        row[known] *= ALPHA
        if row[known] < NEGLIGIBLE:
            del row[known]
    row[line] = row.get(line, 0.0) + 1.0 - ALPHA
