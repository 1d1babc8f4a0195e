"""After a line that was never run before, what followed the lines that are like it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.domain.observation import Observation, Prompt
from segue.model.recall import INDEX
from segue.model.scene import look
from segue.model.state import Model
from segue.predictor.predictor import Predictor
from tests.model.histories import learned, routine

if TYPE_CHECKING:
    from collections.abc import Sequence

TESTED = ["pytest tests/soup", "git add -A", "ls -la", "make clean", "cd ..", "vim menu.txt"]
"""What is done after a test, among other things."""
LIKE = "python3 -m pytest tests/soup"


def model_of(lines: Sequence[str]) -> Model:
    """Return a model that has learned these lines, run one a minute."""
    return learned([Observation(line, cwd="/srv", start=60.0 * n, session="1") for n, line in enumerate(lines)])


def alike_at_prompt(model: Model) -> list[int]:
    """Return the positions of the window that are behind a line like the one before."""
    recalled = look(model, model.context("1", "/srv", None)).recalled
    return np.flatnonzero(recalled.agreements[INDEX["alike1"]]).tolist()


def test_positions_behind_a_line_like_the_new_one_agree() -> None:
    """They, and no others; the vectors say which lines are alike, not their first words."""
    assert alike_at_prompt(model_of([*TESTED, LIKE])) == [1]
    assert alike_at_prompt(model_of([*TESTED, "unheard of"])) == []


def test_behind_a_known_line_its_own_past_is_enough() -> None:
    """Where the line before was run before, nothing else is like it."""
    assert alike_at_prompt(model_of([LIKE, *TESTED, LIKE])) == []


@pytest.mark.parametrize("after", [None, (LIKE,)])
def test_what_followed_a_line_like_it_becomes_more_probable(after: tuple[str, ...] | None) -> None:
    """Also for a past that is only imagined."""
    lines = TESTED * 6
    model = model_of(lines if after else [*lines, LIKE])
    prompt = Prompt(now=60.0 * len(lines) + 60, cwd="/srv", session="1", after=after)

    def probability() -> int:
        return next(s.milli for s in Predictor(model).suggest(prompt, "", 20) if s.line == "git add -A")

    with_alike = probability()
    model.attention.weights.silence(INDEX["alike1"])
    assert with_alike > probability()


def test_a_restored_model_knows_the_same_vectors() -> None:
    """To the last bit, so that what is learned after a restart is what would have been learned without one."""
    model = learned(routine())
    restored = Model.from_plain(model.to_plain())
    assert np.array_equal(restored.nearness.vectors, model.nearness.vectors)
    assert model.nearness.vectors.any()


def test_of_a_forgotten_line_no_vector_stays() -> None:
    """Nor of one that has left the window."""
    model = model_of(["open sesame", "ls"])
    before = model.nearness.vectors.copy()
    model.forget("open sesame")
    gone = (before != model.nearness.vectors).any(axis=1)
    assert gone.sum() == 1
    assert not model.nearness.vectors[gone].any()
