"""The life of the worker: started for the first text, restarted when it fails, ended after a time without any."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from segue.domain.errors import EmbeddingError
from segue.embedding.mlx.backoff import Backoff
from segue.embedding.mlx.process import MlxProcess, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from segue.embedding.mlx.limits import MlxLimits
    from segue.embedding.models.installed import InstalledModel


class Timer(Protocol):
    """Something that will happen and can be called off, such as `asyncio.TimerHandle`."""

    def cancel(self) -> None:
        """Call it off."""


class WorkerLife:
    """At most one worker, which does one thing at a time.

    Attributes:
        last_error: why it failed last, "" if it never did.
    """

    def __init__(
        self,
        model: InstalledModel,
        environ: Mapping[str, str],
        limits: MlxLimits,
        *,
        clock: Callable[[], float],
        after: Callable[[float, Callable[[], None]], Timer] | None,
    ) -> None:
        self._model, self._environ, self._limits = model, environ, limits
        self._after = after
        self._backoff = Backoff(clock)
        self._worker: MlxProcess | None = None
        # Held by whoever asks, starts or ends the worker.
        self._at_work = asyncio.Lock()
        self._idle: Timer | None = None
        self._ending: asyncio.Task[bool] | None = None
        self._counts = {"batches": 0, "starts": 0, "failures": 0}
        self.last_error = ""

    @property
    def loaded(self) -> bool:
        """Say whether a text would be embedded without loading the model first."""
        return self._worker is not None and self._worker.figures is not None

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text, unchecked.

        Raises:
            EmbeddingError: there is no worker, it does not answer in time, it has died, or it cannot embed these.
        """
        self.stay()
        async with self._at_work:
            if self._worker is None and self._backoff.remaining:
                raise EmbeddingError(
                    f"the worker has failed {self._backoff.failures} times in a row and rests for another"
                    f" {self._backoff.remaining:.0f} s; last: {self.last_error}"
                )
            try:
                worker = self._worker or await self._start()
                rows = await worker.embed(texts, self._limits.request_seconds)
            except RefusedError as error:
                self.last_error = str(error)
                raise
            # A cancelled worker too: the answer that it owes would be taken for that of the next task.
            except BaseException as error:
                await self._give_up(error)
                raise
            self._counts["batches"] += 1
            self._backoff.succeeded()
            return rows

    async def end(self) -> bool:
        """End the worker after what it is doing, and say whether there was one."""
        self.stay()
        async with self._at_work:
            worker, self._worker = self._worker, None
            if worker:
                await worker.end()
        return worker is not None

    async def close(self) -> None:
        """End the worker, and leave nothing behind that would."""
        await self.end()
        if self._ending:
            await asyncio.wait({self._ending})

    def stay(self) -> None:
        """Do not end, for there is something to do."""
        if self._idle:
            self._idle.cancel()
            self._idle = None

    def rest(self) -> None:
        """End after a time, unless something comes up."""
        if self._worker:
            after = self._after or asyncio.get_running_loop().call_later
            self._idle = after(self._limits.idle_seconds, self._end_idle)

    def health(self) -> dict[str, Any]:
        """Return how it is; sizes are bytes."""
        worker = self._worker
        return {
            "loaded": self.loaded,
            "pid": worker.pid if worker else None,
            "rss": _resident(worker.pid) if worker else None,
            "mlx": asdict(worker.figures) if worker and worker.figures else None,
            **self._counts,
            "retry_seconds": self._backoff.remaining,
            "last_error": self.last_error,
        }

    def _end_idle(self) -> None:
        self._ending = asyncio.create_task(self.end())

    async def _start(self) -> MlxProcess:
        self._counts["starts"] += 1
        self._worker = await MlxProcess.start(self._environ)
        await self._worker.load(self._model, self._limits.load_seconds)
        return self._worker

    async def _give_up(self, error: BaseException) -> None:
        worker, self._worker = self._worker, None
        if isinstance(error, EmbeddingError):
            self.last_error = str(error)
            self._backoff.failed()
            self._counts["failures"] += 1
        if worker:
            await worker.end(grace=0)


def _resident(pid: int) -> int | None:
    import psutil  # noqa: PLC0415 - only who asks pays for it

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None
