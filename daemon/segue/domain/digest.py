"""A name for a line that does not give the line away."""

from __future__ import annotations

import hashlib


def line_digest(line: str) -> bytes:
    """Return the SHA-256 of the line's bytes."""
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()
