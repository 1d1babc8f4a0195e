"""A made-up history for benchmarks: the same seed gives the same events, with the proportions of a real one.

Three events in ten are lines that were never run before; most others follow one of a few dozen workflows, which come
back like everything a person does: the first often, the last hardly ever (Zipf).
"""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from segue.domain.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNIQUE_SHARE: Final = 0.3
WORKFLOW_SHARE: Final = 0.4
"""Where no workflow is under way, how often one begins; otherwise an earlier line comes again."""
FAILING_SHARE: Final = 0.06
WORKFLOWS: Final = 48
STEPS: Final = (2, 7)
REMEMBERED: Final = 4_000
"""Lines that may come again, the latest most often."""
PLACES: Final = 40
VISIT: Final = 150
"""Commands in a shell, on average."""
BEGIN: Final = 1_420_070_400.0
"""The first command: 2015 began, so that a million commands end in the past."""
SECONDS_BETWEEN: Final = 30.0
PAUSE: Final = 8 * 3_600.0

# The most frequent first.
HEADS: Final = """
git cd ls make vim docker cat grep python3 npm ssh kubectl curl rm cp mv find tail cargo pytest less go mkdir brew psql
rsync tar jq sed terraform systemctl chmod diff du echo export head kill man open
"""
SYLLABLES: Final = "ba co de fi gu ka le mi no pu ra se ti vo xu zen tar lop mer sin"
SHAPES: Final = ("{}", "./{}", "{}.py", "--{}", "src/{}", "{}/tests")
WORDS: Final = (2, 4)
"""Words behind the head of a line, and syllables in a word: chosen so that lines are 36 bytes long on average."""
SYLLABLES_A_WORD: Final = (2, 4)


@dataclass(frozen=True, slots=True)
class Zipf:
    """Chooses among `cumulated` weights of 1, 1/2, 1/3 and so on."""

    cumulated: tuple[float, ...]

    @classmethod
    def of(cls, size: int) -> Zipf:
        """Return the distribution over so many ranks."""
        return cls(tuple(accumulate(1 / rank for rank in range(1, size + 1))))

    def rank(self, chance: float, size: int | None = None) -> int:
        """Return the rank, from 0, that a chance in [0, 1) falls on; `size` leaves out the ranks behind it."""
        weights = self.cumulated
        last = len(weights) if size is None else min(size, len(weights))
        return bisect_left(weights, chance * weights[last - 1], hi=last - 1)


def synthetic_history(seed: int = 1) -> Iterator[Observation]:
    """Yield commands without end, oldest first, each with everything that a hook reports."""
    return Person(seed).commands()


class Person:
    """Someone at work. Only `random.random` is used: its numbers are the same in every version of Python.

    Attributes:
        home: the directory that all others are below.
        places: the directories they work in.
        workflows: the lines that they run one after the other, again and again, in any of the places.
    """

    def __init__(self, seed: int, home: str = "/home/sam") -> None:
        self._chance = random.Random(seed).random  # noqa: S311 - a benchmark keeps no secret
        self._heads, self._syllables = HEADS.split(), SYLLABLES.split()
        self._head_ranks, self._workflow_ranks = Zipf.of(len(self._heads)), Zipf.of(WORKFLOWS)
        self._remembered, self._place_ranks = Zipf.of(REMEMBERED), Zipf.of(PLACES)
        self.home = home
        self.places = [f"{home}/{self._word()}" for _ in range(PLACES)]
        self.workflows = [[self._line() for _ in range(self._between(STEPS))] for _ in range(WORKFLOWS)]
        self._ahead: list[str] = []
        self._past: list[str] = []
        self._now = BEGIN
        self._shell = 0
        self._place = self.places[0]

    def commands(self) -> Iterator[Observation]:
        """Yield what they run, without end."""
        while True:
            yield self._next_command()

    def _next_command(self) -> Observation:
        self._now += 2 * SECONDS_BETWEEN * self._chance()
        if self._chance() < 1 / VISIT:
            self._shell, self._now = self._shell + 1, self._now + PAUSE
        line = self._next_line()
        self._past.append(line)
        if len(self._past) == 2 * REMEMBERED:
            del self._past[:REMEMBERED]
        return Observation(  # noqa: S604 - `shell` names one, none is started
            line=line,
            cwd=self._place,
            exit=int(self._chance() < FAILING_SHARE),
            start=self._now,
            duration=self._chance(),
            session=f"bench-{self._shell}",
            shell="zsh",
            host="bench",
        )

    def _next_line(self) -> str:
        if self._chance() < UNIQUE_SHARE or not self._past:
            return self._line()
        if not self._ahead and self._chance() < WORKFLOW_SHARE:
            rank = self._workflow_ranks.rank(self._chance())
            self._ahead = list(reversed(self.workflows[rank]))
            self._place = self.places[self._place_ranks.rank(self._chance())]
        if self._ahead:
            return self._ahead.pop()
        return self._past[-1 - self._remembered.rank(self._chance(), len(self._past))]

    def _line(self) -> str:
        head = self._heads[self._head_ranks.rank(self._chance())]
        return " ".join([head, *(self._word() for _ in range(self._between(WORDS)))])

    def _word(self) -> str:
        word = "".join(self._one_of(self._syllables) for _ in range(self._between(SYLLABLES_A_WORD)))
        return self._one_of(SHAPES).format(word)

    def _between(self, ends: tuple[int, int]) -> int:
        least, most = ends
        return least + int(self._chance() * (most - least + 1))

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self._chance() * len(choices))]
