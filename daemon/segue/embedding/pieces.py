"""Texts that are longer than a model reads: cut into pieces that overlap, and their vectors pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind, unit
from segue.embedding.wrapping import WrappingEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Embedder, Vectors

SIZE: Final = 800
"""Characters of a piece: with three a token, what the models with the smallest window (256 tokens) read of a text."""
OVERLAP: Final = 100
MOST: Final = 16
"""Pieces of one text. What is beyond them is not read: one pasted file must not keep a model from everything else."""
AT_ONCE: Final = 64
"""Pieces that a model is asked for at once."""


def pieces_of(text: str, size: int = SIZE, overlap: int = OVERLAP) -> list[str]:
    """Cut a text into pieces of at most `size` characters, each beginning with the last `overlap` of the one before.

    A piece ends at a blank when there is one among its last `overlap` characters.
    """
    pieces = []
    start = 0
    while len(text) - start > size:
        end = start + size
        blank = max(text.rfind(" ", end - overlap, end), text.rfind("\n", end - overlap, end))
        end = blank if blank > 0 else end
        pieces.append(text[start:end])
        start = end - overlap
    return [*pieces, text[start:]]


class PiecedEmbedder(WrappingEmbedder):
    """Answers for texts of any length through another embedder, which is asked for pieces.

    A text that fits into one piece has the vector that the other gives it.
    """

    def __init__(self, embedder: Embedder, *, size: int = SIZE, overlap: int = OVERLAP, most: int = MOST) -> None:
        if not 0 <= 2 * overlap < size or most < 1:
            raise EmbeddingError(f"pieces of {size} characters cannot overlap by {overlap}: it must be less than half")
        super().__init__(embedder)
        self._size = size
        self._overlap = overlap
        self._most = most

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:
        """Return for each text the mean of its pieces' vectors, weighted by their lengths, of unit length again.

        Raises:
            EmbeddingError: there is no answer for a piece, or the pieces of a text cancel each other.
        """
        cut = [self._cut(text) for text in texts]
        pieces = [piece for parts in cut for piece in parts]
        if len(pieces) == len(texts):
            return await self._embedder.embed(pieces, kind)
        found = np.concatenate(
            [await self._embedder.embed(pieces[at : at + AT_ONCE], kind) for at in range(0, len(pieces), AT_ONCE)]
        )
        weights = np.array([[len(piece)] for piece in pieces], np.float64)
        firsts = np.cumsum([0, *(len(parts) for parts in cut[:-1])])
        return unit(np.add.reduceat(found * weights, firsts), len(texts))

    def _cut(self, text: str) -> list[str]:
        longest = self._most * (self._size - self._overlap)
        return pieces_of(text[:longest], self._size, self._overlap)[: self._most]
