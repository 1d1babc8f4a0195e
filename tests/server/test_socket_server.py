"""The socket server: order, patience with the idle, impatience with the half-done, and a clean end."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from segue.config.limits import Limits
from segue.protocol.codec import unpack
from segue.protocol.frames import HEADER, encode_frame
from segue.server.socket_server import SocketServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path


async def echo(message: Any) -> list[Any]:
    """Answer with the message itself."""
    return [message]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a short socket path."""
    monkeypatch.chdir(tmp_path)
    return "s"


@asynccontextmanager
async def serving(
    address: str, serve: Callable[[Any], Awaitable[list[Any]]] = echo, **limits: float
) -> AsyncIterator[SocketServer]:
    """Serve at the address while the test runs."""
    listener = socket.socket(socket.AF_UNIX)
    listener.setblocking(False)
    listener.bind(address)
    listener.listen(16)
    server = SocketServer(serve, Limits(**limits), on_request=lambda: None)  # type: ignore[arg-type]
    await server.start(listener)
    try:
        yield server
    finally:
        await server.close()


async def read_reply(reader: asyncio.StreamReader) -> Any:
    """Return the next reply."""
    header = await reader.readexactly(HEADER.size)
    return unpack(await reader.readexactly(HEADER.unpack(header)[0]))


async def test_replies_come_in_the_order_of_the_requests(address: str) -> None:
    """Frames sent in one write are answered one after the other, the slow one first if it came first."""

    async def slow_first(message: Any) -> list[Any]:
        if message == 0:
            await asyncio.sleep(0.01)
        return [message]

    async with serving(address, slow_first):
        reader, writer = await asyncio.open_unix_connection(address)
        writer.write(b"".join(encode_frame(number) for number in range(20)))
        assert [await read_reply(reader) for _ in range(20)] == [[number] for number in range(20)]
        writer.close()


async def test_an_idle_connection_stays_and_a_half_sent_frame_does_not(address: str) -> None:
    """A prompt may idle for ever between frames; a frame that has begun must arrive in time."""
    async with serving(address, frame_seconds=0.05):
        reader, writer = await asyncio.open_unix_connection(address)
        slow_reader, slow_writer = await asyncio.open_unix_connection(address)
        slow_writer.write(encode_frame("never finished")[:-1])
        assert await slow_reader.read() == b""
        writer.write(encode_frame("still here"))
        assert await read_reply(reader) == ["still here"]
        writer.close()
        slow_writer.close()


async def test_whoever_hangs_up_at_once_is_still_heard(address: str) -> None:
    """A shell closes its connection as soon as the next command starts; what it sent before that is served."""
    heard: list[int] = []
    all_heard = asyncio.Event()

    async def note(message: Any) -> list[Any]:
        await asyncio.sleep(0.001)
        heard.append(message)
        if len(heard) == 60:
            all_heard.set()
        return [message]

    async with serving(address, note):
        for number in range(0, 60, 3):
            with socket.socket(socket.AF_UNIX) as peer:
                peer.connect(address)
                peer.sendall(b"".join(encode_frame(number + step) for step in range(3)))
        await all_heard.wait()
        assert sorted(heard) == list(range(60))


async def test_one_slow_request_does_not_hold_up_others(address: str) -> None:
    """Connections are served side by side."""
    release = asyncio.Event()

    async def wait_if_told(message: Any) -> list[Any]:
        if message == "wait":
            await release.wait()
        return [message]

    async with serving(address, wait_if_told):
        slow_reader, slow = await asyncio.open_unix_connection(address)
        slow.write(encode_frame("wait"))
        reader, writer = await asyncio.open_unix_connection(address)
        writer.write(encode_frame("quick"))
        assert await read_reply(reader) == ["quick"]
        release.set()
        assert await read_reply(slow_reader) == ["wait"]
        slow.close()
        writer.close()


async def test_closing_answers_what_was_accepted(address: str) -> None:
    """A request in hand when the daemon ends still gets its reply; an idle peer is let go at once."""
    arrived, release = asyncio.Event(), asyncio.Event()

    async def held(message: Any) -> list[Any]:
        arrived.set()
        await release.wait()
        return [message]

    async with serving(address, held) as server:
        _idle_reader, idle = await asyncio.open_unix_connection(address)
        reader, writer = await asyncio.open_unix_connection(address)
        writer.write(encode_frame("last"))
        await arrived.wait()
        closing = asyncio.create_task(server.close())
        await asyncio.sleep(0)
        release.set()
        assert await read_reply(reader) == ["last"]
        await closing
        idle.close()
        writer.close()


async def test_more_connections_than_allowed_are_closed(address: str) -> None:
    """Beyond the limit a connection is closed at once, and the others go on."""
    async with serving(address, connections=1):
        reader, writer = await asyncio.open_unix_connection(address)
        writer.write(encode_frame("first"))
        assert await read_reply(reader) == ["first"]
        extra_reader, extra = await asyncio.open_unix_connection(address)
        assert await extra_reader.read() == b""
        writer.write(encode_frame("again"))
        assert await read_reply(reader) == ["again"]
        writer.close()
        extra.close()
