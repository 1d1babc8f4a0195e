"""Frames: a big-endian uint32 length, then that many bytes of msgpack, never more than the cap."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import ProtocolError
from segue.protocol.codec import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER: Final = struct.Struct(">I")
DEFAULT_CAP: Final = 1 << 20
"""Largest body in bytes that is read or written unless configured otherwise."""


def encode_frame(message: Any) -> bytes:
    """Return the message as one frame."""
    body = pack(message)
    return HEADER.pack(len(body)) + body


def body_length(header: bytes, cap: int = DEFAULT_CAP) -> int:
    """Return the length that a four-byte header announces, checked before anything is allocated for it.

    Raises:
        ProtocolError: the frame is empty or larger than `cap`.
    """
    length: int = HEADER.unpack(header)[0]
    if not 0 < length <= cap:
        raise ProtocolError(f"a frame of {length} bytes; 1 to {cap} are allowed")
    return length


class FrameBuffer:
    """Cuts a byte stream into messages, for readers that get bytes in arbitrary pieces."""

    def __init__(self, cap: int = DEFAULT_CAP) -> None:
        self._cap = cap
        self._pending = bytearray()

    @property
    def pending(self) -> int:
        """Bytes of a frame that has begun and is not complete."""
        return len(self._pending)

    def feed(self, data: bytes) -> Iterator[Any]:
        """Add bytes and yield every message that is now complete.

        Raises:
            ProtocolError: an oversized frame or a body that is not msgpack. The stream cannot be
                resynchronised after that, so what was buffered is dropped.
        """
        self._pending += data
        try:
            while len(self._pending) >= HEADER.size:
                end = HEADER.size + body_length(bytes(self._pending[: HEADER.size]), self._cap)
                if len(self._pending) < end:
                    return
                body = bytes(self._pending[HEADER.size : end])
                del self._pending[:end]
                yield unpack(body)
        except ProtocolError:
            self._pending.clear()
            raise
