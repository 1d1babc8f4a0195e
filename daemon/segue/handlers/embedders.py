"""embedders: how those who make vectors are, and what they are told to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Embedders


async def embedders(request: Embedders, rooms: Rooms) -> list[Any]:
    """Answer with one map; `health` and `stats` change nothing, and nothing here loads a model."""
    embeddings = rooms.embeddings
    match request.action:
        case "health":
            return [embeddings.health() | {"index": rooms.retrieval.figures()}]
        case "stats":
            return [{"cache": await embeddings.statistics()}]
        case "clear":
            return [{"cleared": await embeddings.clear()}]
        case "unload":
            return [{"unloaded": await embeddings.unload()}]
        case _:
            await rooms.reload_models()
            return [embeddings.health()]
