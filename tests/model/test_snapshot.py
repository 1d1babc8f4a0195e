"""Snapshots of the learned state."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.errors import SnapshotError
from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model.state import Model
from segue.model.tables import plain_texts
from segue.model.window import SIZE
from segue.predictor.predictor import Predictor
from tests.model.histories import ROUTINE, learned, odd_histories, routine, usual_histories


def answers(model: Model) -> list[object]:
    """Return what a model suggests at several prompts."""
    predictor = Predictor(model)
    return [predictor.suggest(Prompt(session=s), p, 10) for s in ("", "1", "9") for p in ("", "g", "cd ")]


@given(before=odd_histories, after=usual_histories, gone=st.integers(0, 30))
@settings(max_examples=15, deadline=None)
def test_restored_model_behaves_identically(before: list[Observation], after: list[Observation], gone: int) -> None:
    """A model restored from its plain form answers, learns and is written in the same way as the original."""
    original = learned(before)
    for line in list(original.lines.ids)[gone : gone + 2]:
        original.forget(line)
    restored = Model.from_plain(original.to_plain())
    assert answers(restored) == answers(original)
    for observation in after:
        Learner(original).observe(observation)
        Learner(restored).observe(observation)
    assert restored.to_plain() == original.to_plain()
    assert answers(restored) == answers(original)


def test_restored_after_the_window_has_moved() -> None:
    """A history longer than the window, whose oldest lines left it, is restored all the same."""
    history = [Observation(line=f"make target{i}", trains=False) for i in range(2 * SIZE + 100)]
    original = learned([*history, *routine()])
    restored = Model.from_plain(original.to_plain())
    assert answers(restored) == answers(original)


@pytest.mark.parametrize("part", sorted(Model().to_plain()))
@pytest.mark.parametrize("wrong", [None, [], {}, -1, "text", {"rows": 1}])
def test_damaged_part_is_an_error(part: str, wrong: object) -> None:
    """A part that is missing or of the wrong form is named as a damaged snapshot, never half taken over."""
    plain = learned(routine()).to_plain()
    if part == "now" and wrong == -1:
        return
    with pytest.raises(SnapshotError):
        Model.from_plain({**plain, part: wrong})
    del plain[part]
    with pytest.raises(SnapshotError):
        Model.from_plain(plain)


def _lose_a_text(plain: dict[str, Any]) -> None:
    plain["lines"]["texts"] = plain_texts(list(ROUTINE[1:]))


def _repeat_a_text(plain: dict[str, Any]) -> None:
    plain["lines"]["texts"] = plain_texts([ROUTINE[0], *ROUTINE[2:], ROUTINE[0]])


def _lose_a_letter(plain: dict[str, Any]) -> None:
    plain["lines"]["texts"]["joined"] = plain["lines"]["texts"]["joined"][1:]


def _break_a_letter(plain: dict[str, Any]) -> None:
    plain["lines"]["texts"]["joined"] = b"\xff" + plain["lines"]["texts"]["joined"][1:]


def _lose_a_position(plain: dict[str, Any]) -> None:
    plain["window"]["latest"]["shape"] = [1]


def _point_beyond(plain: dict[str, Any]) -> None:
    plain["sessions"]["sessions"][0][2][0][0] = 10_000


def _free_a_used_group(plain: dict[str, Any]) -> None:
    plain["window"]["free"][0] = SIZE - 1


def _forget_the_position(plain: dict[str, Any]) -> None:
    plain["position"] = 3


@pytest.mark.parametrize(
    "damage",
    [
        _lose_a_text,
        _repeat_a_text,
        _lose_a_letter,
        _break_a_letter,
        _lose_a_position,
        _point_beyond,
        _free_a_used_group,
        _forget_the_position,
    ],
)
def test_contradiction_is_an_error(damage: Any) -> None:
    """Parts that are well formed but do not belong together are refused."""
    plain = learned(routine()).to_plain()
    damage(plain)
    with pytest.raises(SnapshotError):
        Model.from_plain(plain)
