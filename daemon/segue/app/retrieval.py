"""The thread of the vectors, their cache and the service that fills the index: opened and closed together."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from segue.app.memory import give_back
from segue.domain.errors import StoreError
from segue.embedding.lexical import DIMS, NAME, REVISION, LexicalEmbedder
from segue.embedding.space import Space
from segue.retrieval.encoder import Encoder
from segue.retrieval.service import LineRetrieval
from segue.store.line_reader import LineReader
from segue.store.vector_cache import VectorCache

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.config.paths import Paths
    from segue.retrieval.encoder import Encoders

log = logging.getLogger(__name__)


class LexicalEncoders:
    """The one that needs no model."""

    def chosen(self) -> Encoder:
        """Return it."""
        return Encoder(LexicalEmbedder(), Space(NAME, REVISION, DIMS))

    def of(self, space: Space) -> Encoder | None:
        """Return it for its own space."""
        return self.chosen() if space == Space(NAME, REVISION, DIMS) else None


class RetrievalRooms:
    """What retrieval needs of files and threads. `cache` is None where it cannot be opened; `thread` is its own."""

    def __init__(self, paths: Paths, encoders: Encoders, busy: Callable[[], bool]) -> None:
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vectors")
        self.cache = _open_cache(paths)
        self.service = LineRetrieval(
            paths,
            LineReader(paths.database),
            self.thread,
            encoders.chosen(),
            previous=encoders.of,
            cache=self.cache,
            busy=busy,
            give_back=give_back,
        )

    async def close(self) -> None:
        """Stop the service and close the files."""
        await self.service.close()
        self.thread.shutdown()
        if self.cache:
            try:
                self.cache.close()
            except StoreError as error:
                log.warning("%s", error)


def _open_cache(paths: Paths) -> VectorCache | None:
    try:
        return VectorCache(paths.vector_cache, time.time)
    except StoreError as error:
        log.warning("%s; vectors are made without it", error)
        return None
