"""What embedders that ask another one have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.embedding.matryoshka import sizes_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from segue.embedding.embedder import Embedder


class WrappingEmbedder:
    """Says of itself what the other says, and closes it; a subclass adds `embed`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def inner(self) -> Embedder:
        """The other."""
        return self._embedder

    @property
    def name(self) -> str:
        """The other's."""
        return self._embedder.name

    @property
    def revision(self) -> str:
        """The other's."""
        return self._embedder.revision

    @property
    def sizes(self) -> Collection[int]:
        """The other's."""
        return sizes_of(self._embedder)

    async def close(self) -> None:
        """Close the other."""
        await self._embedder.close()
