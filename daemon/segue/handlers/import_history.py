"""import: a batch of a history file's entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Import


async def import_history(request: Import, rooms: Rooms) -> list[Any]:
    """Store what is new of the entries; after the last batch, learn the history anew."""
    rooms.keeper.begin_import()
    rooms.keeper.request_rebuild()
    return [0, len(request.entries)]
