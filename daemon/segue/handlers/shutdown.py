"""shutdown: finish what was accepted and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Shutdown


async def shutdown(_request: Shutdown, rooms: Rooms) -> list[Any]:
    """Ask the daemon to end; the reply still goes out."""
    rooms.request_shutdown()
    return []
