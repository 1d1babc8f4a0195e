"""Commands in a row have vectors of their own, which find workflows that are alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import EmbeddingError
from segue.embedding.lexical import DIMS, NAME, REVISION, lexical_vectors
from segue.embedding.sequences import SequenceVectors, sequence_of, similarity
from segue.embedding.space import Space

SPACE = Space(NAME, REVISION, DIMS)
COMMIT = ("git status", "git add -A", "git commit -m 'fix'", "git push")
OTHER_COMMIT = ("git diff", "git add app.py", "git commit -m 'add a test'", "git push origin main")
DEPLOY = ("docker build -t app .", "docker push app", "kubectl apply -f app.yaml")


def sequence(*commands: str, decay: float = 0.8) -> SequenceVectors:
    """Return the vectors of commands in a row."""
    return sequence_of(lexical_vectors(commands), SPACE, decay)


def test_the_sequence_is_a_mean_in_which_the_latest_weighs_most() -> None:
    """With a decay of a half, each command weighs twice as much as the one before."""
    found = sequence(*COMMIT, decay=0.5)
    mean = np.array([0.125, 0.25, 0.5, 1]) @ lexical_vectors(COMMIT)
    assert found.sequence == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


def test_every_pair_of_neighbours_has_a_transition() -> None:
    """256 numbers of either command, together of unit length."""
    found = sequence(*COMMIT)
    halves = lexical_vectors(COMMIT)
    assert found.transitions.shape == (3, 512)
    assert found.transitions[1] * np.sqrt(2) == pytest.approx(np.concatenate((halves[1], halves[2])), abs=1e-6)


def test_it_says_what_it_is_of() -> None:
    """The number of commands, the model and the length of its vectors."""
    found = sequence(*DEPLOY)
    assert (found.count, found.space, found.decay) == (3, SPACE, 0.8)


def test_transitions_of_longer_vectors_take_their_beginnings() -> None:
    """Of 768 numbers the first 256 count, made as long as one; of 128 all."""
    for dims, half in ((768, 256), (128, 128)):
        rows = np.eye(3, dims, dtype=np.float32)
        found = sequence_of(rows, Space("wide", "", dims))
        assert found.transitions.shape == (2, 2 * half)
        assert np.linalg.norm(found.transitions, axis=1) == pytest.approx(1)


def test_workflows_that_are_alike_are_nearer() -> None:
    """Two ways to commit are nearer to each other than to a deployment; the same workflow is as near as can be."""
    assert similarity(sequence(*COMMIT), sequence(*COMMIT)) == pytest.approx(1, abs=1e-5)
    assert similarity(sequence(*COMMIT), sequence(*OTHER_COMMIT)) > 0.7
    assert similarity(sequence(*COMMIT), sequence(*DEPLOY)) < 0.3


def test_the_order_counts() -> None:
    """The same commands the other way round are another workflow."""
    assert similarity(sequence(*COMMIT), sequence(*COMMIT[::-1])) < 0.9


@given(st.lists(st.text(min_size=1), min_size=1, max_size=6), st.lists(st.text(min_size=1), min_size=1, max_size=6))
def test_similarity_is_symmetric_and_bounded(left: list[str], right: list[str]) -> None:
    """Whatever the commands are, single ones included."""
    there, back = similarity(sequence(*left), sequence(*right)), similarity(sequence(*right), sequence(*left))
    assert there == pytest.approx(back, abs=1e-5)
    assert -1.00001 <= there <= 1.00001


def test_a_single_command_is_its_own_sequence() -> None:
    """It has no transition, and is compared by what it does alone."""
    found = sequence("git push")
    assert found.transitions.shape == (0, 512)
    assert found.sequence == pytest.approx(found.commands[0], abs=1e-6)
    assert similarity(found, sequence("git push origin main")) > 0.7


def test_no_command_is_no_sequence() -> None:
    """Empty input is an error."""
    with pytest.raises(EmbeddingError, match="at least one"):
        sequence_of(np.empty((0, 4), np.float32), Space("any", "", 4))


@pytest.mark.parametrize("decay", [0, -0.5, 1.1, float("nan")])
def test_a_decay_is_a_share(decay: float) -> None:
    """Above 0, and at most 1."""
    with pytest.raises(EmbeddingError, match="decay"):
        sequence(*COMMIT, decay=decay)


def test_a_very_long_sequence_is_no_trouble() -> None:
    """Ten thousand commands: those long ago weigh nothing."""
    vectors = np.tile(lexical_vectors(COMMIT), (2_500, 1))
    found = sequence_of(vectors, SPACE)
    assert np.linalg.norm(found.sequence) == pytest.approx(1, abs=1e-5)


def test_sequences_of_different_models_are_never_compared() -> None:
    """Another name, revision or length is another space, and the message names both."""
    for space in (Space("mlx", REVISION, DIMS), Space(NAME, "0", DIMS)):
        other = sequence_of(lexical_vectors(DEPLOY), space)
        with pytest.raises(EmbeddingError, match="different models"):
            similarity(sequence(*COMMIT), other)
