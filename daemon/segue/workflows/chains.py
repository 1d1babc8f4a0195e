"""Recurring chains of steps: grown step by step as long as the next one is no accident.

It is PrefixSpan with bounded gaps: a chain keeps the places of its runs, and what comes within a few commands behind
most of them makes it longer. Steps of a chain differ, so that a loop is one chain and not one for each of its rounds.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

from segue.workflows.segments import CUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP: Final = 3
"""Foreign commands between two steps."""
WINDOW: Final = GAP + 1
LEAST_RUNS: Final = 3
MOST_STEPS: Final = 12
BRANCHES: Final = 3
"""Ways on from one chain."""
MOST_LOOKS: Final = 3_000_000
"""Runs that are looked at in all, which bounds time and memory; a history of a million commands needs about a third."""
LIKELY: Final = 0.2
"""Share of a chain's runs that have to go on the same way."""
LIKELY_BEFORE: Final = 0.5
"""Share of a step's runs that have to come behind another one, where that one rarely goes on so."""
LIFT: Final = 3.0
"""How much more often than anywhere a step has to come."""
NEARLY_ALL: Final = 0.9
"""Share of a chain's runs that is enough where that many times more often is not possible."""
SURPRISE: Final = 12.0
"""The likelihood ratio from which on something is no accident: one in four thousand is as surprising by chance."""
SURE: Final = 0.7
"""Share of a chain's runs that is no accident whatever the step: it comes at once."""
NEARLY: Final = 0.7
"""Share of a chain's runs with which a longer one stands for it."""
BETWEEN: Final = 0.8
"""Share of the runs in which another step lies between, so that the way leads through that one."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Template numbers in their order, and where each run begins and ends in the steps, oldest first."""

    steps: tuple[int, ...]
    runs: list[tuple[int, int]]


def grow_chains(steps: Sequence[int]) -> list[Chain]:
    """Return the chains of two and more different steps that at least three runs went through.

    Chains that a longer one stands for are left out.
    """
    return _without_parts(list(_Growth(steps).chains()))


