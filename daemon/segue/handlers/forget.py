"""forget: a line and everything learned from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Forget


async def forget(request: Forget, rooms: Rooms) -> list[Any]:
    """Remove the line from what is learned, stored, saved and indexed; answer with the events and vectors removed."""
    rooms.forget(request.line)
    now = rooms.clock()
    removed = await rooms.writer.call(lambda store: store.forget(request.line, now))
    vectors = await rooms.retrieval.forget(request.line)
    await rooms.procedures.forget_lines([request.line])
    await rooms.keeper.save()
    return [removed, vectors]
