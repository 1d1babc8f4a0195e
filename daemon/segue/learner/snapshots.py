"""Learned state to bytes and back, with the place in the history up to which it has learned."""

from __future__ import annotations

from typing import Final

from segue.domain.errors import ProtocolError, SnapshotError
from segue.model.state import Model
from segue.protocol.codec import pack, unpack
from segue.store.events import Position

VERSION: Final = 8


def encode_snapshot(model: Model, position: Position) -> bytes:
    """Return the model and its position as versioned msgpack."""
    return pack({"version": VERSION, "position": list(position), "model": model.to_plain()})


def decode_snapshot(payload: bytes) -> tuple[Model, Position]:
    """Return what `encode_snapshot` was given.

    Raises:
        SnapshotError: the payload is of another version or inconsistent.
    """
    try:
        match unpack(payload):
            case {"version": version, "position": [float(learned_at), int(event)], "model": dict(plain)} if (
                version == VERSION
            ):
                return Model.from_plain(plain), Position(learned_at, event)
    except ProtocolError as error:
        raise SnapshotError(f"the snapshot cannot be decoded: {error}") from error
    raise SnapshotError("the snapshot is of another version")
