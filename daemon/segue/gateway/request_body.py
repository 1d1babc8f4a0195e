"""The body of a request, read to its end before anything is made of it, within bounds of size and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import Message, Receive

LARGEST: Final = 4 << 20
"""Bytes."""
SECONDS: Final = 20.0


class BodyTooLargeError(Exception):
    """The body has more bytes than any request may have."""


class ClientGoneError(Exception):
    """Nobody waits for an answer any longer."""


async def read_body(receive: Receive) -> bytes:
    """Return the whole body.

    Raises:
        BodyTooLargeError: it goes on beyond the bound; the rest is not read.
        ClientGoneError: the connection broke before its end.
        TimeoutError: its end has not come in time.
    """
    body = bytearray()
    async with asyncio.timeout(SECONDS):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            body += message.get("body", b"")
            if len(body) > LARGEST:
                raise BodyTooLargeError
            if not message.get("more_body"):
                return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives the body once more, and then waits for the client to go."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again
