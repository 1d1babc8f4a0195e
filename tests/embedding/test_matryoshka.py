"""Smaller vectors are the beginning of larger ones, of unit length again, and only of a model trained for it."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import EmbeddingError
from segue.embedding.answer import Answer
from segue.embedding.lexical import DIMS, LexicalEmbedder, lexical_vectors
from segue.embedding.matryoshka import reduced, sizes_of
from segue.embedding.reduction import ReducedEmbedder
from segue.embedding.space import Space

VECTORS = lexical_vectors(["git push origin main", "docker compose up -d"])


@given(st.integers(1, DIMS - 1))
def test_a_smaller_vector_is_the_beginning_of_the_larger(dims: int) -> None:
    """Slice, then make it as long as one again; the given vectors stay as they are."""
    try:
        smaller = reduced(VECTORS, dims, trained={dims})
    except EmbeddingError:
        assert not VECTORS[:, :dims].any(axis=1).all()
        return
    assert smaller.shape == (2, dims)
    assert np.linalg.norm(smaller, axis=1) == pytest.approx(1, abs=1e-5)
    lengths = np.linalg.norm(VECTORS[:, :dims], axis=1, keepdims=True)
    assert smaller * lengths == pytest.approx(VECTORS[:, :dims], abs=1e-6)


def test_the_models_own_size_is_no_change() -> None:
    """Nothing needs to be trained for that."""
    assert np.array_equal(reduced(VECTORS, DIMS), VECTORS)


@pytest.mark.parametrize("dims", [DIMS + 1, 768, 0, -1])
def test_there_is_nothing_larger_than_the_vector(dims: int) -> None:
    """A size that the vector does not have is an error, whatever the model was trained for."""
    with pytest.raises(EmbeddingError, match=f"{DIMS} numbers cannot be reduced to {dims}"):
        reduced(VECTORS, dims, trained={dims}, untrained=True)


def test_an_untrained_size_must_be_asked_for() -> None:
    """The message names the sizes that the model was trained for."""
    with pytest.raises(EmbeddingError, match="only for 256, 128"):
        reduced(VECTORS, 100, trained=(128,))
    assert reduced(VECTORS, 100, trained=(128,), untrained=True).shape == (2, 100)


def test_an_embedder_can_answer_with_smaller_vectors() -> None:
    """Under the same name and revision; the length tells the spaces apart."""
    small = ReducedEmbedder(LexicalEmbedder(), 64, untrained=True)
    vectors = asyncio.run(small.embed(["git push origin main", "docker compose up -d"]))
    assert (small.name, small.revision) == (LexicalEmbedder.name, LexicalEmbedder.revision)
    assert np.array_equal(vectors, reduced(VECTORS, 64, untrained=True))
    with pytest.raises(EmbeddingError, match="not trained"):
        asyncio.run(ReducedEmbedder(LexicalEmbedder(), 64).embed(["ls"]))


def test_an_answer_can_be_made_smaller() -> None:
    """It is of another space then, and of one that the model was trained for, unless another is asked for."""
    answer = Answer(VECTORS, Space("any", "1", DIMS), "mlx", sizes=(128,))
    smaller = answer.reduced(128)
    assert smaller.space == Space("any", "1", 128)
    assert np.array_equal(smaller.vectors, reduced(VECTORS, 128, (128,)))
    assert answer.space.dims == DIMS
    assert answer.reduced(DIMS) == answer
    with pytest.raises(EmbeddingError, match="not trained for 64"):
        answer.reduced(64)
    assert answer.reduced(64, untrained=True).vectors.shape == (2, 64)


def test_only_some_embedders_know_of_sizes() -> None:
    """The lexical one was not trained at all."""
    assert not sizes_of(LexicalEmbedder())
