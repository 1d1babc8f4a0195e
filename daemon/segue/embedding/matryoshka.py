"""Smaller vectors from larger ones.

A model that was trained for it (Matryoshka representation learning) puts what matters most first: of 768 numbers the
first 256, made as long as one again, are a vector of their own. Of any other model they are an accident, so a size
that a model was not trained for must be asked for in so many words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from segue.domain.errors import VectorSizeError
from segue.embedding.embedder import unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from segue.embedding.embedder import Embedder, Vectors


@runtime_checkable
class Matryoshka(Protocol):
    """An embedder that knows the sizes which its model was trained for."""

    @property
    def sizes(self) -> Collection[int]:
        """Numbers of a vector, in any order."""


def sizes_of(embedder: Embedder) -> Collection[int]:
    """Return the sizes that the model of an embedder was trained for, none when it says nothing of them."""
    return embedder.sizes if isinstance(embedder, Matryoshka) else ()


def reduced(vectors: Vectors, dims: int, trained: Collection[int] = (), *, untrained: bool = False) -> Vectors:
    """Return the first numbers of each row, of unit length again.

    Args:
        vectors: rows of unit length.
        dims: how many numbers to keep; all of them is no change.
        trained: the sizes that the model was trained for.
        untrained: whether any other size will do as well.

    Raises:
        VectorSizeError: the vectors are shorter, or the model was not trained for that size.
    """
    present = vectors.shape[1]
    if dims == present:
        return vectors
    if not 0 < dims < present:
        raise VectorSizeError(f"vectors of {present} numbers cannot be reduced to {dims}")
    if not untrained and dims not in trained:
        known = ", ".join(str(size) for size in sorted({present, *trained}, reverse=True))
        raise VectorSizeError(
            f"the model was not trained for {dims} numbers, only for {known}; ask for untrained sizes"
        )
    return unit(vectors[:, :dims], len(vectors))
