"""A name for a line that does not give the line away."""

from __future__ import annotations

import hashlib
from typing import Final

TEXT_HASH: Final = 16
"""Bytes of a text hash: among a million texts two have the same with a probability of one in 10^26."""


def line_digest(line: str) -> bytes:
    """Return the SHA-256 of the line's bytes."""
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()


def text_hash(text: str) -> bytes:
    """Return 16 bytes of BLAKE2b, by which vectors are found again."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=TEXT_HASH).digest()


def text_key(text: str) -> int:
    """Return half of the hash as a number above 0: two of a million texts share one with odds of 1 to 37 million."""
    return int.from_bytes(text_hash(text)[:8], "little") or 1