class _Growth:
    def __init__(self, steps: Sequence[int]) -> None:
        # A list: its numbers are objects already, where an array makes them anew at every look.
        self._steps = list(steps)
        self._counts = Counter(self._steps)
        del self._counts[CUT]
        self._total = max(1, sum(self._counts.values()))

    def chains(self) -> Iterator[Chain]:
        begins: dict[int, list[tuple[int, int]]] = {}
        for place, step in enumerate(self._steps):
            if self._counts[step] >= LEAST_RUNS:
                begins.setdefault(step, []).append((place, place))
        # The chains with most runs first, so that those that are left when the time is up matter least.
        waiting = [(-len(runs), number, Chain((step,), runs)) for number, (step, runs) in enumerate(begins.items())]
        heapify(waiting)
        number = len(waiting)
        looks = 0
        while waiting:
            _, _, chain = heappop(waiting)
            looks += len(chain.runs)
            longer = [] if looks > MOST_LOOKS or len(chain.steps) == MOST_STEPS else self._longer(chain)
            for one in longer:
                number += 1
                heappush(waiting, (-len(one.runs), number, one))
            stands = max((len(one.runs) for one in longer), default=0)
            if len(chain.steps) > 1 and stands < NEARLY * len(chain.runs):
                yield chain

    def _longer(self, chain: Chain) -> list[Chain]:
        ways = self._ways(chain)
        found = [Chain((*chain.steps, step), self._runs(chain, step)) for step in ways]
        return [one for one in found if len(one.runs) >= LEAST_RUNS]

    def _ahead(self, chain: Chain, end: int) -> list[int]:
        """Return what comes behind a run, up to a cut or the beginning of the next one."""
        ahead = self._steps[end + 1 : end + 1 + WINDOW]
        for stop in (CUT, chain.steps[0]):
            if stop in ahead:
                del ahead[ahead.index(stop) :]
        return ahead

    def _ways(self, chain: Chain) -> list[int]:
        """Return the steps that make the chain longer, the likeliest first."""
        near: Counter[int] = Counter()
        next_ones: Counter[int] = Counter()
        for _, end in chain.runs:
            if ahead := self._ahead(chain, end):
                next_ones[ahead[0]] += 1
                near.update(set(ahead))
        for step in chain.steps:
            del near[step]
        ways = [
            step
            for step, count in near.most_common()
            if count >= LEAST_RUNS and self._is_no_accident(chain, step, count, next_ones[step])
        ]
        return self._direct(chain, ways, near)[:BRANCHES]

    def _is_no_accident(self, chain: Chain, step: int, near: int, at_once: int) -> bool:
        """Tell whether a step comes behind the chain more often than anywhere, at once or within the window."""
        runs = len(chain.runs)
        share = self._counts[step] / self._total
        within = 1 - (1 - share) ** WINDOW
        if near < LIKELY * runs and not (len(chain.steps) == 1 and near >= LIKELY_BEFORE * self._counts[step]):
            return False
        sure = at_once >= max(LEAST_RUNS, SURE * runs)
        return sure or _is_beyond_chance(near, within, runs) or _is_beyond_chance(at_once, share, runs)

    def _direct(self, chain: Chain, ways: list[int], near: Counter[int]) -> list[int]:
        """Leave out the steps before which another of the ways nearly always lies."""
        if len(ways) < 2:  # noqa: PLR2004 - one way has no other beside it
            return ways
        before: Counter[tuple[int, int]] = Counter()
        among = set(ways)
        for _, end in chain.runs:
            ahead = list(dict.fromkeys(step for step in self._ahead(chain, end) if step in among))
            before.update((one, other) for place, other in enumerate(ahead) for one in ahead[:place])
        return [way for way in ways if all(before[one, way] < BETWEEN * near[way] for one in ways)]

    def _runs(self, chain: Chain, step: int) -> list[tuple[int, int]]:
        """Return the runs that go on with the step; of those that overlap, one."""
        found: list[tuple[int, int]] = []
        for begin, end in chain.runs:
            ahead = self._ahead(chain, end)
            if step not in ahead:
                continue
            last = end + 1 + ahead.index(step)
            if found and begin <= found[-1][1]:
                if last == found[-1][1]:
                    found[-1] = (begin, last)
            else:
                found.append((begin, last))
        return found


def _is_beyond_chance(count: int, probability: float, runs: int) -> bool:
    """Tell whether so many of the runs are several times as many as expected, and more than chance explains.

    By the likelihood ratio of two binomial distributions (the G-test), which holds for small counts as well.
    """
    share = count / runs
    if count < LEAST_RUNS or share < min(LIFT * probability, NEARLY_ALL):
        return False
    others = (1 - share) * math.log((1 - share) / (1 - probability)) if share < 1 else 0.0
    return 2 * runs * (share * math.log(share / probability) + others) >= SURPRISE


def places_of(steps: Sequence[int], chain: Chain, run: tuple[int, int]) -> list[int]:
    """Return where each step of a run stands."""
    places = [run[0]]
    for step in chain.steps[1:]:
        places.append(next(place for place in range(places[-1] + 1, run[1] + 1) if steps[place] == step))
    return places


def _without_parts(chains: list[Chain]) -> list[Chain]:
    """Leave out the chains that a longer one, or the same steps in another order, stand for."""
    kept: list[Chain] = []
    having: dict[int, list[Chain]] = {}
    for chain in sorted(chains, key=lambda one: (-len(one.steps), -len(one.runs), one.steps)):
        rarest = min((having.get(step, []) for step in chain.steps), key=len)
        if not any(_stands_for(other, chain) for other in rarest):
            kept.append(chain)
            for step in chain.steps:
                having.setdefault(step, []).append(chain)
    return kept


def _stands_for(longer: Chain, chain: Chain) -> bool:
    if len(longer.runs) < NEARLY * len(chain.runs) or not set(chain.steps) <= set(longer.steps):
        return False
    # The end of one run and the beginning of the next make a chain as well, but no other one.
    twice = iter(longer.steps * 2)
    return len(longer.steps) == len(chain.steps) or all(step in twice for step in chain.steps)
