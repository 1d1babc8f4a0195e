"""One worker process seen from the daemon: started, asked, ended, and always reaped."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from segue.domain.errors import EmbeddingError, ProtocolError
from segue.embedding.worker.environment import worker_environment
from segue.embedding.worker.messages import CAP, EMBED, FAILED, LOAD, Figures, LoadTask
from segue.protocol.codec import unpack
from segue.protocol.frames import HEADER, body_length, encode_frame

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from segue.embedding.models.installed import InstalledModel

GRACE_SECONDS: Final = 2.0
"""How long a worker may take to end by itself."""
_TAIL: Final = 2000
"""Bytes that are kept of what a worker writes to standard error."""


class RefusedError(EmbeddingError):
    """The worker is well, and can do nothing with these texts."""


class MlxProcess:
    """A worker that has loaded a model, or is about to.

    Attributes:
        figures: what it said of itself last, None before it has loaded.
    """

    def __init__(self, process: Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._process, self._reader, self._writer = process, reader, writer
        self._complaints = bytearray()
        self._listening = asyncio.create_task(self._listen())
        self.figures: Figures | None = None

    @classmethod
    async def start(cls, environ: Mapping[str, str]) -> Self:
        """Start one that has loaded nothing yet.

        Raises:
            EmbeddingError: the system starts no process.
        """
        ours, theirs = socket.socketpair()
        try:
            # -P: what lies in the current directory is not imported.
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "segue.embedding.worker", str(theirs.fileno())),
                pass_fds=[theirs.fileno()],
                env=worker_environment(environ),
                cwd="/",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
        except BaseException as error:
            # A worker that was started nevertheless ends by that.
            ours.close()
            if isinstance(error, OSError):
                raise EmbeddingError(f"no worker could be started: {error}") from error
            raise
        finally:
            theirs.close()
        return cls(process, *await asyncio.open_unix_connection(sock=ours))

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    async def load(self, model: InstalledModel, seconds: float) -> None:
        """Let it load a model.

        Raises:
            EmbeddingError: it cannot, or not in that time. The worker is of no further use.
        """
        task = LoadTask(
            path=str(model.path),
            pooling=model.pooling.value,
            max_tokens=model.max_tokens,
            ends_with=model.ends_with,
            precision=model.precision,
            weight_bytes=model.weight_bytes,
        )
        try:
            (figures,) = await self._ask([LOAD, asdict(task)], seconds)
        except RefusedError as error:
            raise EmbeddingError(f"{model.path} cannot be loaded: {error}") from error
        self.figures = Figures(**figures)

    async def embed(self, texts: Sequence[str], seconds: float) -> NDArray[np.float32]:
        """Return one row a text, unchecked.

        Raises:
            RefusedError: the worker cannot embed these texts.
            EmbeddingError: it has died or takes too long, and is of no further use.
        """
        rows, dims, numbers, figures = await self._ask([EMBED, list(texts)], seconds)
        self.figures = Figures(**figures)
        vectors = np.frombuffer(numbers, dtype="<f4").reshape(rows, dims)
        if rows != len(texts):
            raise EmbeddingError(f"the worker has answered with {rows} vectors for {len(texts)} texts")
        return vectors

    async def end(self, grace: float = GRACE_SECONDS) -> None:
        """End it, by force when it does not go by itself, and reap it."""
        self._writer.close()
        ended = asyncio.ensure_future(self._process.wait())
        try:
            # Not asyncio.timeout: before Python 3.11.3 it does not end in time in a task that is being cancelled.
            await asyncio.wait({ended}, timeout=grace)
        finally:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await ended
            await self._listening
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()

    async def _ask(self, task: list[Any], seconds: float) -> list[Any]:
        try:
            async with asyncio.timeout(seconds):
                self._writer.write(encode_frame(task))
                await self._writer.drain()
                header = await self._reader.readexactly(HEADER.size)
                answer: list[Any] = unpack(await self._reader.readexactly(body_length(header, CAP)))
        except TimeoutError as error:
            raise EmbeddingError(f"the worker has not answered within {seconds:g} s") from error
        except (OSError, EOFError, ProtocolError) as error:
            raise EmbeddingError(f"the worker has died: {await self._cause()}") from error
        if answer[0] == FAILED:
            raise RefusedError(str(answer[1]))
        return answer[1:]

    async def _cause(self) -> str:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                status = await self._process.wait()
                await asyncio.shield(self._listening)
                if status < 0:
                    return f"killed by {signal.Signals(-status).name}"
        lines = self._complaints.decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it closed its connection")

    async def _listen(self) -> None:
        """Keep the end of what the worker writes, so that its pipe never fills."""
        assert self._process.stderr  # noqa: S101 - it was asked for
        while written := await self._process.stderr.read(_TAIL):
            self._complaints += written
            del self._complaints[:-_TAIL]
