"""status: how the daemon is."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import psutil

from segue import __version__
from segue.protocol.messages import VERSION

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Status
    from segue.store.events import EventStore


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
            "feedback": await rooms.writer.call(_feedback),
            "waiting": rooms.writer.waiting,
            "dropped": rooms.writer.dropped,
            "problem": rooms.writer.problem or "",
            "incomplete": rooms.keeper.incomplete,
            "failure": rooms.keeper.failure,
            "rebuild": [rooms.rebuild.done, rooms.rebuild.total] if rooms.rebuild else None,
            "vectors": rooms.retrieval.figures(),
            "settings": rooms.settings.problem,
            "pause": rooms.settings.pause(),
            "rejected": dict(rooms.rejected),
            "served": dict(rooms.served),
        }
    ]


def _feedback(store: EventStore) -> dict[str, Any]:
    """Return what became of suggestions, and the share of them that a key accepted; runs on the store's thread."""
    counts = store.count_feedback()
    return {
        "shown": counts.shown,
        **asdict(counts),
        "forgotten": store.count_tombstones(),
        "acceptance_rate": None if counts.taken is None else round(counts.taken, 3),
    }
