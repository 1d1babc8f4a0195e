"""What a suggestion begins: which workflow it is the first step of, and with which value that goes on counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from segue.workflows.filling import fill
from segue.workflows.hazards import chance_at_once

if TYPE_CHECKING:
    from segue.workflows.tracker import Tracker

LIKELY: Final = 0.5
"""How probable the second step has to be for the first to be shown as one."""


class Progress(NamedTuple):
    """A step of a workflow, from 1, and how many there are."""

    step: int
    of: int


class Beginnings:
    """Looks lines up among the first steps of all workflows."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker

    def progress(self, line: str) -> Progress | None:
        """Return which step a line is, if it is the first one of something that mostly goes on."""
        number = self._best(line)
        return None if number is None else Progress(1, len(self._tracker.book.workflows[number].steps))

    def counted_up(self, line: str) -> str | None:
        """Return the line that is due instead of one with an earlier value (`v1.2.4` after `v1.2.3`), if one is."""
        number = self._best(line)
        if number is None:
            return None
        first = self._tracker.book.workflows[number].steps[0]
        due = fill(first, {}, self._tracker.statistics[number].values)
        return due.text if due.whole and due.text != line else None

    def _best(self, line: str) -> int | None:
        found = self._tracker.book.find(line).steps
        numbers = [number for number, places in found if 0 in places and self._chance(number) >= LIKELY]
        return max(numbers, key=self._chance, default=None)

    def _chance(self, number: int) -> float:
        """Return the probability that the second step comes right behind the first."""
        counts = self._tracker.statistics[number]
        return chance_at_once(counts.reached[0], counts.followed[0], self._tracker.book.workflows[number])
