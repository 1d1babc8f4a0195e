"""What the graph of commands counts: runs that fade, and how they ended."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from math import log2
from statistics import median
from typing import TYPE_CHECKING, Final, TypeVar

from segue.domain.outcomes import has_failed

if TYPE_CHECKING:
    from collections.abc import Hashable

HALF_LIFE: Final = 30 * 86_400.0
"""Seconds after which a run weighs half."""
MAX_GAPS: Final = 32
MAX_SHELLS: Final = 8


@dataclass(slots=True)
class Outcomes:
    """How runs have ended, as far as that is known."""

    successes: int = 0
    failures: int = 0

    @property
    def known(self) -> int:
        """How many runs ended in a known way."""
        return self.successes + self.failures

    def end(self, status: int | None) -> None:
        """Count a run by its exit status."""
        if status == 0:
            self.successes += 1
        elif has_failed(status):
            self.failures += 1


@dataclass(slots=True)
class Counted(Outcomes):
    """Runs, how they ended, and what they weigh as of a moment (epoch seconds)."""

    count: int = 0
    weight: float = 0.0
    as_of: float = 0.0

    @property
    def strength(self) -> float:
        """By which weights as of different moments compare: greater is more."""
        return log2(max(self.weight, sys.float_info.min)) + self.as_of / HALF_LIFE

    def weight_at(self, now: float) -> float:
        """Return what is left of the weight."""
        return self.weight * float(2.0 ** ((self.as_of - now) / HALF_LIFE))

    def run(self, status: int | None, now: float) -> None:
        """Count a run; one that lies before the latest, as when a clock was set back, weighs accordingly less."""
        self.count += 1
        self.end(status)
        age = (now - self.as_of) / HALF_LIFE
        if age < 0:
            self.weight += 2.0**age
        else:
            self.weight = self.weight * 2.0**-age + 1.0
            self.as_of = now


@dataclass(slots=True)
class Node(Counted):
    """A template: when it ran last (epoch seconds, None if unknown), and the latest line of it."""

    last_run: float | None = None
    example: str = ""


@dataclass(slots=True)
class Edge(Counted):
    """One template right after another: the outcomes of the second, where, and the latest pauses between (seconds)."""

    shells: tuple[str, ...] = ()
    gaps: list[float] = field(default_factory=list)

    @property
    def gap(self) -> float | None:
        """The median of the pauses between, None where no time is known."""
        return median(self.gaps) if self.gaps else None

    def follow(self, shell: str, gap: float | None) -> None:
        """Remember in which shell that was, and the pause before it."""
        if shell and shell not in self.shells and len(self.shells) < MAX_SHELLS:
            self.shells = (*self.shells, shell)
        if gap is not None:
            self.gaps.append(gap)
            if len(self.gaps) > MAX_GAPS:
                del self.gaps[0]


Key = TypeVar("Key", bound="Hashable")
Record = TypeVar("Record", bound=Counted)


def strongest(records: dict[Key, Record], most: int) -> dict[Key, Record]:
    """Return the records that weigh most, the heaviest first."""
    keys = sorted(records, key=lambda key: records[key].strength, reverse=True)
    return {key: records[key] for key in keys[:most]}
