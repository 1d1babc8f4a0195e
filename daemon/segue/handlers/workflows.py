"""workflows: those that are known, and what the person decides about them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import WorkflowError
from segue.domain.workflow import Origin
from segue.ingest.redaction import redact
from segue.workflows.admission import admitted, decided_before, is_own, lines_of
from segue.workflows.decisions import signature, without_line
from segue.workflows.description import from_plain, to_plain
from segue.workflows.editing import edited

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from segue.domain.workflow import Workflow
    from segue.handlers.rooms import Rooms
    from segue.protocol.memory_messages import Workflows

PATIENCE: Final = 10.0
"""Seconds within which what is new in the history is searched first."""


async def workflows(request: Workflows, rooms: Rooms) -> list[Any]:
    """Do what is asked and answer with one map.

    Raises:
        WorkflowError: there is no such workflow, or the arguments do not fit the action.
        StoreError: a decision cannot be kept.
    """
    return [await _ACTIONS[request.action](request.arguments, rooms, request)]


async def _list(arguments: dict[str, Any], rooms: Rooms, _request: Workflows) -> dict[str, Any]:
    if arguments.get("fresh", True) is not False:
        await rooms.procedures.refresh(PATIENCE)
    return {
        "workflows": list(map(to_plain, rooms.procedures.following.listed(rooms.clock()))),
        "mined_at": rooms.procedures.mined_at,
        "searching": rooms.procedures.searching,
        "failure": rooms.procedures.failure,
    }


async def _show(arguments: dict[str, Any], rooms: Rooms, _request: Workflows) -> dict[str, Any]:
    return {"workflow": to_plain(await _find(arguments, rooms))}


async def _name(arguments: dict[str, Any], rooms: Rooms, _request: Workflows) -> dict[str, Any]:
    name = _text(arguments, "name").strip()
    return await _keep(replace(await _find(arguments, rooms), name=name), rooms)


async def _pin(arguments: dict[str, Any], rooms: Rooms, _request: Workflows) -> dict[str, Any]:
    pinned = arguments.get("pinned", True) is not False
    return await _keep(replace(await _find(arguments, rooms), pinned=pinned), rooms)


async def _edit(arguments: dict[str, Any], rooms: Rooms, _request: Workflows) -> dict[str, Any]:
    before = await _find(arguments, rooms)
    patterns = arguments.get("steps")
    if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
        raise WorkflowError("the steps of a workflow are a list of lines")
    after = edited(before, [redact(each) for each in patterns])
    if after.id == before.id:
        return {"workflow": to_plain(before)}
    await rooms.procedures.keep(after, instead_of=before.id)
    return {"workflow": to_plain(after)}


async def _forget(arguments: dict[str, Any], rooms: Rooms, _request: Workflows) -> dict[str, Any]:
    """Forget a workflow, and what ran in it, unless its commands are to be kept."""
    # Without a search of what is new, the latest runs would stay.
    await rooms.procedures.refresh(PATIENCE)
    workflow = await _find(arguments, rooms)
    events = await rooms.procedures.forget(workflow)
    if arguments.get("keep_commands", False) is True:
        events = []
    removed, gone = await rooms.writer.call(lambda store: store.forget_events(events)) if events else (0, [])
    vectors = 0
    for line in gone:
        rooms.forget(line)
        vectors += await rooms.retrieval.forget(line)
    if removed:
        await rooms.procedures.forget_lines(gone)
        rooms.keeper.request_rebuild()
    return {"workflow": to_plain(workflow), "events": removed, "lines": len(gone), "vectors": vectors}


async def _import(arguments: dict[str, Any], rooms: Rooms, _request: Workflows) -> dict[str, Any]:
    """Take workflows over; with `restored`, as they were decided on, and without those that were forgotten here."""
    given = arguments.get("workflows")
    if not isinstance(given, list):
        raise WorkflowError("a list of workflows is expected")
    # All or none: what is wrong with one is said before the first is kept.
    found = [admitted(from_plain(each)) for each in given]
    lines = {line for each in found for line in lines_of(each)}
    forgotten = await rooms.writer.call(lambda store: store.forgotten(lines))
    found = [kept for each in found if (kept := without_line(each, sorted(forgotten)))]
    known = {each.id: each for each in rooms.procedures.following.all()}
    if arguments.get("restored", False) is True:
        buried = set(await rooms.writer.call(lambda store: store.workflows.forgotten()))
        found = [each for each in found if json.dumps(signature(each)) not in buried]
        new = [
            decided_before(each, known.get(each.id))
            for each in found
            if each.id not in known or not is_own(known[each.id])
        ]
    else:
        new = [replace(each, origin=Origin.IMPORTED) for each in found if each.id not in known]
    for each in new:
        await rooms.procedures.keep(each)
    return {"added": len(new), "known": len(given) - len(new)}


async def _walk(arguments: dict[str, Any], rooms: Rooms, request: Workflows) -> dict[str, Any]:
    """Offer a workflow to the shell that asks, step by step."""
    workflow = await _find(arguments, rooms)
    processes = [pid for pid in arguments.get("processes") or () if type(pid) is int]
    session = request.session if rooms.shells.find(request.session) else rooms.shells.session_of(processes)
    if session is None:
        return {"workflow": to_plain(workflow), "shell": None}
    cwd = _text(arguments, "cwd")
    values = {str(name): str(value) for name, value in (arguments.get("values") or {}).items()}
    unknown = values.keys() - {slot.name for slot in workflow.slots}
    if unknown:
        raise WorkflowError(f"“{workflow.label}” has no slot {min(unknown)}")
    bindings = {number: values[slot.name] for number, slot in enumerate(workflow.slots) if slot.name in values}
    place = rooms.surveyor.at(session, cwd).root or cwd
    rooms.procedures.following.walk(workflow, session, place, bindings)
    return {"workflow": to_plain(workflow), "shell": session}


async def _find(arguments: dict[str, Any], rooms: Rooms) -> Workflow:
    key = _text(arguments, "key")
    try:
        return rooms.procedures.following.find(key)
    except WorkflowError:
        # It may be one that the history has had for a moment only.
        await rooms.procedures.refresh(PATIENCE)
        return rooms.procedures.following.find(key)


async def _keep(workflow: Workflow, rooms: Rooms) -> dict[str, Any]:
    await rooms.procedures.keep(workflow)
    return {"workflow": to_plain(workflow)}


def _text(arguments: dict[str, Any], name: str) -> str:
    match arguments.get(name):
        case str(text) if len(text) <= 1_000 and "\0" not in text:  # noqa: PLR2004 - longer is no name and no path
            return text
    raise WorkflowError(f"{name!r} is missing or no text")


_ACTIONS: Final[Mapping[str, Callable[[dict[str, Any], Rooms, Workflows], Awaitable[dict[str, Any]]]]] = {
    "list": _list,
    "show": _show,
    "name": _name,
    "pin": _pin,
    "edit": _edit,
    "forget": _forget,
    "import": _import,
    "walk": _walk,
}
