"""A question as vectors, bound to the index that it can be asked of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.embedding.embedder import Vectors
    from segue.embedding.space import Space
    from segue.retrieval.indexer import Indexer


@dataclass(frozen=True, slots=True)
class Question:
    """A row for each text. Only the index that served when they were embedded is of their space."""

    serving: Indexer
    vectors: Vectors

    @property
    def space(self) -> Space:
        """Whose vectors they are."""
        return self.serving.encoder.space
