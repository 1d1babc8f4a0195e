"""Embeds with a model that runs on MLX in a process of its own, which lives only while it is needed."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind, Vectors, unit
from segue.embedding.mlx.life import WorkerLife
from segue.embedding.mlx.limits import MlxLimits
from segue.embedding.mlx.waiting import BATCH, Request, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from segue.embedding.mlx.life import Timer
    from segue.embedding.models.installed import InstalledModel

CHARACTERS_A_TOKEN: Final = 16
"""What lies beyond that many characters for each token that the model takes is never looked at, and not sent."""


class MlxEmbedder:
    """Embeds with one model. Starts its worker for the first text, and ends it after a time without any.

    Concurrent requests share batches; questions come before documents. To cancel a call takes out its texts that wait.

    Attributes:
        model: whose vectors these are.
    """

    def __init__(
        self,
        model: InstalledModel,
        environ: Mapping[str, str],
        limits: MlxLimits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        after: Callable[[float, Callable[[], None]], Timer] | None = None,
    ) -> None:
        self.model = model
        self._limits = limits or MlxLimits()
        self._life = WorkerLife(model, environ, self._limits, clock=clock, after=after)
        self._waiting = Waiting(self._limits.waiting)
        self._pump: asyncio.Task[None] | None = None
        self._counts = {"requests": 0, "texts": 0}

    @property
    def name(self) -> str:
        """The model, as the registry or its directory calls it."""
        return self.model.name

    @property
    def revision(self) -> str:
        """Differs when the model, its prompts or its pooling do."""
        return self.model.revision

    @property
    def sizes(self) -> tuple[int, ...]:
        """The shorter lengths that the model was trained for."""
        return self.model.sizes

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:
        """Return one unit row a text, for any number of texts up to the bound of those that may wait.

        Raises:
            EmbeddingError: no text, too many waiting, no answer in time, a worker that dies or does not start, or a
                vector that cannot be right.
        """
        if not texts:
            raise EmbeddingError("there is no text to embed")
        request = Request(
            [self._sent(text, kind) for text in texts], kind is Kind.QUERY, asyncio.get_running_loop().create_future()
        )
        self._waiting.add(request)
        self._counts["requests"] += 1
        self._counts["texts"] += len(texts)
        if self._pump is None:
            self._start_pump()
        try:
            rows = await self._answer(request)
            return unit(np.stack(rows), len(texts))
        except EmbeddingError as error:
            self._life.last_error = str(error)
            raise
        finally:
            self._waiting.drop(request)

    async def unload(self) -> bool:
        """End the worker after what it is doing, and say whether there was one; the next text starts another."""
        return await self._life.end()

    async def close(self) -> None:
        """End the worker at once; whatever waits gets an error. The next request begins anew."""
        self._fail(self._waiting.requests(), self._closing())
        if self._pump:
            self._pump.cancel()
            await asyncio.wait({self._pump})
        await self._life.close()

    def health(self) -> dict[str, Any]:
        """Return how the model and its worker are; loads nothing, and does not wait. Sizes are bytes.

        `loaded` is whether a text would be embedded without loading the model first; `pid`, `rss` and `mlx` (MLX's own
        memory) are None while there is no worker.
        """
        return {
            "model": self.name,
            "revision": self.revision,
            "dims": self.model.dims,
            "waiting": len(self._waiting),
            **self._counts,
            **self._life.health(),
        }

    def _sent(self, text: str, kind: Kind) -> str:
        """Return what the model gets to see of a text; tokenizers take only what can be written as UTF-8."""
        shortened = text[: self.model.max_tokens * CHARACTERS_A_TOKEN]
        return self.model.prompted(shortened.encode("utf-8", "replace").decode(), kind)

    async def _answer(self, request: Request) -> list[np.typing.NDArray[np.float32]]:
        seconds = self._limits.request_seconds * max(1, request.batches)
        if not self._life.loaded:
            seconds += self._limits.load_seconds
        try:
            async with asyncio.timeout(seconds):
                return await request.answer
        except TimeoutError as error:
            raise EmbeddingError(f"{self.name} has not answered within {seconds:g} s") from error

    def _start_pump(self) -> None:
        self._life.stay()
        self._pump = asyncio.create_task(self._run())
        self._pump.add_done_callback(self._end_pump)

    def _end_pump(self, _pump: asyncio.Task[None]) -> None:
        self._pump = None
        if self._waiting.requests():
            self._start_pump()
        else:
            self._life.rest()

    async def _run(self) -> None:
        """Embed whatever waits, batch by batch."""
        if len(self._waiting) < BATCH:
            await asyncio.sleep(self._limits.gather_seconds)
        while batch := self._waiting.take():
            requests = {request for request, _ in batch}
            try:
                rows = await self._life.embed([request.texts[position] for request, position in batch])
            except EmbeddingError as error:
                self._fail(requests, error)
            except BaseException:
                self._fail(requests, self._closing())
                raise
            else:
                for (request, position), row in zip(batch, rows, strict=True):
                    request.put(position, row)

    def _fail(self, requests: Iterable[Request], error: EmbeddingError) -> None:
        for request in requests:
            self._waiting.drop(request)
            request.fail(error)

    def _closing(self) -> EmbeddingError:
        return EmbeddingError(f"{self.name} is being closed")
