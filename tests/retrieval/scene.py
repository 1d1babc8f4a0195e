"""A store, an index and a service in this process, which can end and start again as the daemon's do."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from segue.config.paths import Paths
from segue.domain.observation import Observation
from segue.retrieval.encoder import Encoder
from segue.retrieval.service import LineRetrieval
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.line_reader import LineReader
from segue.store.vector_cache import VectorCache
from tests.helpers.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from segue.embedding.space import Space
    from tests.helpers.embedders import MemoryEmbedder


def encoder(embedder: MemoryEmbedder, *, lines: int = 1, seconds: float = 0.0) -> Encoder:
    """Return an encoder that is asked at once."""
    return Encoder(embedder, embedder.space, lines, seconds)


@dataclass
class Scene:
    """What a test records and asks; `embedders` are all that there are, the last one is chosen."""

    state: Path
    embedders: list[MemoryEmbedder]
    seconds: float = 0.0
    lines: int = 1
    busy: bool = False
    looked: int = 0
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def __post_init__(self) -> None:
        self.paths = Paths(self.state, self.state / "run")
        self.store = EventStore(open_database(self.paths.database, 0.0))
        self.cache = VectorCache(self.paths.vector_cache, time.time)
        self.service = self._service()

    def _service(self) -> LineRetrieval:
        return LineRetrieval(
            self.paths,
            LineReader(self.paths.database),
            self.thread,
            encoder(self.embedders[-1], lines=self.lines, seconds=self.seconds),
            previous=self._previous,
            cache=self.cache,
            busy=self._is_busy,
        )

    def _is_busy(self) -> bool:
        self.looked += 1
        return self.busy

    def _previous(self, space: Space) -> Encoder | None:
        return next((encoder(each) for each in self.embedders if each.space == space), None)

    def record(self, *lines: str, author: str = "human", announced: bool = True) -> None:
        """Store lines as the writer does, and tell the service."""
        self.store.append((1.0, Observation(line, author=author)) for line in lines)
        for line in lines:
            if announced:
                self.service.recorded(line)

    async def forget(self, line: str) -> int:
        """Forget a line as the handler does."""
        self.store.forget(line, 1.0)
        return await self.service.forget(line)

    async def indexed(self) -> list[str]:
        """Return every line that a search can find."""
        return sorted(line for line, _ in await self.service.search("anything", 10_000))

    async def until_indexed(self, *lines: str) -> None:
        """Wait until exactly these lines are in the index, and nothing is under way."""
        wanted = (len(lines), None, True)

        def is_filled() -> bool:
            figures = self.service.figures()
            return (figures["lines"], figures["progress"], figures["serving"] != "") == wanted

        await eventually(is_filled, f"{len(lines)} lines to be in the index")
        assert await self.indexed() == sorted(lines)

    async def restart(self) -> None:
        """End the service and start another one on the same files."""
        await self.service.close()
        self.service = self._service()
        self.service.start()

    async def close(self) -> None:
        """End everything."""
        await self.service.close()
        self.thread.shutdown()
        self.cache.close()
        self.store.close()

    def index_file(self) -> Path:
        """Return the only index there is."""
        (path,) = self.state.glob("vectors-*.index")
        return path
