"""The thread of the vectors, their cache, and what uses them: opened, given another model, and closed together."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from segue.app.memory import give_back
from segue.domain.errors import StoreError
from segue.embedding.lexical import NAME as LEXICAL
from segue.retrieval.cached_embedder import CachedEmbedder
from segue.retrieval.embeddings import Embeddings
from segue.retrieval.encoder import Encoder, Encoders
from segue.retrieval.search import MemorySearch
from segue.retrieval.service import LineRetrieval
from segue.store.line_reader import LineReader
from segue.store.vector_cache import VectorCache

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from segue.config.paths import Paths
    from segue.domain.workflow import Workflow
    from segue.embedding.chain import Chain
    from segue.embedding.embedder import Embedder
    from segue.embedding.mlx.embedder import MlxEmbedder
    from segue.embedding.space import Space

log = logging.getLogger(__name__)


class Models(Encoders, Protocol):
    """Which embedders there are, as `ChosenModel` knows it."""

    mlx: MlxEmbedder | None

    def look(self) -> bool:
        """Look which model is in use, and tell whether it is another one than before; reads the disk."""

    def chain(self, remembering: Callable[[Embedder], Embedder] | None) -> Chain:
        """Return the chain that answers requests."""


class RetrievalRooms:
    """What retrieval needs of files and threads. The cache is None where it cannot be opened; the thread is its own.

    `busy` tells whether work is going on that should not be disturbed, `workflows` which there are to be found.
    """

    def __init__(
        self, paths: Paths, models: Models, busy: Callable[[], bool], workflows: Callable[[], Sequence[Workflow]]
    ) -> None:
        self._models = models
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vectors")
        self._cache = _open_cache(paths)
        models.look()
        self.service = LineRetrieval(
            paths,
            LineReader(paths.database),
            self._thread,
            self._remembered(models.chosen()),
            previous=self._previous,
            cache=self._cache,
            busy=busy,
            give_back=give_back,
        )
        self.search = MemorySearch(paths.database, self.service, workflows)
        self.embeddings = Embeddings(
            models.chain(self._remembering), mlx=models.mlx, cache=self._cache, thread=self._thread
        )

    async def reload(self) -> None:
        """Use the model that is chosen now, if it is another one."""
        if await asyncio.to_thread(self._models.look):
            self.embeddings.take(self._models.chain(self._remembering), self._models.mlx)
            await self.service.use(self._remembered(self._models.chosen()))

    async def close(self) -> None:
        """Stop the service and the embedders, and close the files."""
        await self.search.close()
        await self.service.close()
        await self.embeddings.close()
        self._thread.shutdown()
        if self._cache:
            try:
                self._cache.close()
            except StoreError as error:
                log.warning("%s", error)

    def _previous(self, space: Space) -> Encoder | None:
        found = self._models.of(space)
        return found and self._remembered(found)

    def _remembered(self, encoder: Encoder) -> Encoder:
        """Let an index that is begun anew find what was embedded already; words take less time than a look."""
        if encoder.space.name == LEXICAL:
            return encoder
        return replace(encoder, embedder=self._remembering(encoder.embedder, encoder.space.dims))

    def _remembering(self, embedder: Embedder, dims: int | None = None) -> Embedder:
        return CachedEmbedder(embedder, self._cache, self._thread, dims) if self._cache else embedder


def _open_cache(paths: Paths) -> VectorCache | None:
    try:
        return VectorCache(paths.vector_cache, time.time)
    except StoreError as error:
        log.warning("%s; vectors are made without it", error)
        return None
