"""msgpack values to bytes and back, safely: the one place that imports msgpack.

Text crosses as UTF-8 with surrogate escapes, so bytes that are not UTF-8 survive the round trip.
"""

from __future__ import annotations

from typing import Any

import msgpack

from segue.domain.errors import ProtocolError

_TEXT_ERRORS = "surrogateescape"


def pack(value: Any) -> bytes:
    """Return the msgpack bytes of a plain value (None, bool, int, float, str, bytes, list, tuple, dict)."""
    packed: bytes = msgpack.packb(value, use_bin_type=True, unicode_errors=_TEXT_ERRORS)
    return packed


def unpack(body: bytes) -> Any:
    """Return the one value that `body` holds.

    Raises:
        ProtocolError: the bytes are not exactly one well-formed msgpack value.
    """
    try:
        return msgpack.unpackb(body, raw=False, unicode_errors=_TEXT_ERRORS, strict_map_key=False)
    # RecursionError: nested too deeply; ValueError: msgpack's own errors and limits.
    except (ValueError, TypeError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise ProtocolError(f"not a msgpack value: {error!r}") from error
