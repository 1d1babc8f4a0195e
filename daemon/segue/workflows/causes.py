"""Which commands decide how others end, and what mends a failure, as far as the counts prove it.

A rate counts only where its lower confidence bound (Wilson's score interval) lies above the rate that it is compared
with. The bound is that of 3.29 standard deviations, which chance exceeds once in two thousand times, for thousands of
pairs are compared.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log2, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from segue.workflows.plain import Counts
    from segue.workflows.records import Outcomes

DEVIATIONS: Final = 3.29
FEWEST: Final = 5
"""Cases below which nothing is concluded."""
FEWEST_OUTCOMES: Final = 3
"""Times that an outcome or a repair must have been seen: once or twice is rare, but not a rule."""
MOST: Final = 100
"""As many as anyone reads."""
SUCCEEDS: Final = "succeeds"
FAILS: Final = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`cases` of `of` cases, beside the share that is `usual`."""

    cases: int
    of: int
    usual: float

    @property
    def rate(self) -> float:
        """The share of the cases."""
        return self.cases / self.of

    @property
    def lift(self) -> float:
        """How many times the usual share that is."""
        return self.rate / self.usual

    @property
    def worth(self) -> float:
        """Bits by which it is less surprising than usual, over all its cases."""
        return self.cases * log2(self.lift)


@dataclass(frozen=True, slots=True)
class Cause(Share):
    """After `before`, the oldest first, `then` ends in `outcome` in `cases` of `of` runs whose end is known.

    `usual` is the share over all runs of `then`.
    """

    before: tuple[str, ...]
    then: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Mend(Share):
    """Where `failed` had failed and then succeeded again, `mender` stood right before that in `cases` of `of` cases.

    `usual` is the share of all runs of `failed` that it stands before. Where both are the same, trying again was
    enough.
    """

    failed: str
    mender: str


def causes(counts: Counts, about: Collection[str] | None = None, most: int = MOST) -> list[Cause]:
    """Return what changes the outcome of a command when it stands right before it, the most telling first.

    With `about` only what has to do with one of those templates.
    """
    found = [*_single_causes(counts), *_double_causes(counts)]
    if about is not None:
        found = [cause for cause in found if not {*cause.before, cause.then}.isdisjoint(about)]
    return sorted(found, key=lambda cause: cause.worth, reverse=True)[:most]


def mends(counts: Counts, about: Collection[str] | None = None, most: int = MOST) -> list[Mend]:
    """Return what stands before a success after failures more often than anywhere, the most telling first.

    And no less often than before other runs of the same command: whether something that always stands there does mend
    it, nobody can tell, but it may well. With `about` only what has to do with one of those templates.
    """
    recoveries: defaultdict[str, int] = defaultdict(int)
    for (failed, _), cases in counts.repairs.items():
        recoveries[failed] += cases
    found = [
        Mend(failed, mender, cases=cases, of=recoveries[failed], usual=_usual(counts, mender, failed, cases))
        for (failed, mender), cases in counts.repairs.items()
        if cases >= FEWEST_OUTCOMES and _share(counts, mender) < lower_bound(cases, recoveries[failed])
    ]
    found = [mend for mend in found if mend.rate >= mend.usual]
    if about is not None:
        found = [mend for mend in found if not {mend.failed, mend.mender}.isdisjoint(about)]
    return sorted(found, key=lambda mend: (mend.worth, mend.cases), reverse=True)[:most]


def lower_bound(cases: int, of: int) -> float:
    """Return the lower end of Wilson's score interval for a share: it is hardly less in the long run."""
    if not of:
        return 0.0
    share, square = cases / of, DEVIATIONS**2
    centre = share + square / (2 * of)
    spread = DEVIATIONS * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (centre - spread) / (1 + square / of)


def _share(counts: Counts, template: str) -> float:
    """Return the share of all commands that have this template; all, where that is not known."""
    node = counts.nodes.get(template)
    return node.count / counts.runs if node and counts.runs else 1.0


def _usual(counts: Counts, mender: str, failed: str, cases: int) -> float:
    """Return the share of the runs of a command before which another stands; an edge may have been dropped."""
    edge, node = counts.edges.get((mender, failed)), counts.nodes.get(failed)
    return max(edge.count if edge else 0, cases) / max(node.count if node else 0, cases)


def _single_causes(counts: Counts) -> Iterator[Cause]:
    for (first, second), edge in counts.edges.items():
        node = counts.nodes.get(second)
        if node is not None:
            yield from _telling((first,), second, edge, node, _rates(node))


def _double_causes(counts: Counts) -> Iterator[Cause]:
    """Yield pairs of commands that tell more than the second of them does alone."""
    for (first, second, third), outcomes in counts.triples.items():
        node, edge = counts.nodes.get(third), counts.edges.get((second, third))
        if node is not None and edge is not None:
            plain, alone = _rates(node), _rates(edge)
            beaten = {outcome: max(plain[outcome], alone[outcome]) for outcome in plain}
            yield from _telling((first, second), third, outcomes, node, beaten)


def _telling(
    before: tuple[str, ...], then: str, outcomes: Outcomes, node: Outcomes, beaten: dict[str, float]
) -> Iterator[Cause]:
    if outcomes.known < FEWEST:
        return
    usual = _rates(node)
    for outcome, cases in ((SUCCEEDS, outcomes.successes), (FAILS, outcomes.failures)):
        if cases >= FEWEST_OUTCOMES and usual[outcome] and lower_bound(cases, outcomes.known) > beaten[outcome]:
            yield Cause(before, then, outcome, cases=cases, of=outcomes.known, usual=usual[outcome])


def _rates(outcomes: Outcomes) -> dict[str, float]:
    known = max(outcomes.known, 1)
    return {SUCCEEDS: outcomes.successes / known, FAILS: outcomes.failures / known}
