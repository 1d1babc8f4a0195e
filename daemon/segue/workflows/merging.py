"""Makes one of chains that are nearly the same: what some lack is optional, what differs within a step is `<ARG>`."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.embedding.lexical import DIMS, NAME, REVISION, lexical_vectors
from segue.embedding.sequences import sequence_of, similarity
from segue.embedding.space import Space
from segue.workflows.alignment import aligned, common_template, head_of
from segue.workflows.chains import MOST_STEPS, NEARLY, SURE
from segue.workflows.found import ALWAYS, MISSING, MOST_RUNS, Found, Run
from segue.workflows.matching import ANY_WORDS
from segue.workflows.noise import is_trivial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Vectors
    from segue.embedding.sequences import SequenceVectors

ALIKE: Final = 0.7
DUPLICATE: Final = 0.95
"""Cosine from which of two chains that cannot be merged only the better one stays."""
OFTEN: Final = 0.3
"""Share of the runs below which a step is left out of what is merged; a trivial one has to come nearly always."""
HALF: Final = 0.5
"""Share of the runs below which nothing begins or ends with a step: what is done around it belongs to it less."""
LEAST_STEPS: Final = 3

_SPACE: Final = Space(NAME, REVISION, DIMS)


def merge_alike(chains: Sequence[Found]) -> list[Found]:
    """Return the chains, the best of which come first, merged where they are alike."""
    merging = _Merging()
    for chain in chains:
        merging.add(chain)
    return [group.core for group in merging.groups]


@dataclass(slots=True)
class _Group:
    """Chains that are one: all their steps, and those that enough runs have, with the vectors of these."""

    whole: Found
    core: Found
    vectors: SequenceVectors


class _Merging:
    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._rows: dict[str, Vectors] = {}

    def add(self, chain: Found) -> None:
        """Put a chain into the first group that it is like, or make another one of it."""
        vectors = self._sequence(chain)
        for group in self.groups:
            if _shares_heads(group.core, chain):
                likeness = similarity(group.vectors, vectors)
                by_the_way = _is_by_the_way(chain, group.core)
                merged = _merged(group, chain) if likeness >= ALIKE or by_the_way else None
                if merged:
                    group.whole, group.core = merged, _core(merged)
                    group.vectors = self._sequence(group.core)
                if merged or likeness >= DUPLICATE or by_the_way:
                    return
        self.groups.append(_Group(chain, chain, vectors))

    def _sequence(self, chain: Found) -> SequenceVectors:
        for template in chain.templates:
            if template not in self._rows:
                self._rows[template] = lexical_vectors([template])
        return sequence_of(np.concatenate([self._rows[template] for template in chain.templates]), _SPACE)


def _shares_heads(one: Found, other: Found) -> bool:
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


def _merged(group: _Group, chain: Found) -> Found | None:
    """Return the chain as part of the group, None where steps that stand at the same place do different things."""
    whole = group.whole
    pairs = aligned(whole.templates, chain.templates)
    shared = sum(left is not None and right is not None for left, right in pairs)
    enough = max(2, len(group.core.templates) / 2, len(chain.templates) / 2)
    if shared < enough or len(pairs) > 2 * MOST_STEPS:
        return None
    templates: list[str] = []
    for left, right in pairs:
        template = whole.templates[left] if left is not None else ""
        if right is not None:
            ours = chain.templates[right]
            template = (common_template(template, ours) or "") if template else ours
        templates.append(template)
    if any(ANY_WORDS in template and templates.count(template) > 1 for template in templates):
        return None
    runs = _apart(
        [_placed(run, [left for left, _ in pairs]) for run in whole.runs]
        + [_placed(run, [right for _, right in pairs]) for run in chain.runs]
    )
    return Found(tuple(templates), runs, max(whole.support, chain.support, len(runs)))


def _core(whole: Found) -> Found:
    """Return a group with the steps that enough runs have, of equal ones the first, but three at least."""
    runs = whole.runs
    shares = [sum(run.lines[place] != MISSING for run in runs) / len(runs) for place in range(len(whole.templates))]
    least = sorted(shares, reverse=True)[LEAST_STEPS - 1]
    kept = [
        place
        for place, (template, share) in enumerate(zip(whole.templates, shares, strict=True))
        if share >= min(least, ALWAYS if is_trivial(template) else OFTEN)
        and (share >= SURE or template not in whole.templates[:place])
    ]
    for end in (0, -1):
        while len(kept) > LEAST_STEPS and shares[kept[end]] < HALF:
            del kept[end]
    return Found(
        tuple(whole.templates[place] for place in kept),
        [run._replace(lines=tuple(run.lines[place] for place in kept)) for run in runs],
        whole.support,
    )


def _placed(run: Run, places: list[int | None]) -> Run:
    return run._replace(lines=tuple(MISSING if place is None else run.lines[place] for place in places))


def _apart(runs: list[Run]) -> list[Run]:
    """Return the latest runs without those that are part of another one, for both chains may have seen it."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.first, run.last)):
        if not kept or run.first > kept[-1].last:
            kept.append(run)
        elif _present(run) > _present(kept[-1]):
            kept[-1] = run
    return kept[-MOST_RUNS:]


def _present(run: Run) -> int:
    return sum(line != MISSING for line in run.lines)
