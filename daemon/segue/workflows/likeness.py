"""Finds workflows that begin like what was run, by meaning rather than by their very steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.embedding.lexical import DIMS, NAME, REVISION, lexical_vectors
from segue.embedding.sequences import sequence_of, similarity
from segue.embedding.space import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.domain.workflow import Workflow

ALIKE: Final = 0.7
"""The similarity from which on two sequences of commands are taken for the same thing."""
WORTH_A_LOOK: Final = 0.4
"""The cosine of the latest commands alone, below which the sequences are not compared."""
LONGEST: Final = 6
SPACE: Final = Space(NAME, REVISION, DIMS)


@dataclass(frozen=True, slots=True)
class Alike:
    """A workflow (by its number) whose first `place` steps are like the latest commands, and how much so."""

    number: int
    place: int
    similarity: float


def alike(workflows: Sequence[Workflow], context: Sequence[str]) -> list[Alike]:
    """Return the workflows that go on from something like the end of `context`, the most similar first.

    As many of the latest commands are compared as a workflow has had steps by then, at most six. Of several places in
    one workflow the most similar counts.
    """
    latest = list(context[-LONGEST:])
    steps = [(number, place) for number, each in enumerate(workflows) for place in range(len(each.steps))]
    if not latest or not steps:
        return []
    ran = lexical_vectors(latest)
    known = lexical_vectors([workflows[number].pattern(place) for number, place in steps])
    near = (known @ ran[-1]) >= WORTH_A_LOOK
    best: dict[int, Alike] = {}
    for row, (number, place) in enumerate(steps):
        length = min(place + 1, len(latest))
        if near[row] and place + 1 < len(workflows[number].steps):
            begun = sequence_of(known[row + 1 - length : row + 1], SPACE)
            found = Alike(number, place + 1, similarity(begun, sequence_of(ran[-length:], SPACE)))
            if found.similarity >= max(ALIKE, best[number].similarity if number in best else 0.0):
                best[number] = found
    return sorted(best.values(), key=lambda each: -each.similarity)
