"""Arrays that grow by rows, and the plain form that arrays and texts take in a snapshot."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from segue.domain.errors import SnapshotError

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Number = TypeVar("Number", bound=np.generic)

# Between the copying of many small steps and the waste of doubling at hundreds of thousands of rows.
GROWTH: Final = 1.25
FIRST_ROWS: Final = 256
KEPT_BYTES: Final = 4_000_000


def keep_freed_memory() -> None:
    """Let the C library keep what each prompt frees for the next one.

    glibc gives freed memory back to the system above a threshold, which grows to twice the
    largest block freed so far (mallopt(3), M_MMAP_THRESHOLD); fetching it again at each
    prompt takes a third of the time of a suggestion. Elsewhere this does nothing.
    """
    np.empty(KEPT_BYTES, dtype=np.uint8)


def grown(rows: npt.NDArray[Number], needed: int) -> npt.NDArray[Number]:
    """Return the array itself, or a longer copy with zeros behind, so that `needed` rows fit."""
    if needed <= len(rows):
        return rows
    room = max(FIRST_ROWS, needed, int(len(rows) * GROWTH))
    longer = np.zeros((room, *rows.shape[1:]), dtype=rows.dtype)
    longer[: len(rows)] = rows
    return longer


def plain_array(array: npt.NDArray[Any]) -> dict[str, Any]:
    """Return dtype, shape and little-endian bytes."""
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return {"dtype": array.dtype.name, "shape": list(array.shape), "bytes": little.tobytes()}


def array_from(plain: Any, dtype: type[Number], shape: tuple[int | None, ...]) -> npt.NDArray[Number]:
    """Return a writable array of this dtype and shape, where None stands for any length.

    Raises:
        SnapshotError: The value is not such an array.
    """
    expected = np.dtype(dtype)
    try:
        stored = tuple(int(length) for length in plain["shape"])
        matches = (
            plain["dtype"] == expected.name
            and len(stored) == len(shape)
            and all(wanted in (None, length) for wanted, length in zip(shape, stored, strict=True))
        )
        if not matches:
            raise SnapshotError(f"An array of {plain['dtype']} {stored} stands where {expected.name} {shape} belongs.")
        flat = np.frombuffer(plain["bytes"], dtype=expected.newbyteorder("<"))
        return flat.reshape(stored).astype(expected)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise SnapshotError("A snapshot holds a damaged array; rebuild it from the history.") from error


def plain_texts(texts: list[str]) -> dict[str, Any]:
    """Return all texts as one, which is faster than each, in bytes, because not every text is UTF-8."""
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    return {"joined": "".join(texts).encode("utf-8", "surrogatepass"), "lengths": plain_array(lengths)}


def texts_from(plain: Any) -> list[str]:
    """Return what `plain_texts` was given.

    Raises:
        SnapshotError: The value is not such a list of texts.
    """
    try:
        joined = plain["joined"].decode("utf-8", "surrogatepass")
        lengths = array_from(plain["lengths"], np.int32, (None,))
    except (AttributeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise SnapshotError("A snapshot holds lines that are no text; rebuild it from the history.") from error
    ends = [0, *np.cumsum(lengths, dtype=np.int64).tolist()]
    if (lengths < 0).any() or len(joined) != ends[-1]:
        raise SnapshotError("A snapshot holds more or less text than lines; rebuild it from the history.")
    return [joined[start:end] for start, end in pairwise(ends)]
