"""search: commands, sessions and workflows by meaning and words."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING, Any, Final

from segue.domain.observation import HUMAN
from segue.domain.search import (
    DECAY,
    CommandHit,
    Ending,
    Hit,
    HitKind,
    RunFilter,
    SearchQuery,
    SessionHit,
    WorkflowHit,
)

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.memory_messages import Search

ANY: Final = "all"
COUNT: Final = 20
WAIT: Final = 5.0
LONGEST_WAIT: Final = 60.0
MOST_TEXT: Final = 2 << 20
"""Characters of all hits together; a pasted script is a line, too."""


async def search(request: Search, rooms: Rooms) -> list[Any]:
    """Answer with one map: the hits, best first, and by whose vectors their meaning was compared."""
    found = await rooms.search.find(_query(request, rooms.host), rooms.clock())
    return [{"hits": _within_bounds([_plain(hit) for hit in found.hits]), "by": found.by or "words"}]


def _query(request: Search, host: str) -> SearchQuery:
    return SearchQuery(
        texts=tuple(request.queries),
        filter=RunFilter(
            cwd=request.cwd,
            repo=request.repo,
            since=request.since,
            until=request.until,
            exit=Ending(request.exit) if isinstance(request.exit, str) else request.exit,
            author=_chosen(request.author, HUMAN),
            host=_chosen(request.host, host),
            shell=request.shell,
            within=request.within,
        ),
        decay=DECAY if request.decay is None else request.decay,
        count=request.count or COUNT,
        kinds=frozenset(HitKind if request.kinds is None else map(HitKind, request.kinds)),
        wait=min(WAIT if request.wait is None else request.wait, LONGEST_WAIT),
    )


def _chosen(name: str | None, usual: str) -> str | None:
    return None if name == ANY else name or usual


def _plain(hit: Hit) -> dict[str, Any]:
    fields = _fields(hit)
    fields |= {name: round(value, 4) for name, value in _fields(fields.pop("match")).items()}
    match hit:
        case CommandHit():
            return {"kind": str(HitKind.COMMAND), **fields}
        case SessionHit():
            return {"kind": str(HitKind.SESSION), **fields, "commands": [_fields(each) for each in hit.commands]}
        case WorkflowHit():
            return {"kind": str(HitKind.WORKFLOW), **fields, "steps": list(hit.steps)}


def _fields(each: Any) -> dict[str, Any]:
    """Return the fields of a dataclass; `asdict` copies every value, which takes longer than to find most of them."""
    return {field.name: getattr(each, field.name) for field in dataclass_fields(each)}


def _within_bounds(hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first hits, as many as have room in a reply."""
    room = MOST_TEXT
    for place, hit in enumerate(hits):
        room -= len(hit.get("line", "")) + sum(len(each["line"]) for each in hit.get("commands", ()))
        if room < 0:
            return hits[:place]
    return hits
