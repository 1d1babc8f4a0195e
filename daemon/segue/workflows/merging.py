"""Makes one of chains that are nearly the same: what some lack is optional, what differs within a step is `<ARG>`."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.embedding.lexical import DIMS, NAME, REVISION, lexical_vectors
from segue.embedding.sequences import sequence_of, similarity
from segue.embedding.space import Space
from segue.workflows.chains import MOST_STEPS, NEARLY, SURE
from segue.workflows.found import ALWAYS, MISSING, Found, Run
from segue.workflows.matching import ANY_WORDS
from segue.workflows.noise import is_trivial
from segue.workflows.operands import ANOTHER_NAME, SUBCOMMANDS, WRAPPERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Vectors
    from segue.embedding.sequences import SequenceVectors

ALIKE: Final = 0.7
DUPLICATE: Final = 0.95
"""Cosine from which of two chains that cannot be merged only the better one stays."""
DIFFERENT_WORDS: Final = 3
"""In a row, in which two ways of taking a step may differ."""
IN_COMMON: Final = 0.5
"""Share of the words of the longer one that both ways have."""
OFTEN: Final = 0.3
"""Share of the runs below which a step is left out of what is merged; a trivial one has to come nearly always."""
LEAST_STEPS: Final = 3
REMEMBERED: Final = 65_536

_SPACE: Final = Space(NAME, REVISION, DIMS)
_OPERATORS: Final = frozenset({"&&", "||", "|", ";", "&", "|&"})


def merge_alike(chains: Sequence[Found]) -> list[Found]:
    """Return the chains, the best of which come first, merged where they are alike."""
    merging = _Merging()
    for chain in chains:
        merging.add(chain)
    return merging.kept


class _Merging:
    def __init__(self) -> None:
        self.kept: list[Found] = []
        self._vectors: list[SequenceVectors] = []
        self._rows: dict[str, Vectors] = {}

    def add(self, chain: Found) -> None:
        vectors = self._sequence(chain)
        for place, other in enumerate(self.kept):
            if _shares_a_head(other, chain):
                likeness = similarity(self._vectors[place], vectors)
                merged = _merged(other, chain) if likeness >= ALIKE else None
                if merged:
                    self.kept[place] = merged
                    self._vectors[place] = self._sequence(merged)
                if merged or likeness >= DUPLICATE or _is_by_the_way(chain, other):
                    return
        self.kept.append(chain)
        self._vectors.append(vectors)

    def _sequence(self, chain: Found) -> SequenceVectors:
        for template in chain.templates:
            if template not in self._rows:
                self._rows[template] = lexical_vectors([template])
        return sequence_of(np.concatenate([self._rows[template] for template in chain.templates]), _SPACE)


def _shares_a_head(one: Found, other: Found) -> bool:
    return len({head_of(step) for step in one.templates} & {head_of(step) for step in other.templates}) > 1


def _is_by_the_way(chain: Found, better: Found) -> bool:
    """Tell whether a chain is most of another one and what happened to be done around it: in the same runs."""
    shared = len(set(chain.templates) & set(better.templates))
    if shared < 2 or shared < len(chain.templates) / 2:  # noqa: PLR2004 - one step is no sequence
        return False
    begins = [run.first for run in better.runs]
    within = 0
    for run in chain.runs:
        place = bisect_right(begins, run.last) - 1
        within += place >= 0 and better.runs[place].last >= run.first
    return within >= NEARLY * len(chain.runs)


@lru_cache(maxsize=REMEMBERED)
def head_of(template: str) -> tuple[str, ...]:
    """Return the words that say what a line does: its command, and its subcommand where it has one."""
    words = template.split(" ")
    place = next((place for place, word in enumerate(words) if word not in WRAPPERS and "=" not in word), 0)
    head = ANOTHER_NAME.get(words[place], words[place])
    return tuple(words[: place + 1 + (head in SUBCOMMANDS)])


@lru_cache(maxsize=REMEMBERED)
def common_template(one: str, other: str) -> str | None:
    """Return the template of two ways of taking one step, None where they are two things."""
    if one == other:
        return one
    head = head_of(one)
    if head_of(other) != head:
        return None
    left, right = one.split(" "), other.split(" ")
    shorter = min(len(left), len(right))
    before = next((place for place in range(shorter) if left[place] != right[place]), shorter)
    behind = next((n for n in range(shorter - before) if left[-1 - n] != right[-1 - n]), shorter - before)
    differing = [*left[before : len(left) - behind], *right[before : len(right) - behind]]
    if (
        before < len(head)
        or before + behind < IN_COMMON * max(len(left), len(right))
        or max(len(left), len(right)) - before - behind > DIFFERENT_WORDS
        or not _OPERATORS.isdisjoint(differing)
        or any(ANY_WORDS in word for word in [*left[:before], *left[len(left) - behind :]])
    ):
        return None
    return " ".join([*left[:before], ANY_WORDS, *left[len(left) - behind :]])


def _merged(one: Found, other: Found) -> Found | None:
    """Return both chains as one, None where steps that stand at the same place do different things."""
    pairs = _aligned(one.templates, other.templates)
    shared = sum(left is not None and right is not None for left, right in pairs)
    if shared < 2 or shared < max(len(one.templates), len(other.templates)) / 2 or len(pairs) > MOST_STEPS:  # noqa: PLR2004 - one step is no sequence
        return None
    templates: list[str] = []
    for left, right in pairs:
        template = one.templates[left] if left is not None else ""
        if right is not None:
            ours = other.templates[right]
            template = (common_template(template, ours) or "") if template else ours
        templates.append(template)
    if any(ANY_WORDS in template and templates.count(template) > 1 for template in templates):
        return None
    runs = _apart(
        [_placed(run, [left for left, _ in pairs]) for run in one.runs]
        + [_placed(run, [right for _, right in pairs]) for run in other.runs]
    )
    kept = _often(templates, runs)
    return Found(
        tuple(templates[place] for place in kept),
        [run._replace(lines=tuple(run.lines[place] for place in kept)) for run in runs],
        one.taught or other.taught,
    )


def _often(templates: list[str], runs: list[Run]) -> list[int]:
    """Return the places of the steps that enough runs have, of equal ones the first, but three at least."""
    shares = [sum(run.lines[place] != MISSING for run in runs) / len(runs) for place in range(len(templates))]
    least = sorted(shares, reverse=True)[LEAST_STEPS - 1]
    return [
        place
        for place, (template, share) in enumerate(zip(templates, shares, strict=True))
        if share >= min(least, ALWAYS if is_trivial(template) else OFTEN)
        and (share >= SURE or template not in templates[:place])
    ]


def _aligned(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[int | None, int | None]]:
    """Return which steps stand for each other: as many as can, equal ones rather than alike ones."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for left in range(len(one) - 1, -1, -1):
        for right in range(len(other) - 1, -1, -1):
            best[left][right] = max(
                best[left + 1][right],
                best[left][right + 1],
                _fit(one[left], other[right]) + best[left + 1][right + 1],
            )
    pairs: list[tuple[int | None, int | None]] = []
    left = right = 0
    while left < len(one) and right < len(other):
        fit = _fit(one[left], other[right])
        if fit and best[left][right] == fit + best[left + 1][right + 1]:
            pairs.append((left, right))
            left, right = left + 1, right + 1
        elif best[left][right] == best[left + 1][right]:
            pairs.append((left, None))
            left += 1
        else:
            pairs.append((None, right))
            right += 1
    return [
        *pairs,
        *((rest, None) for rest in range(left, len(one))),
        *((None, rest) for rest in range(right, len(other))),
    ]


def _fit(one: str, other: str) -> int:
    return 3 if one == other else 2 if common_template(one, other) else 0


def _placed(run: Run, places: list[int | None]) -> Run:
    return run._replace(lines=tuple(MISSING if place is None else run.lines[place] for place in places))


def _apart(runs: list[Run]) -> list[Run]:
    """Leave out the runs that are part of another one, for both chains may have seen it."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.first, run.last)):
        if not kept or run.first > kept[-1].last:
            kept.append(run)
        elif _present(run) > _present(kept[-1]):
            kept[-1] = run
    return kept


def _present(run: Run) -> int:
    return sum(line != MISSING for line in run.lines)
