"""Brings the index of one space to where it has every line that a person has run, and no other.

What was recorded is the queue: it outlives every crash, holds each line once, and is as long as it has to be. At start
all lines are compared with the index; from then on the events behind the last one that was looked at are followed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from segue.domain.digest import text_key
from segue.domain.errors import EmbeddingError
from segue.embedding.index import VectorIndex
from segue.retrieval.comparison import Comparison
from segue.retrieval.encoder import text_to_embed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from numpy.typing import NDArray

    from segue.embedding.embedder import Vectors
    from segue.retrieval.encoder import Encoder
    from segue.store.line_reader import LineReader, RecordedLine

    Vector = NDArray[np.float32]
    Moment = Callable[[], Awaitable[None]]
    """Waits until the work may go on without being in anybody's way."""

T = TypeVar("T")

SLICE: Final = 512
"""Lines that are read, and written to the index, at once; what a crash costs of a slow model's work."""
BATCH: Final = 32
"""Texts of one request: two milliseconds of a processor with the lexical embedder."""
SAMPLE: Final = "ls"
"""What every model that works can embed."""


@dataclass(slots=True)
class Progress:
    """How far the work that is under way has come, in lines or events."""

    done: int
    total: int


class Indexer:
    """Fills one index. Files and SQLite are used on `thread` alone, which has one worker.

    Raises:
        OSError: the index can be neither used nor begun.
    """

    def __init__(self, encoder: Encoder, path: Path, reader: LineReader, thread: Executor) -> None:
        self.encoder = encoder
        self.index = VectorIndex(path, encoder.space)
        self.progress: Progress | None = None
        self.refused = 0
        """Lines that the model cannot embed, since the daemon started."""
        self._path, self._reader, self._thread = path, reader, thread
        self._event: int | None = None
        self._batch = BATCH
        self._forgotten: set[int] = set()
        """Keys of lines that were forgotten since the lines that are being embedded were read."""

    async def catch_up(self, moment: Moment) -> None:
        """Embed whatever is recorded and not in the index.

        Raises:
            EmbeddingError: the model does not answer.
            StoreError: the recorded lines cannot be read.
            OSError: the index cannot be written.
        """
        try:
            if self._event is None:
                await self._compare(moment)
            await self._follow(moment)
        finally:
            self.progress = None

    def compare_again(self) -> None:
        """Go through all lines at the next time: the index may hold what it should not."""
        self._event = None

    async def forget(self, line: str) -> int:
        """Remove a line, also if it is being embedded right now; return how many vectors there were.

        Raises:
            OSError: the index cannot be written.
        """
        key = text_key(line)
        self._forgotten.add(key)
        return await self.on_thread(lambda: self.index.remove([key]))

    async def on_thread(self, work: Callable[[], T]) -> T:
        """Run `work` where index and database may be used."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _compare(self, moment: Moment) -> None:
        await moment()
        event, last = await self.on_thread(lambda: (self._reader.last_event(), self._reader.last_line()))
        comparison = await self.on_thread(lambda: Comparison(*self.index.entries()))
        progress = Progress(0, last)
        self.progress = progress if last else None

        def next_slice() -> tuple[list[RecordedLine], list[RecordedLine]]:
            lines = self._reader.lines_after(progress.done, SLICE)
            return lines, comparison.missing(lines)

        while True:
            await moment()
            self._forgotten.clear()
            lines, missing = await self.on_thread(next_slice)
            if not lines:
                break
            await self._add(missing, moment)
            progress.done = lines[-1].number
        await self.on_thread(lambda: self.index.remove(comparison.left_over()))
        if not self.index.complete:
            await self.on_thread(self.index.set_complete)
        self._event = event

    async def _follow(self, moment: Moment) -> None:
        begun = event = self._event or 0

        def next_slice() -> tuple[list[RecordedLine], int, int]:
            lines, upto = self._reader.lines_since(event, SLICE)
            known = self.index.has(np.array([text_key(line.text) for line in lines], np.uint64))
            missing = [line for line, has in zip(lines, known.tolist(), strict=True) if not has]
            return missing, upto, self._reader.last_event()

        while True:
            self._forgotten.clear()
            missing, upto, last = await self.on_thread(next_slice)
            if upto == event:
                break
            self.progress = Progress(event - begun, last - begun)
            await self._add(missing, moment)
            self._event = event = upto
            await moment()

    async def _add(self, lines: list[RecordedLine], moment: Moment) -> None:
        """Embed lines and put them into the index; what is done stays done when the model fails or the daemon ends."""
        texts = {line: text for line in lines if (text := text_to_embed(line.text)) is not None}
        waiting = list(texts)
        done: list[tuple[RecordedLine, Vector]] = []
        try:
            while waiting:
                await moment()
                batch = waiting[: self._batch]
                vectors = await self._embed([texts[line] for line in batch])
                done += zip(batch, () if vectors is None else vectors, strict=vectors is not None)
                waiting = waiting[len(batch) :]
        finally:
            forgotten = frozenset(self._forgotten)
            await self.on_thread(lambda: self._put(done, forgotten))

    def _put(self, rows: list[tuple[RecordedLine, Vector]], forgotten: frozenset[int]) -> None:
        kept = [(text_key(line.text), line.number, vector) for line, vector in rows]
        kept = [row for row in kept if row[0] not in forgotten]
        if kept:
            keys, numbers, vectors = zip(*kept, strict=True)
            self.index.put(keys, numbers, np.stack(vectors))

    async def _embed(self, texts: Sequence[str]) -> Vectors | None:
        """Return a row for each text, or None for a single text that this model cannot embed.

        After an error the next batch is half as long, until the text that is to blame stands alone.
        """
        try:
            vectors = await self._vectors(texts)
        except EmbeddingError:
            self._batch = max(1, len(texts) // 2)
            if len(texts) > 1:
                raise
            await self._vectors([SAMPLE])
            self.refused += 1
            return None
        self._batch = min(BATCH, self._batch * 2)
        return vectors

    async def _vectors(self, texts: Sequence[str]) -> Vectors:
        vectors, dims = await self.encoder.embedder.embed(texts), self.encoder.space.dims
        if vectors.shape[1] != dims:
            raise EmbeddingError(f"{self.encoder.space.name} has answered with {vectors.shape[1]} numbers, not {dims}")
        return vectors
