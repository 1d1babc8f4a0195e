"""Everything that can be asked of the embedders: the chain with its memory, and how it is."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from segue.domain.errors import EmbeddingError, StoreError
from segue.embedding.embedder import Kind
from segue.embedding.sequences import DECAY, SequenceVectors, sequence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from segue.embedding.answer import Answer
    from segue.embedding.chain import Chain
    from segue.embedding.mlx.embedder import MlxEmbedder
    from segue.store.vector_cache import VectorCache

T = TypeVar("T")


class Embeddings:
    """Answers with vectors, and says who has made them.

    Args:
        chain: who is asked.
        mlx: the model on this machine, None where there is none.
        cache: what the chain remembers with, used on `thread` alone; None where there is none.
    """

    def __init__(
        self,
        chain: Chain,
        *,
        mlx: MlxEmbedder | None = None,
        cache: VectorCache | None = None,
        thread: Executor | None = None,
    ) -> None:
        self._chain, self._mlx = chain, mlx
        self._cache, self._thread = cache, thread

    def take(self, chain: Chain, mlx: MlxEmbedder | None) -> None:
        """Ask these from now on. Whoever used the ones before closes them."""
        self._chain, self._mlx = chain, mlx

    async def embed(
        self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT, *, dims: int | None = None, fresh: bool = False
    ) -> Answer:
        """Return a row for each text, of `dims` numbers if that is given.

        Raises:
            EmbeddingError: there is no answer, or the model was not trained for that size.
        """
        answer = await self._chain.embed(texts, kind, fresh=fresh)
        return answer if dims is None else answer.reduced(dims)

    async def sequence(
        self, texts: Sequence[str], *, decay: float = DECAY, dims: int | None = None, fresh: bool = False
    ) -> tuple[Answer, SequenceVectors]:
        """Return the vectors of commands, oldest first, and what they make together.

        Raises:
            EmbeddingError: there is no answer, the size is none of the model, or the decay is none.
        """
        answer = await self.embed(texts, dims=dims, fresh=fresh)
        return answer, sequence_of(answer.vectors, answer.space, decay)

    def health(self) -> dict[str, Any]:
        """Return how every step is; loads nothing and asks nobody."""
        return {
            "steps": [state._asdict() for state in self._chain.states()],
            "mlx": self._mlx.health() if self._mlx else None,
        }

    async def statistics(self) -> list[dict[str, Any]]:
        """Return how the cache has done for each model."""
        found = await self._with_cache(lambda cache: cache.figures())
        return [asdict(figures) for figures in found or ()]

    async def clear(self) -> int:
        """Empty the cache and return how many vectors there were."""
        return await self._with_cache(lambda cache: cache.clear()) or 0

    async def unload(self) -> bool:
        """End the process that holds the model; say whether there was one."""
        return await self._mlx.unload() if self._mlx else False

    async def close(self) -> None:
        """Close every step."""
        await self._chain.close()

    async def _with_cache(self, work: Callable[[VectorCache], T]) -> T | None:
        cache = self._cache
        if cache is None:
            return None
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(cache))
        except StoreError as error:
            raise EmbeddingError(str(error)) from error
