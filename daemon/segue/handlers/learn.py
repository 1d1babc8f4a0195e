"""learn: a session that somebody teaches, with how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.domain.observation import Observation
from segue.domain.sittings import taught_session
from segue.ingest.history.entry import Entry
from segue.ingest.observation import Source, observation_from
from segue.workflows.description import to_plain

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.memory_messages import Learn

PATIENCE: Final = 20.0
"""Seconds within which the history is searched for what the session makes of workflows."""


async def learn(request: Learn, rooms: Rooms) -> list[Any]:
    """Learn and store the session's commands; answer with what was taken and the workflows that it belongs to."""
    source = Source(session=taught_session(rooms.clock()), host=rooms.host)
    taken: list[str] = []
    left_out: dict[str, int] = {}
    for (line, _), status in zip(request.commands, _statuses(request), strict=True):
        found = observation_from(Entry(line, exit=status), source, rooms.policy.rules)
        if isinstance(found, Observation):
            rooms.remember(found)
            taken.append(found.line)
        else:
            left_out[str(found.reason)] = left_out.get(str(found.reason), 0) + 1
    await rooms.procedures.refresh(PATIENCE)
    workflows = rooms.procedures.following.covering(taken)
    return [
        {
            "learned": len(taken),
            "left_out": left_out,
            "outcome": request.outcome,
            "session": source.session,
            "workflows": [to_plain(workflow) for workflow in workflows],
        }
    ]


def _statuses(request: Learn) -> list[int | None]:
    """Return the exit status of each command: where it is not told, what the outcome of the session says of it."""
    told = [status for _, status in request.commands]
    match request.outcome:
        case "success":
            return [0 if status is None else status for status in told]
        case "failure" if not any(told):
            # Something has failed, and nobody says what: the command after which the session ended.
            return [*(0 if status is None else status for status in told[:-1]), 1]
    return told
