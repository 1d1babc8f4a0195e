"""page: events as they are stored, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.ingest.rows import row_of
from segue.store.events import START, Position

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Page


async def page(request: Page, rooms: Rooms) -> list[Any]:
    """Answer with the position of the last event and a map for each; None where there are no more."""
    since = START if request.learned_at is None else Position(request.learned_at, request.event)
    events = await rooms.writer.call(lambda store: store.page(since, request.count))
    last = list(events[-1].position) if events else None
    return [last, [row_of(event.position.learned_at, event.observation) for event in events]]
