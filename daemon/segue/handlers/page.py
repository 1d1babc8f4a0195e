"""page: events as they are stored, a few at a time."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from segue.ingest.rows import row_of
from segue.store.events import START, Position

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.memory_messages import Page
    from segue.store.events import StoredEvent

MOST_CHARACTERS: Final = 1 << 20
"""Of the lines in one reply, which may be of 8 MiB; a single line always has room."""


async def page(request: Page, rooms: Rooms) -> list[Any]:
    """Answer with the position of the last event and a map for each; None where there are no more."""
    since = START if request.learned_at is None else Position(request.learned_at, request.event)
    events = _within_a_reply(await rooms.writer.call(lambda store: store.page(since, request.count)))
    last = list(events[-1].position) if events else None
    return [last, [row_of(event.position.learned_at, event.observation) for event in events]]


def _within_a_reply(events: list[StoredEvent]) -> list[StoredEvent]:
    """Return the first of the events, as many as there is room for."""
    lengths = accumulate(len(event.observation.line) for event in events)
    return [
        event
        for place, (event, length) in enumerate(zip(events, lengths, strict=True))
        if length <= MOST_CHARACTERS or not place
    ]
