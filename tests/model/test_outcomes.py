"""How the runs of a line have ended, as the model remembers it."""

from __future__ import annotations

import pytest

from segue.domain.observation import Observation
from segue.domain.outcomes import Outcomes
from segue.learner.learner import Learner
from segue.model.state import Model

LINE = "git push"


def ended(*runs: int | None, cwd: str = "/srv", line: str = LINE, model: Model | None = None) -> Model:
    """Return a model in which a line has ended so, in one session."""
    learner = Learner(model or Model())
    for status in runs:
        learner.observe(Observation(line=line, cwd=cwd, exit=status, session="1"))
    return learner.model


def outcomes(model: Model, cwd: str = "/srv") -> Outcomes:
    """Return what is known of the line at the session's prompt."""
    return model.outcomes(LINE, model.context("1", cwd, None))


@pytest.mark.parametrize(
    ("runs", "in_a_row"),
    [
        ((1,), 1),
        ((1, 128, 2), 3),
        ((1, 1, 0), 0),
        ((1, 0, 1), 1),
        ((1, None, 1), 1),
        ((1, 1, 130), 0),
        ((1, 143, 1), 1),
    ],
)
def test_failures_in_a_row(runs: tuple[int | None, ...], in_a_row: int) -> None:
    """They begin anew after a success, after what a person broke off, and after what nobody knows."""
    assert outcomes(ended(*runs)).failures_in_a_row == in_a_row


def test_failures_elsewhere_are_counted_apart() -> None:
    """A failure in another directory begins a new row, which speaks of that directory only."""
    model = ended(1, 1)
    ended(1, cwd="/tmp", model=model)  # noqa: S108 - nothing is written
    assert outcomes(model, "/tmp") == Outcomes(1, succeeded_before=False, here=True, just_now=True)  # noqa: S108
    assert not outcomes(model).here


def test_what_was_run_last_and_what_once_went_well() -> None:
    """Both are told apart from the failures in a row."""
    model = ended(0, 1, 1)
    assert outcomes(model) == Outcomes(2, succeeded_before=True, here=True, just_now=True)
    ended(0, line="ls", model=model)
    assert outcomes(model) == Outcomes(2, succeeded_before=True, here=True, just_now=False)


def test_a_line_that_nobody_has_run() -> None:
    """Nothing is known of it, nor of one that was forgotten."""
    assert outcomes(Model()) == Outcomes()
    model = ended(1, 1)
    model.forget(LINE)
    assert outcomes(model) == Outcomes()


def test_a_snapshot_keeps_them() -> None:
    """After a restart the daemon still knows."""
    model = ended(0, 1, 1)
    assert outcomes(Model.from_plain(model.to_plain())) == outcomes(model)
