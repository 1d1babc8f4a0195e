"""The endpoints that make vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from segue.gateway.answers import Sequence, SequenceMetadata, Vector, Vectors
from segue.gateway.bodies import BATCH, BatchBody, EmbedBody, SequenceBody, TextBody

if TYPE_CHECKING:
    from segue.client.vectors import Origin
    from segue.gateway.bodies import Options
    from segue.gateway.daemon import Daemon


def embedding_routes(daemon: Daemon) -> APIRouter:
    """Return the endpoints below /embed. Each runs in a thread, for the daemon is asked and waited for."""
    routes = APIRouter(prefix="/embed", tags=["embedding"])

    @routes.post("")
    def embed(body: EmbedBody) -> Vectors | Vector:
        """Turn `texts` into vectors, or one `text` into one."""
        if body.text is not None:
            return _vector(daemon, body.text, body)
        return _vectors(daemon, body.texts or [], body)

    @routes.post("/text")
    def embed_text(body: TextBody) -> Vector:
        """Turn one text into a vector."""
        return _vector(daemon, body.text, body)

    @routes.post("/batch")
    def embed_batch(body: BatchBody) -> Vectors:
        """Turn texts into vectors, `batch_size` of them at once."""
        return _vectors(daemon, body.texts, body, body.batch_size)

    @routes.post("/sequence")
    def embed_sequence(body: SequenceBody) -> Sequence:
        """Turn commands in a row, oldest first, into a vector each, one for all, and one for each transition."""
        answer = daemon.sequence(body.commands, decay=body.decay, dims=body.dims, fresh=not body.use_cache)
        transitions = answer["transitions"]
        return Sequence(
            command_embeddings=answer["embeddings"],
            sequence_embedding=answer["sequence"],
            transition_embeddings=transitions,
            metadata=SequenceMetadata(
                **_origin(answer["origin"]),
                count=len(body.commands),
                decay=answer["decay"],
                transition_dimensions=len(transitions[0]) if transitions else 0,
            ),
        )

    return routes


def _vector(daemon: Daemon, text: str, options: Options) -> Vector:
    answer = daemon.vectors([text], dims=options.dims, fresh=not options.use_cache)
    return Vector(**_origin(answer["origin"]), embedding=answer["embeddings"][0])


def _vectors(daemon: Daemon, texts: list[str], options: Options, batch_size: int = BATCH) -> Vectors:
    answer = daemon.vectors(texts, dims=options.dims, fresh=not options.use_cache, batch_size=batch_size)
    return Vectors(**_origin(answer["origin"]), embeddings=answer["embeddings"])


def _origin(origin: Origin) -> dict[str, Any]:
    return {key: origin[key] for key in ("dimensions", "model", "revision", "by")}
