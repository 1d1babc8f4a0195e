"""graph: which command follows which."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from segue.workflows.excerpt import excerpt

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.memory_messages import Graph

PATIENCE: Final = 10.0
"""Seconds within which what is new in the history is counted first."""


async def graph(request: Graph, rooms: Rooms) -> list[Any]:
    """Answer with one map, made in a thread: prompts are answered meanwhile."""
    await rooms.procedures.refresh(PATIENCE)
    known = await rooms.procedures.transitions()
    mined_at = rooms.procedures.mined_at
    if known is None:
        return [
            {
                "nodes": [],
                "edges": [],
                "causes": [],
                "mends": [],
                "centres": [],
                "size": {"nodes": 0, "edges": 0},
                "mined_at": mined_at,
            }
        ]
    part = await asyncio.to_thread(excerpt, known.counts, request.around, request.depth, request.most)
    size = {"nodes": len(known.counts.nodes), "edges": len(known.counts.edges)}
    return [part | {"size": size, "mined_at": mined_at}]
