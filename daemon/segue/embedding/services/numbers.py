"""The numbers of an answer, in whatever wrapping they come."""

from __future__ import annotations

import base64
from binascii import Error as Base64Error
from typing import TYPE_CHECKING, Any

import numpy as np

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import unit

if TYPE_CHECKING:
    from segue.embedding.embedder import Vectors


def vectors_of(rows: Any, count: int) -> Vectors:
    """Return the rows of an answer for so many texts, of unit length.

    A row is a list of numbers, or little-endian float32 in base64, or an object that has either as its `embedding`.

    Raises:
        EmbeddingError: there are more or fewer, or something else.
    """
    if not isinstance(rows, list) or len(rows) != count:
        found = f"{len(rows)} vectors" if isinstance(rows, list) else "something else than vectors"
        raise EmbeddingError(f"the service has answered with {found} for {count} texts")
    try:
        return unit(np.array([_numbers(row) for row in rows], np.float64), count)
    except (Base64Error, OverflowError, TypeError, ValueError):
        raise EmbeddingError("the service has answered with vectors that are none") from None


def _numbers(row: Any) -> Any:
    if isinstance(row, dict):
        row = row.get("embedding")
    if isinstance(row, str):
        return np.frombuffer(base64.b64decode(row, validate=True), "<f4")
    if not isinstance(row, list):
        raise TypeError
    return row
