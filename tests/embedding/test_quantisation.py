"""Kept in a quarter of the room, a vector still points where it did."""

from __future__ import annotations

import numpy as np
import pytest

from segue.embedding.quantisation import Storage, plausible, quantise, restore, scales_of


def directions(rows: int, dims: int) -> np.typing.NDArray[np.float32]:
    """Return random vectors of unit length, always the same."""
    numbers = np.random.default_rng(7).standard_normal((rows, dims))
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
    return numbers.astype(np.float32)


@pytest.mark.parametrize(("storage", "error"), [(Storage.INT8, 1.2e-4), (Storage.FLOAT16, 1e-6)])
@pytest.mark.parametrize("dims", [2, 128, 256, 768])
def test_the_cosine_with_the_original_is_nearly_one(storage: Storage, error: float, dims: int) -> None:
    """The documented bound holds for every row, and what is read has unit length."""
    vectors = directions(2000, dims)
    found = restore(quantise(vectors, storage)).astype(np.float64)
    assert np.einsum("ij,ij->i", found, vectors).min() > 1 - error
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("storage", list(Storage))
def test_a_scale_that_cannot_be_is_recognised(storage: Storage) -> None:
    """Every scale of a row is plausible; zero, NaN, infinity and numbers far off are not."""
    vectors = np.concatenate([directions(500, 64), np.eye(64, dtype=np.float32)])
    assert plausible(scales_of(quantise(vectors, storage)), storage, 64).all()
    wrong = np.array([0, -1, np.nan, np.inf, 1e-9, 5], np.float32)
    assert not plausible(wrong, storage, 64).any()
