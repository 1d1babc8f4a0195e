"""What every embedder does, and what its vectors promise."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import numpy as np

from segue.domain.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[np.float32]"
"""One row a text, each of unit length."""

SHORTEST: Final = 1e-6
"""A vector shorter than that points nowhere."""
LARGEST: Final = 1e30
"""A number beyond that has no square that a machine could add up."""


class Kind(StrEnum):
    """What a text is: some models embed a question otherwise than what it is asked of."""

    QUERY = "query"
    DOCUMENT = "document"


class Embedder(Protocol):
    """Turns texts into vectors. Those of one name, revision and length can be compared, others cannot."""

    @property
    def name(self) -> str:
        """The model, as the registry or its service calls it."""

    @property
    def revision(self) -> str:
        """What tells two states of that model apart, "" when nothing does."""

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:
        """Return float32 (len(texts), d), rows of unit length; there must be at least one text.

        Raises:
            EmbeddingError: there is no answer, or none that can be right.
        """

    async def close(self) -> None:
        """Give back whatever is held; the next request begins anew."""


def unit(vectors: NDArray[np.generic], rows: int) -> Vectors:
    """Return what a model has answered for so many texts as rows of unit length.

    Raises:
        EmbeddingError: the shape is another, or a row is not finite or has no direction.
    """
    if vectors.ndim != 2 or len(vectors) != rows or not vectors.shape[1]:  # noqa: PLR2004 - a matrix
        raise EmbeddingError(f"an answer of shape {vectors.shape} for {rows} texts")
    found = vectors.astype(np.float64)
    if not (np.abs(found) < LARGEST).all():
        raise EmbeddingError("the model has answered with numbers that are none (NaN or infinite)")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    if float(lengths.min()) < SHORTEST:
        raise EmbeddingError("the model has answered with a vector of no length")
    units: Vectors = (found / lengths).astype(np.float32)
    return units
