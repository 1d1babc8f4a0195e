"""An embedder of smaller vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.embedding.embedder import Kind
from segue.embedding.matryoshka import reduced
from segue.embedding.wrapping import WrappingEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Embedder, Vectors


class ReducedEmbedder(WrappingEmbedder):
    """Answers with smaller vectors than another embedder; the size is a part of every space, beside the name."""

    def __init__(self, embedder: Embedder, dims: int, *, untrained: bool = False) -> None:
        super().__init__(embedder)
        self._dims = dims
        self._untrained = untrained

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:
        """Return the other's vectors, reduced.

        Raises:
            EmbeddingError: there is no answer, or it cannot be reduced to this size.
        """
        vectors = await self._embedder.embed(texts, kind)
        return reduced(vectors, self._dims, self.sizes, untrained=self._untrained)
