"""Whatever a model answers, only unit vectors of numbers come out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import unit

NUMBERS = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.floats(width=32))


@given(NUMBERS)
def test_rows_are_of_unit_length_or_an_error(numbers: np.typing.NDArray[np.float32]) -> None:
    """NaN, infinity and vectors without a direction never pass."""
    try:
        rows = unit(numbers, len(numbers))
    except EmbeddingError:
        return
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("answer", [np.ones(3), np.ones((2, 3)), np.ones((1, 0)), np.ones((1, 1, 1))])
def test_an_answer_of_another_shape_is_an_error(answer: np.typing.NDArray[np.float64]) -> None:
    """One row for each text, no more and no less."""
    with pytest.raises(EmbeddingError, match="shape"):
        unit(answer, 1)
