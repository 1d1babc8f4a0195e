"""sequence: the vectors of commands in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.embedding.sequences import DECAY

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Sequence


async def sequence(request: Sequence, rooms: Rooms) -> list[Any]:
    """Answer with what `embed` does, the vector of all, those of the transitions and their length, and the decay."""
    decay = DECAY if request.decay is None else request.decay / 1000
    answer, made = await rooms.embeddings.sequence(
        request.texts, decay=decay, dims=request.dims, fresh=bool(request.fresh)
    )
    rows = (made.commands, made.sequence, made.transitions)
    vectors = (row.astype("<f4").tobytes() for row in rows)
    return [*answer.origin(), *vectors, made.transitions.shape[1], round(made.decay * 1000)]
