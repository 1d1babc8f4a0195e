"""restore: events that were saved are brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.ingest.rows import event_from

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.memory_messages import Restore


async def restore(request: Restore, rooms: Rooms) -> list[Any]:
    """Store what is neither known nor forgotten; after the last batch, learn the history anew.

    Raises:
        ProtocolError: a row describes no event; nothing of the batch is stored.
    """
    events = [event_from(row) for row in request.rows]
    new = await rooms.writer.call(lambda store: store.missing(events))
    if new:
        rooms.keeper.begin_import()
        await rooms.writer.call(lambda store: store.append(new))
    if request.last:
        rooms.keeper.request_rebuild()
        rooms.retrieval.look_anew()
        rooms.procedures.look_anew()
    return [len(new), len(events) - len(new)]
