"""record: a command has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Record


async def record(request: Record, rooms: Rooms) -> list[Any]:
    """Learn and store the command, or cut the chain where it must stay unknown; say whether the shell is known."""
