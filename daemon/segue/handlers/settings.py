"""settings: which are in use, and that those of the files are to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Settings


async def settings(request: Settings, rooms: Rooms) -> list[Any]:
    """Answer with one map, once the files have been read anew if that is asked for."""
    if request.action == "reload":
        await rooms.settings.reload()
    return [rooms.settings.figures()]
