"""Every request is answered: in time, with an error, or with what was asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from segue.domain.errors import StoreError
from segue.protocol.messages import ERROR, Kind
from segue.server import dispatch
from segue.server.dispatch import Dispatcher

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from segue.handlers.rooms import Rooms


class Counters:
    """All that the dispatcher itself needs of the rooms."""

    def __init__(self) -> None:
        self.served: dict[str, int] = {"status": 0}


def dispatcher(monkeypatch: pytest.MonkeyPatch, handler: Callable[[Any, Any], Awaitable[list[Any]]]) -> Dispatcher:
    """Return a dispatcher whose status handler is the given one."""
    monkeypatch.setattr(dispatch, "HANDLERS", {Kind.STATUS: handler})
    return Dispatcher(cast("Rooms", Counters()), request_seconds=0.05)


async def test_a_handler_that_hangs_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline turns silence into an error reply."""

    async def hang(_request: Any, _rooms: Any) -> list[Any]:
        await asyncio.Event().wait()
        return []

    reply = await dispatcher(monkeypatch, hang).serve([5, 3, "s"])
    assert reply[:3] == [ERROR, 3, "deadline"]


async def test_a_handler_that_fails_is_answered_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug in a handler is an error reply and a logged traceback, not the daemon's end."""

    async def fail(_request: Any, _rooms: Any) -> list[Any]:
        raise ZeroDivisionError

    reply = await dispatcher(monkeypatch, fail).serve([5, 3, "s"])
    assert reply[:3] == [ERROR, 3, "failed"]
    assert "ZeroDivisionError" in caplog.text


async def test_an_error_meant_for_people_reaches_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence of a SegueError is the reply's message."""

    async def refuse(_request: Any, _rooms: Any) -> list[Any]:
        raise StoreError("the disk is full")

    assert await dispatcher(monkeypatch, refuse).serve([5, 3, "s"]) == [ERROR, 3, "failed", "the disk is full"]
