"""Groups of rows that are nearly the same, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from segue.embedding.embedder import Vectors

ROUNDING: Final = 1e-6
BLOCK: Final = 256
"""Rows that are compared at once with all leaders: 20 MB of cosines for 20,000 of them."""
ASKED: Final = 32
"""Leaders, the nearest ones, of which a row is asked whether it is like them."""


def leaders(
    vectors: Vectors,
    order: Sequence[int],
    threshold: float,
    are_alike: Callable[[int, int], bool],
    progress: Callable[[int], object] = lambda _done: None,
) -> dict[int, int]:
    """Return for each row of `order` its leader, which may be itself.

    The rows are gone through in that order: one joins the nearest leader of those whose cosine with it reaches the
    threshold and which are alike; where there is none, it becomes one. So every row is near the leader of its group,
    and no chain of small steps leads far away. `progress` is told after each block how many rows it had.
    """
    found: dict[int, int] = {}
    chosen: list[int] = []
    directions = np.empty((len(order), vectors.shape[1]), np.float32)
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        rows = vectors[block]
        # Behind those with the earlier leaders there is room for the cosines with those of this block.
        cosines = np.empty((len(block), len(chosen) + len(block)), np.float32)
        np.matmul(rows, directions[: len(chosen)].T, out=cosines[:, : len(chosen)])
        for place, row in enumerate(block):
            near = np.flatnonzero(cosines[place, : len(chosen)] >= threshold - ROUNDING)
            nearest = near[np.argsort(-cosines[place, near], kind="stable")][:ASKED].tolist()
            leader = next((chosen[each] for each in nearest if are_alike(row, chosen[each])), None)
            if leader is None:
                leader = row
                directions[len(chosen)] = rows[place]
                cosines[:, len(chosen)] = rows @ rows[place]
                chosen.append(row)
            found[row] = leader
        progress(len(block))
    return found
