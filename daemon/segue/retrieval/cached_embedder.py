"""An embedder that remembers: only what is not in the cache is embedded."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from segue.domain.errors import EmbeddingError, StoreError
from segue.embedding.embedder import Kind
from segue.embedding.space import Space
from segue.embedding.wrapping import WrappingEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from numpy.typing import NDArray

    from segue.embedding.embedder import Embedder, Vectors
    from segue.store.vector_cache import VectorCache

log = logging.getLogger(__name__)

T = TypeVar("T")


class CachedEmbedder(WrappingEmbedder):
    """Wraps one embedder, never a chain of them: the cache must know whose vectors it keeps.

    `thread` is the one that the cache belongs to. `dims` may be None where nobody knows it before the first answer,
    which then is not looked up. A cache that fails is done without; it belongs to whoever opened it.
    """

    def __init__(self, embedder: Embedder, cache: VectorCache, thread: Executor, dims: int | None = None) -> None:
        super().__init__(embedder)
        self._cache, self._thread, self._dims = cache, thread, dims
        self._problem = ""

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:
        """Return a row for each text; one that stands there twice is embedded once.

        Raises:
            EmbeddingError: what is not in the cache cannot be embedded, or the model's vectors have another length.
        """
        if not texts:
            raise EmbeddingError("there is no text to embed")
        distinct = list(dict.fromkeys(texts))
        found = await self._find(distinct, kind)
        missing = [text for text in distinct if text not in found]
        if missing:
            vectors = await self._embedder.embed(missing, kind)
            self._check(vectors)
            found |= dict(zip(missing, vectors, strict=True))
            space = self._space(vectors.shape[1])
            await self._with_cache(lambda: self._cache.keep(space, kind, missing, vectors))
        return np.stack([found[text] for text in texts])

    async def forget(self, text: str) -> int:
        """Remove a text from the cache, whatever model embedded it; return how many vectors there were."""
        return await self._with_cache(lambda: self._cache.forget(text)) or 0

    async def _find(self, texts: Sequence[str], kind: Kind) -> dict[str, NDArray[np.float32]]:
        if self._dims is None:
            return {}
        space = self._space(self._dims)
        return await self._with_cache(lambda: self._cache.find(space, kind, texts)) or {}

    def _check(self, vectors: Vectors) -> None:
        dims, self._dims = self._dims, vectors.shape[1]
        if dims not in {None, self._dims}:
            raise EmbeddingError(f"{self.name} has answered with {self._dims} numbers where it had {dims}")

    def _space(self, dims: int) -> Space:
        return Space(self.name, self.revision, dims)

    async def _with_cache(self, work: Callable[[], T]) -> T | None:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except StoreError as error:
            if str(error) != self._problem:
                log.warning("%s; vectors are made without it", error)
            self._problem = str(error)
            return None
