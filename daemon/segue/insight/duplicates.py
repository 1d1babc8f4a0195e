"""Groups of lines that are nearly the same, as plain values in the form that `segue duplicates --json` prints."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from segue.insight.differences import Difference, are_alike, difference, words_of
from segue.insight.near import leaders
from segue.insight.spelling import slips
from segue.insight.statistics import success_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from segue.embedding.embedder import Vectors
    from segue.insight.differences import Words
    from segue.store.figures import LineRuns

THRESHOLD: Final = 0.95
SAME_THING: Final = frozenset({Difference.QUOTES, Difference.ORDER, Difference.SPELLING})
"""Differences of two lines by which most probably the same thing was meant."""


def duplicates(
    lines: Sequence[LineRuns],
    vectors: Vectors,
    threshold: float = THRESHOLD,
    progress: Callable[[int], object] = lambda _done: None,
) -> dict[str, Any]:
    """Return the groups, those first in which another spelling has never succeeded while the first line may have.

    Each group has a first line, the one that was run most among those that have not only failed, and its variants:
    lines that have at least two thirds of their words in common with it and whose cosine with it reaches the threshold;
    and whatever the cosine, lines that differ from one of the group only in quotes or in where flags stand, and slips
    of the fingers. Groups whose lines differ in nothing but numbers come last. `vectors` has a row of unit length for
    each line.
    """
    words = [words_of(line.text) for line in lines]
    order = sorted(range(len(lines)), key=lambda place: _rank(lines[place]))
    same = _same_words(words, order)
    slipped = slips(lines)
    meant = slipped | same
    rest = [place for place in order if place not in meant]
    found = leaders(vectors, rest, threshold, lambda row, other: are_alike(words[row], words[other]), progress)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(len(lines)):
        origin = place
        while origin in meant:
            origin = meant[origin]
        if place != found[origin]:
            groups[found[origin]].append(place)
    described = [_described(lines, vectors, leader, variants, slipped) for leader, variants in groups.items()]
    return {
        "lines": len(lines),
        "threshold": threshold,
        "found": len(described),
        "groups": sorted(described, key=_worth),
    }


def _same_words(words: Sequence[Words], order: Sequence[int]) -> dict[int, int]:
    """Return the lines that have the same words and flags as one before them in the order, each with the first."""
    first: dict[Words, int] = {}
    found = {place: first.setdefault(words[place], place) for place in order}
    return {place: origin for place, origin in found.items() if place != origin}


def _rank(line: LineRuns) -> tuple[bool, int]:
    return _never_succeeded(line), -line.runs


def _never_succeeded(line: LineRuns) -> bool:
    return bool(line.failed) and not line.succeeded


def _described(
    lines: Sequence[LineRuns], vectors: Vectors, leader: int, variants: Sequence[int], slipped: Container[int]
) -> dict[str, Any]:
    first = lines[leader]
    others = [
        _line(lines[place])
        | {
            "similarity": round(min(float(np.vecdot(vectors[place], vectors[leader])), 1.0), 4),
            "difference": Difference.SPELLING if place in slipped else difference(lines[place].text, first.text),
        }
        for place in variants
    ]
    return {
        "runs": first.runs + sum(other["runs"] for other in others),
        "first": _line(first),
        "variants": sorted(others, key=lambda other: (not other["never_succeeded"], -other["runs"], other["line"])),
    }


def _line(line: LineRuns) -> dict[str, Any]:
    return {
        "line": line.text,
        "runs": line.runs,
        "succeeded": line.succeeded,
        "failed": line.failed,
        "success_rate": success_rate(line),
        "never_succeeded": _never_succeeded(line),
        "last": line.last,
    }


def _worth(group: dict[str, Any]) -> tuple[int, int, str]:
    """Return what groups are ordered by: how likely one can do without a variant, and how often it was run."""
    variants = group["variants"]
    mistaken = {variant["difference"] for variant in variants if variant["never_succeeded"]}
    if group["first"]["never_succeeded"]:
        mistaken = set()
    if not mistaken.isdisjoint(SAME_THING):
        rank = 0
    elif mistaken - {Difference.NUMBERS}:
        rank = 1
    else:
        rank = 3 if all(variant["difference"] is Difference.NUMBERS for variant in variants) else 2
    return rank, -sum(variant["runs"] for variant in variants), group["first"]["line"]
