"""How many clusters there are: the number whose clusters lie farthest apart, by their mean silhouette (Rousseeuw 1987).

A row's silhouette is (b - a) / max(a, b), where a is its mean distance from the others of its cluster and b that from
the nearest other cluster: 1 where the clusters lie far apart, 0 where they touch. The numbers that are tried grow by
half (2, 3, 4, 6, 9 …) up to 40, which is as many as a person reads, and a tenth of the lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from segue.insight.kmeans import kmeans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from segue.embedding.embedder import Vectors

SAMPLE: Final = 2_000
"""Rows on which the numbers are tried."""
MOST: Final = 40
LINES_EACH: Final = 10
STARTS: Final = 2


def choose_k(vectors: Vectors, random: np.random.Generator) -> int:
    """Return the number of clusters to make of these rows: 1 where there are too few for two."""
    sample = vectors
    if len(vectors) > SAMPLE:
        sample = vectors[np.sort(random.choice(len(vectors), SAMPLE, replace=False))]
    best, highest = 1, 0.0
    for k in _numbers(len(vectors)):
        found = kmeans(sample, k, random, STARTS)
        score = mean_silhouette(sample, found.labels)
        if score > highest:
            best, highest = len(found.centres), score
    return best


def mean_silhouette(vectors: Vectors, labels: NDArray[np.intp]) -> float:
    """Return the mean silhouette by cosine distance of all rows: exact, for a mean distance is one from a mean."""
    sizes = np.bincount(labels)
    if len(sizes) < 2:  # noqa: PLR2004 - one cluster has no neighbour
        return 0.0
    sums = np.zeros((len(sizes), vectors.shape[1]))
    np.add.at(sums, labels, vectors)
    products = vectors @ sums.T
    rows = np.arange(len(labels))
    own_sizes = sizes[labels]
    # The row itself is among its own cluster, with a cosine of 1.
    within = 1 - (products[rows, labels] - 1) / np.maximum(own_sizes - 1, 1)
    others = 1 - products / sizes
    others[rows, labels] = np.inf
    between = others.min(axis=1)
    silhouettes = (between - within) / np.maximum(np.maximum(within, between), np.finfo(np.float64).eps)
    return float(np.where(own_sizes > 1, silhouettes, 0.0).mean())


def _numbers(rows: int) -> Iterator[int]:
    k = 2
    while k <= min(MOST, max(rows // LINES_EACH, 2)) and k < rows:
        yield k
        k += max(k // 2, 1)
