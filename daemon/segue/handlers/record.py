"""record: a command has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.domain.observation import Observation
from segue.handlers.rooms import Shell

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Record


async def record(request: Record, rooms: Rooms) -> list[Any]:
    """Learn and store the command, or cut the chain where it must stay unknown; say whether the shell is known."""
    known = rooms.shells.find(request.session)
    shell = known or Shell()
    start = None if request.start is None else request.start / 1000
    rooms.remember(
        Observation(
            line=request.line,
            cwd=request.cwd or None,
            exit=request.exit,
            start=start,
            duration=None if request.duration is None else request.duration / 1000,
            session=request.session,
            shell=shell.name,
            host=rooms.host,
            author=shell.author,
        )
    )
    if request.line:
        rooms.tail.expect(request.line, start)
    return [int(known is not None)]
