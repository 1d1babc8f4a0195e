"""Cuts texts of unequal lengths into batches that waste little on padding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST: Final = 32
TOKENS: Final = 4096
"""Of one batch, padding included: what attention needs grows with that, and with the square of the longest text."""
_SLACK: Final = 8
"""Tokens of padding that are not worth another batch."""


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the positions of texts, shortest first, in batches of which none is much longer than twice its shortest."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        length = lengths[position]
        most = min(LARGEST, TOKENS // length)
        if batch and (len(batch) >= most or length > 2 * lengths[batch[0]] + _SLACK):
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch
