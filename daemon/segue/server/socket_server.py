"""Accepts shells and clients on the Unix socket and serves their frames in order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import ProtocolError
from segue.protocol.frames import FrameBuffer, encode_frame
from segue.server.dispatch import frame_error
from segue.server.peer import peer_uid

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable

    from segue.config.config import Limits

log = logging.getLogger(__name__)

READ_BYTES: Final = 1 << 16


class SocketServer:
    """Serves every connection in a task of its own, within the limits.

    `on_request` is called for every frame that arrives: the shells' sign that the daemon lives.
    """

    def __init__(
        self, serve: Callable[[Any], Awaitable[list[Any]]], limits: Limits, on_request: Callable[[], None]
    ) -> None:
        self._serve = serve
        self._limits = limits
        self._on_request = on_request
        self._connections: set[asyncio.Task[None]] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, listener: socket.socket) -> None:
        """Serve connections that arrive at `listener` until `close`."""
        # From Python 3.13 on the path is unlinked on close unless told else; `release` knows whether it may be.
        options: dict[str, Any] = {"cleanup_socket": False} if sys.version_info >= (3, 13) else {}
        self._server = await asyncio.start_unix_server(
            self._accept, sock=listener, backlog=self._limits.backlog, **options
        )

    async def close(self) -> None:
        """Stop accepting, let requests in hand be answered for a moment, and drop every connection."""
        if self._server:
            self._server.close()
        for task in self._connections - self._busy:
            task.cancel()
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=self._limits.drain_seconds)
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:  # pragma: no cover - asyncio always runs this in a task
            raise AssertionError
        self._connections.add(task)
        try:
            if peer_uid(writer.get_extra_info("socket")) == os.getuid() and (
                len(self._connections) <= self._limits.connections
            ):
                await self._converse(reader, writer, task)
        except (asyncio.CancelledError, TimeoutError, OSError, EOFError):
            # The peer went away, stopped in the middle of a frame, or the daemon is closing.
            log.debug("a connection ended early")
        finally:
            self._connections.discard(task)
            self._busy.discard(task)
            writer.close()

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, task: asyncio.Task[None]
    ) -> None:
        frames, deadline = FrameBuffer(self._limits.frame), None
        loop = asyncio.get_running_loop()
        while True:
            # A prompt may stand idle for days between frames, but a frame once begun must arrive.
            async with asyncio.timeout_at(deadline):
                data = await reader.read(READ_BYTES)
            if not data:
                return
            self._busy.add(task)
            self._on_request()
            try:
                for message in frames.feed(data):
                    await self._send(writer, await self._serve(message))
                    deadline = None
            except ProtocolError as error:
                await self._send(writer, frame_error(error))
                return
            finally:
                self._busy.discard(task)
            deadline = (deadline or loop.time() + self._limits.frame_seconds) if frames.pending else None

    async def _send(self, writer: asyncio.StreamWriter, reply: list[Any]) -> None:
        """Send a reply, or drop it when the peer has gone: what it sent before that still counts."""
        if writer.is_closing():
            return
        writer.write(encode_frame(reply))
        async with asyncio.timeout(self._limits.frame_seconds):
            with contextlib.suppress(ConnectionError):
                await writer.drain()
