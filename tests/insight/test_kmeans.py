"""k-means on unit vectors, and how many clusters there are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segue.insight.kmeans import kmeans
from segue.insight.silhouette import choose_k, mean_silhouette

Rows = NDArray[np.float32]


def directions(*degrees: float) -> Rows:
    """Return unit vectors in the plane."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def bundles(count: int, size: int, dims: int = 32, spread: float = 0.1, seed: int = 7) -> tuple[Rows, NDArray[np.intp]]:
    """Return rows around so many directions that are at right angles, and the bundle of each row."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(count), size)
    rows = np.eye(dims)[labels] + random.normal(0, spread / np.sqrt(dims), (count * size, dims))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), labels


def partition(labels: NDArray[np.intp]) -> set[tuple[int, ...]]:
    """Return the groups of rows, whatever they are called."""
    return {tuple(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


def test_what_lies_together_is_together() -> None:
    """Two bundles of directions make two clusters, whose centres are their middles."""
    found = kmeans(directions(0, 10, 20, 90, 100), 2, np.random.default_rng(1))
    assert partition(found.labels) == {(0, 1, 2), (3, 4)}
    middles = {round(float(np.degrees(np.arctan2(y, x)))) for x, y in found.centres}
    assert middles == {10, 95}
    cosines = np.cos(np.radians([10, 0, 10, 5, 5]))
    assert found.score == pytest.approx(cosines.mean(), abs=1e-6)


def test_the_same_seed_makes_the_same_clusters() -> None:
    """Nothing but the rows and the seed decides."""
    rows, _ = bundles(6, 20, spread=2.0)
    first, second = (kmeans(rows, 5, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first.labels, second.labels)


def test_fewer_directions_make_fewer_clusters() -> None:
    """Five rows of two directions cannot be three clusters."""
    found = kmeans(directions(0, 0, 0, 90, 90), 3, np.random.default_rng(1))
    assert partition(found.labels) == {(0, 1, 2), (3, 4)}


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 1000))
def test_no_cluster_is_empty_and_every_centre_has_length_one(rows: int, k: int, seed: int) -> None:
    """Whatever the rows, each belongs to one of at most k clusters, and each cluster has a row."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(rows, 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = kmeans(vectors.astype(np.float32), k, random)
    assert len(found.centres) <= min(k, rows)
    assert set(found.labels.tolist()) == set(range(len(found.centres)))
    assert np.allclose(np.linalg.norm(found.centres, axis=1), 1, atol=1e-5)


def test_an_empty_cluster_takes_the_row_that_fits_worst() -> None:
    """Centres that nobody is near to are not lost: the rows farthest from their own centre go there."""
    from segue.insight.kmeans import _repair  # noqa: PLC0415 - seldom reached from outside

    labels = np.array([0, 0, 0, 1])
    similarities = np.array([[0.9, 0, 0], [0.2, 0, 0], [0.8, 0, 0], [0, 0.1, 0]], np.float32)
    _repair(labels, similarities, 3)
    assert labels.tolist() == [0, 2, 0, 1], "the row with 0.1 is alone in its cluster and stays"


def test_the_silhouette_is_that_of_the_book() -> None:
    """Worked out by hand for two pairs at right angles: a = 0, b = 1; for one row alone 0."""
    assert mean_silhouette(directions(0, 0, 90, 90), np.array([0, 0, 1, 1])) == pytest.approx(1)
    assert mean_silhouette(directions(0, 0, 90), np.array([0, 0, 1])) == pytest.approx(2 / 3)
    a = 1 - np.cos(np.radians(60))
    b = 1 - np.cos(np.radians([180, 120]))
    expected = (2 * (b.mean() - a) / b.mean()) / 2
    assert mean_silhouette(directions(0, 60, 180, 240), np.array([0, 0, 1, 1])) == pytest.approx(
        (expected + _second(a)) / 2
    )


def _second(a: float) -> float:
    """Return the silhouette of the rows at 60 and 240 degrees: others are 120 and 180 away."""
    b = (1 - np.cos(np.radians([120, 180]))).mean()
    return float((b - a) / b)


def test_one_cluster_has_no_silhouette() -> None:
    """There is nothing that it could lie apart from."""
    assert mean_silhouette(directions(0, 90), np.array([0, 0])) == 0.0


@pytest.mark.parametrize("count", [2, 4, 9])
def test_the_number_of_clusters_is_found(count: int) -> None:
    """As many bundles as there are, if that is a number that is tried."""
    rows, labels = bundles(count, 20)
    random = np.random.default_rng(1)
    k = choose_k(rows, random)
    assert k == count
    assert partition(kmeans(rows, k, random).labels) == partition(labels)


def test_a_few_lines_are_one_cluster() -> None:
    """Nobody can say of one or two lines that they are several groups."""
    assert choose_k(directions(0), np.random.default_rng(1)) == 1
    assert choose_k(directions(0, 90), np.random.default_rng(1)) == 1
