"""The integers that can be stored."""

from __future__ import annotations

from typing import Final

_INT64: Final = 1 << 63


def fits_int64(number: int) -> bool:
    """Tell whether SQLite and NumPy hold an integer; msgpack also carries larger ones."""
    return -_INT64 <= number < _INT64
