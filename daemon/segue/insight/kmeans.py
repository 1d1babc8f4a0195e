"""k-means on unit vectors: clusters of the directions that lie nearest to each other (spherical k-means).

Lloyd's iteration from centres that k-means++ has drawn (Arthur and Vassilvitskii 2007), several times over; the best
outcome counts. The distance is the cosine's: 1 - cos, which is half the squared distance of two unit vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from segue.embedding.embedder import Vectors

STARTS: Final = 4
MOST_ROUNDS: Final = 50
SAME: Final = 1e-6
"""A distance below it is rounding."""


@dataclass(frozen=True, slots=True)
class Clustering:
    """A cluster's number for every row, the centres of unit length, and the rows' mean cosine with their own centre.

    No cluster is empty.
    """

    labels: NDArray[np.intp]
    centres: Vectors
    score: float


def kmeans(vectors: Vectors, k: int, random: np.random.Generator, starts: int = STARTS) -> Clustering:
    """Return the best of several clusterings into `k` clusters, or into fewer where there are fewer directions."""
    found = (_lloyd(vectors, _seeds(vectors, k, random)) for _ in range(starts))
    return max(found, key=lambda clustering: clustering.score)


def _seeds(vectors: Vectors, k: int, random: np.random.Generator) -> Vectors:
    """Draw rows as centres, each with the probability of its distance from those that are drawn (k-means++)."""
    drawn = [int(random.integers(len(vectors)))]
    distances = 1 - vectors @ vectors[drawn[0]]
    while len(drawn) < k:
        distances[distances < SAME] = 0
        cumulated = np.cumsum(distances, dtype=np.float64)
        if not cumulated[-1]:
            break
        drawn.append(int(np.searchsorted(cumulated, random.random() * cumulated[-1], side="right")))
        distances = np.minimum(distances, 1 - vectors @ vectors[drawn[-1]])
    return vectors[drawn]


def _lloyd(vectors: Vectors, centres: Vectors) -> Clustering:
    """Assign rows to centres and centres to rows, until no row changes its cluster."""
    labels = np.full(len(vectors), -1, np.intp)
    for _ in range(MOST_ROUNDS):
        similarities = vectors @ centres.T
        assigned = np.argmax(similarities, axis=1)
        _repair(assigned, similarities, len(centres))
        if np.array_equal(assigned, labels):
            break
        labels = assigned
        centres = _means(vectors, labels, centres)
    return Clustering(labels, centres, float(np.vecdot(vectors, centres[labels]).mean(dtype=np.float64)))


def _repair(labels: NDArray[np.intp], similarities: Vectors, k: int) -> None:
    """Give every empty cluster the row that lies farthest from its centre and is not alone there."""
    sizes = np.bincount(labels, minlength=k)
    if sizes.all():
        return
    own = similarities[np.arange(len(labels)), labels]
    for empty in np.flatnonzero(sizes == 0):
        row = int(np.argmin(np.where(sizes[labels] > 1, own, np.inf)))
        sizes[labels[row]] -= 1
        labels[row], sizes[empty], own[row] = empty, 1, np.inf


def _means(vectors: Vectors, labels: NDArray[np.intp], centres: Vectors) -> Vectors:
    """Return the mean directions of the clusters; where rows cancel out, the centre stays."""
    order = np.argsort(labels, kind="stable")
    firsts = np.searchsorted(labels[order], np.arange(len(centres)))
    sums = np.add.reduceat(vectors[order], firsts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means: Vectors = np.where(lengths > SAME, sums / np.maximum(lengths, SAME), centres).astype(np.float32)
    return means
