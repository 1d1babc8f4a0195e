"""Vectors for commands in a row: of each command, of each transition from one to the next, and of the sequence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from segue.embedding.embedder import Vectors
    from segue.embedding.space import Space

DECAY: Final = 0.8
"""What a command weighs beside the one after it: of five commands the first has 0.4 of the weight of the last."""
HALF: Final = 256
"""Numbers of each half of a transition."""
ORDER: Final = 0.5
"""What the transitions weigh in the similarity of two sequences, beside the commands themselves."""


@dataclass(frozen=True, slots=True)
class SequenceVectors:
    """The vectors of commands in a row, oldest first, and the space they are of.

    `transitions` has a row of unit length for each pair of neighbours: the first 256 numbers of both, one after the
    other, or all of them in a space that has fewer.
    """

    space: Space
    decay: float
    commands: Vectors
    sequence: NDArray[np.float32]
    transitions: Vectors

    @property
    def count(self) -> int:
        """The number of commands."""
        return len(self.commands)


def sequence_of(vectors: Vectors, space: Space, decay: float = DECAY) -> SequenceVectors:
    """Return what the vectors of commands, oldest first, make together.

    Args:
        vectors: a row of unit length for each command.
        space: what the rows are of.
        decay: the weight of a command as a share of that of the next, in (0, 1]; at 1 all weigh the same.

    Raises:
        EmbeddingError: there is no command, the decay is none, or the commands cancel each other.
    """
    if not len(vectors):
        raise EmbeddingError("a sequence needs at least one command")
    if not 0 < decay <= 1:
        raise EmbeddingError(f"a decay is above 0 and at most 1, not {decay:g}")
    weights = decay ** np.arange(len(vectors) - 1, -1, -1, dtype=np.float64)
    return SequenceVectors(
        space=space,
        decay=decay,
        commands=vectors,
        sequence=unit((weights @ vectors)[None, :], 1)[0],
        transitions=_transitions(vectors),
    )


def similarity(left: SequenceVectors, right: SequenceVectors) -> float:
    """Return how alike two sequences are, at most 1: half by what is done, half by what follows what.

    Each transition counts with the one of the other sequence that is most like it. A single command has none, and then
    only what is done counts.

    Raises:
        EmbeddingError: the sequences are of different spaces.
    """
    if left.space != right.space:
        raise EmbeddingError(f"vectors of different models cannot be compared: {left.space}, {right.space}")
    done = float(left.sequence @ right.sequence)
    if not len(left.transitions) or not len(right.transitions):
        return done
    products = left.transitions @ right.transitions.T
    order = float(products.max(axis=0).mean() + products.max(axis=1).mean()) / 2
    return (1 - ORDER) * done + ORDER * order


def _transitions(vectors: Vectors) -> Vectors:
    half = min(HALF, vectors.shape[1])
    if len(vectors) == 1:
        return np.empty((0, 2 * half), np.float32)
    # Whether the model was trained for that size or not: halves are only ever compared with halves.
    halves = unit(vectors[:, :half], len(vectors))
    return unit(np.hstack((halves[:-1], halves[1:])), len(vectors) - 1)
