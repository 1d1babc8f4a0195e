"""embed: the vectors of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.embedding.embedder import Kind

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Embed


async def embed(request: Embed, rooms: Rooms) -> list[Any]:
    """Answer with where the vectors come from, and the rows as float32, little-endian."""
    kind, fresh = Kind(request.purpose), bool(request.fresh)
    answer = await rooms.embeddings.embed(request.texts, kind, dims=request.dims, fresh=fresh)
    return [*answer.origin(), answer.vectors.astype("<f4").tobytes()]
