"""A chain with what its runs were: the lines themselves, and the trivial ones that always lie between its steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.workflows.chains import places_of
from segue.workflows.segments import CUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.workflows.chains import Chain
    from segue.workflows.segments import Segments

MISSING: Final = -1
MOST_RUNS: Final = 1_000
"""The latest runs of a chain, which are enough to tell what its steps are."""
ALWAYS: Final = 0.9
"""Share of the runs in which a trivial line has to come to be a step."""
BEFORE: Final = 2
"""Commands before the first step that are looked at for trivial ones that always come; behind the last it is one."""
HALF_AS_NEW: Final = 10_000
"""Events after which a workflow counts half."""


class Run(NamedTuple):
    """One run: where it begins and ends in the history, its last event, and the line number of each step."""

    first: int
    last: int
    number: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Templates in their order, how many runs there were, and the latest of them, oldest first.

    A run lacks the line of a step that it left out.
    """

    templates: tuple[str, ...]
    runs: list[Run]
    support: int
    taught: bool = False

    def worth(self, newest: int) -> float:
        """Return runs × steps, less for what was last run long ago; `newest` is the number of the last event."""
        age = newest - max(run.number for run in self.runs)
        return self.support * len(self.templates) / (1 + age / HALF_AS_NEW)


def with_runs(segments: Segments, chain: Chain) -> Found:
    """Return the chain with the lines of its runs, and trivial lines as steps where they always came."""
    return _Reading(segments, chain).found()


class _Reading:
    def __init__(self, segments: Segments, chain: Chain) -> None:
        self._segments = segments
        self._chain = chain
        self._runs = chain.runs[-MOST_RUNS:]
        self._places = [
            [segments.places[place] for place in places_of(segments.steps, chain, run)] for run in self._runs
        ]

    def found(self) -> Found:
        columns: list[tuple[int, list[int]]] = []
        """Of each step its template, and its place in every run."""
        length = len(self._chain.steps)
        for index in range(length):
            columns += self._trivial(index)
            columns.append((self._chain.steps[index], [places[index] for places in self._places]))
        columns += self._trivial(length)
        segments = self._segments
        lines = segments.run
        runs = [
            Run(min(places), max(places), segments.numbers[run[1]], tuple(_line(lines, place) for place in row))
            for run, row in zip(self._runs, zip(*(places for _, places in columns), strict=True), strict=True)
            if (places := [place for place in row if place != MISSING])
        ]
        return Found(tuple(segments.templates[template] for template, _ in columns), runs, len(self._chain.runs))

    def _trivial(self, index: int) -> list[tuple[int, list[int]]]:
        """Return the trivial steps that nearly all runs have before a step, in the order of most of them."""
        seen = [self._between(places, index) for places in self._places]
        counts = Counter(template for gap in seen for template in gap)
        return [
            (template, [gap.get(template, MISSING) for gap in seen])
            for template, count in counts.items()
            if count >= ALWAYS * len(seen)
        ]

    def _between(self, places: list[int], index: int) -> dict[int, int]:
        """Return the trivial lines of a run before its step at an index, the place of each by its template."""
        run = self._segments.run
        if index == 0:
            begin, end = max(0, places[0] - BEFORE), places[0]
            begin = max([place + 1 for place in range(begin, end) if run[place] == CUT], default=begin)
        elif index == len(places):
            begin, end = places[-1] + 1, places[-1] + 2
        else:
            begin, end = places[index - 1] + 1, places[index]
        found: dict[int, int] = {}
        for place in range(begin, end):
            if run[place] != CUT and self._segments.trivial[template := self._segments.template_of_line[run[place]]]:
                found[template] = place
        return found


def _line(lines: Sequence[int], place: int) -> int:
    return MISSING if place == MISSING else lines[place]
