"""Keeps the lines that a person runs in an index, in the background, and finds them again by what they mean.

Nothing here is on the way of a prompt: a recorded line starts a timer, files and SQLite have a thread of their own, and
work begins when no shell has asked for a while. While nothing new is recorded no timer runs.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final, TypeVar

from segue.domain.digest import text_key
from segue.domain.errors import StoreError
from segue.embedding.embedder import Kind
from segue.retrieval.background import Background
from segue.retrieval.cached_embedder import CachedEmbedder
from segue.retrieval.encoder import text_to_embed
from segue.retrieval.indexes import Indexes
from segue.retrieval.question import Question
from segue.retrieval.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from concurrent.futures import Executor

    import numpy as np
    from numpy.typing import NDArray

    from segue.config.paths import Paths
    from segue.embedding.nearest import Match
    from segue.embedding.space import Space
    from segue.retrieval.encoder import Encoder
    from segue.retrieval.indexer import Indexer
    from segue.store.line_reader import LineReader
    from segue.store.vector_cache import VectorCache

log = logging.getLogger(__name__)

T = TypeVar("T")

IDLE: Final = 30.0
"""Seconds after which the memory of what was read is given back."""


class LineRetrieval:
    """Indexes with the chosen encoder. `thread` has one worker, on which alone `reader` and `cache` are used.

    `previous` finds the encoder of the space that was chosen before a restart, `busy` tells whether work is going on
    that should not be disturbed, and `give_back` is called when memory can be returned.
    """

    def __init__(
        self,
        paths: Paths,
        reader: LineReader,
        thread: Executor,
        chosen: Encoder,
        *,
        previous: Callable[[Space], Encoder | None] = lambda _space: None,
        cache: VectorCache | None = None,
        busy: Callable[[], bool] = lambda: False,
        give_back: Callable[[], None] = lambda: None,
    ) -> None:
        self._paths, self._reader, self._thread = paths, reader, thread
        self._chosen, self._previous = chosen, previous
        self._known = {chosen.space: chosen}
        self._cache = cache
        self._give_back = give_back
        self._quiet = Quiet(busy)
        self._indexes: Indexes | None = None
        self._filling = Background(self._catch_up, "embedding recorded lines")
        self._new: set[int] = set()
        self._forgotten: list[str] = []
        self._due: asyncio.TimerHandle | None = None
        self._idle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to compare the index with what is recorded."""
        self._filling.want()
        self._filling.start()

    async def close(self) -> None:
        """Stop; what is not embedded yet is found at the next start."""
        await self._stop()
        await self._on_thread(self._reader.release)

    async def use(self, encoder: Encoder) -> None:
        """Index with another encoder from now on; the index that is complete answers until the new one is.

        The embedder before is closed when it is not needed any more.

        Raises:
            OSError: the new index cannot be begun.
        """
        await self._stop()
        self._chosen = self._known[encoder.space] = encoder
        await self._open()
        self.start()

    def recorded(self, line: str) -> None:
        """Embed this line before long, together with others, unless it is in the index."""
        self._new.add(text_key(line))
        if len(self._new) >= self._chosen.lines > 1:
            self.look_anew()
        elif self._due is None:
            self._due = asyncio.get_running_loop().call_later(self._chosen.seconds, self.look_anew)

    def look_anew(self) -> None:
        """Embed what is recorded and not in the index, as soon as nobody is disturbed."""
        if self._due:
            self._due.cancel()
            self._due = None
        self._new.clear()
        self._filling.want()

    def prompt_asks(self) -> None:
        """Keep out of the way for a moment."""
        self._quiet.prompt_asks()

    async def question(self, texts: Sequence[str], kind: Kind = Kind.QUERY) -> Question:
        """Return the vectors of texts in the space that answers now; they are kept nowhere.

        Raises:
            EmbeddingError: they cannot be embedded.
            StoreError: the index is not open.
        """
        serving = self._open_indexes().serving
        embedder = serving.encoder.embedder
        fresh = embedder.inner if isinstance(embedder, CachedEmbedder) else embedder
        vectors = await fresh.embed([text_to_embed(text) or text for text in texts], kind)
        return Question(serving, vectors)

    async def nearest(
        self, question: Question, count: int, allowed: Collection[str] | None = None
    ) -> list[list[Match]]:
        """Return for each vector of a question the nearest lines by their keys and numbers, the best first.

        With `allowed` only these lines are looked at.

        Raises:
            StoreError: the index was exchanged since the question was embedded.
        """
        keys = None if allowed is None else [text_key(line) for line in allowed]
        index = question.serving.index
        return await self._on_serving(
            question.serving, lambda: [index.search(vector, count, keys) for vector in question.vectors]
        )

    async def search(self, text: str, count: int, allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return the lines that mean most nearly what is asked, with their cosines, the best first.

        With `allowed` only these lines are looked at.

        Raises:
            EmbeddingError: the question cannot be embedded.
            StoreError: the lines cannot be read, or the index is not open.
        """
        serving = self._open_indexes().serving
        (vector,) = await serving.encoder.embedder.embed([text_to_embed(text) or text], Kind.QUERY)
        keys = None if allowed is None else [text_key(line) for line in allowed]
        return await self._nearest(serving, vector, count, keys)

    async def neighbours(self, line: str, count: int) -> list[tuple[str, float]]:
        """Return the other lines that are most like this one, with their cosines, the best first.

        A line that is not in the index is embedded for that.

        Raises:
            EmbeddingError: the line cannot be embedded.
            StoreError: the lines cannot be read, or the index is not open.
        """
        serving = self._open_indexes().serving
        key = text_key(line)
        vectors = await self._on_serving(serving, lambda: serving.index.vector(key))
        if vectors is None:
            vectors = await serving.encoder.embedder.embed([text_to_embed(line) or line], Kind.DOCUMENT)
        found = await self._nearest(serving, vectors[0], count + 1)
        return [each for each in found if each[0] != line][:count]

    async def forget(self, line: str) -> int:
        """Remove a line from indexes and cache, also if it is being embedded; return how many vectors there were.

        What cannot be removed now is removed from the index before anything else is embedded.
        """
        text = text_to_embed(line) or line
        self._forgotten.append(text)
        removed = 0
        try:
            for each in self._indexes.both() if self._indexes else ():
                removed += await each.forget(line)
        except OSError as error:
            log.warning("a forgotten line is still in the index (%s)", error)
            self._open_indexes().filling.compare_again()
            self.look_anew()
        return removed + await self._forget_in_cache(text)

    def figures(self) -> dict[str, Any]:
        """Describe the index in plain values."""
        space, indexes = self._chosen.space, self._indexes
        progress = indexes.filling.progress if indexes else None
        return {
            "model": space.name,
            "revision": space.revision,
            "dims": space.dims,
            "lines": len(indexes.filling.index) if indexes else 0,
            "serving": indexes.serving.encoder.space.name if indexes else "",
            "progress": [progress.done, progress.total] if progress else None,
            "problem": self._filling.problem,
        }

    async def _catch_up(self) -> None:
        indexes = self._indexes or await self._open()
        try:
            await indexes.filling.catch_up(self._quiet.moment)
            while self._forgotten:
                # A line that was being embedded when it was forgotten has come into the cache after that.
                await self._forget_in_cache(self._forgotten.pop())
        finally:
            self._rest_soon()
        if indexes.filling is not indexes.serving:
            before = await self._on_thread(indexes.take_over)
            log.info("all lines are embedded with %s", self._chosen.space)
            await before.encoder.embedder.close()

    async def _open(self) -> Indexes:
        def find(space: Space) -> Encoder | None:
            return self._known.get(space) or self._previous(space)

        self._indexes = await self._on_thread(
            lambda: Indexes(self._paths, self._reader, self._thread, self._chosen, find)
        )
        return self._indexes

    def _open_indexes(self) -> Indexes:
        if self._indexes is None:
            raise StoreError("the index of lines is not open yet")
        return self._indexes

    async def _stop(self) -> None:
        for timer in (self._due, self._idle):
            if timer:
                timer.cancel()
        self._due = self._idle = None
        await self._filling.stop()
        indexes, self._indexes = self._indexes, None
        if indexes:
            await self._on_thread(indexes.close)

    async def _nearest(
        self, serving: Indexer, vector: NDArray[np.float32], count: int, allowed: list[int] | None = None
    ) -> list[tuple[str, float]]:
        def look() -> list[tuple[str, float]]:
            matches = serving.index.search(vector, count, allowed)
            texts = self._reader.texts([match.line for match in matches])
            found = [(texts.get(match.line), match) for match in matches]
            # The number of a line that was forgotten can belong to another one by now.
            return [(text, match.similarity) for text, match in found if text and text_key(text) == match.key]

        return await self._on_serving(serving, look)

    async def _on_serving(self, serving: Indexer, work: Callable[[], T]) -> T:
        def checked() -> T:
            if self._indexes is None or self._indexes.serving is not serving:
                raise StoreError("the index of lines was exchanged meanwhile: ask again")
            return work()

        try:
            return await self._on_thread(checked)
        finally:
            self._rest_soon()

    async def _forget_in_cache(self, text: str) -> int:
        cache = self._cache
        if cache is None:
            return 0
        try:
            return await self._on_thread(lambda: cache.forget(text))
        except StoreError as error:
            log.warning("a forgotten line may still be in the cache of vectors: %s", error)
            return 0

    def _rest_soon(self) -> None:
        if self._idle is None:
            self._idle = asyncio.get_running_loop().call_later(IDLE, self._rest)

    def _rest(self) -> None:
        """Give back the memory of the files; whoever needs them opens them again."""
        self._idle = None
        if self._indexes:
            self._thread.submit(self._indexes.release)
        self._thread.submit(self._reader.release)
        self._thread.submit(self._give_back)

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
