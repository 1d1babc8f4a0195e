"""status: how the daemon is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import psutil

from segue import __version__
from segue.protocol.messages import VERSION

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Status


async def status(_request: Status, rooms: Rooms) -> list[Any]:
    """Answer with one map of plain values; it never holds the text of a command."""
    process = psutil.Process()
    return [
        {
            "version": __version__,
            "wire": VERSION,
            "pid": os.getpid(),
            "uptime": rooms.clock() - process.create_time(),
            "rss": process.memory_info().rss,
            "events": await rooms.writer.call(lambda store: store.count()),
            "waiting": rooms.writer.waiting,
            "dropped": rooms.writer.dropped,
            "problem": rooms.writer.problem or "",
            "incomplete": rooms.keeper.incomplete,
            "rebuild": [rooms.rebuild.done, rooms.rebuild.total] if rooms.rebuild else None,
            "rejected": dict(rooms.rejected),
            "served": dict(rooms.served),
        }
    ]
