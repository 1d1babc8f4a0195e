"""What becomes of the commands that a history file shows and no hook has reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.observation import Observation
from segue.ingest.novelty import TOLERANCE
from segue.ingest.observation import Source, observation_from
from segue.ingest.rules import Reason, Rejection

if TYPE_CHECKING:
    from pathlib import Path

    from segue.handlers.rooms import Rooms
    from segue.ingest.history.entry import Entry


async def deliver(rooms: Rooms, path: Path, shell: str, entries: list[Entry]) -> None:
    """Learn and store the entries as if a hook had reported them just now.

    After a crash a file is read again from where it was known to have been read: what the store has at the same
    time is left out.
    """
    source = Source(f"history:{path}", shell, rooms.host)
    for entry in entries:
        seen = observation_from(entry, source, rooms.policy.rules)
        # Where no time is told, it is when the line was found in the file.
        if isinstance(seen, Observation) and (
            rooms.policy.was_paused(seen) or (seen.start is None and rooms.policy.pauses.unrecorded(rooms.clock()))
        ):
            seen = Rejection(Reason.PAUSED)
        if not isinstance(seen, Observation):
            rooms.rejected[str(seen.reason)] += 1
        elif not await _is_stored(rooms, seen):
            rooms.remember(seen)


async def _is_stored(rooms: Rooms, seen: Observation) -> bool:
    if seen.start is None:
        return False
    span = (seen.start - TOLERANCE, seen.start + TOLERANCE)
    starts = await rooms.writer.call(lambda store: store.starts_within({seen.line: span}))
    return bool(starts[seen.line])
