"""A model keeps no more lines than it may, and drops those that will be missed least."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from segue.cli.synthetic_history import synthetic_history
from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model.habits import LAST_OF_HEAD
from segue.model.lines import COUNT
from segue.model.state import Model
from segue.model.window import LINE, SIZE
from segue.predictor.predictor import Predictor

if TYPE_CHECKING:
    from collections.abc import Iterable

# More than a full window can hold, so that something is left to drop.
MOST: Final = SIZE + 500
EVENTS: Final = 5 * MOST


def learned(history: Iterable[Observation]) -> Model:
    """Return a small model that has learned this history, without training."""
    model = Model(MOST)
    for seen in history:
        Learner(model).observe(seen)
    return model


def untrained(events: int) -> list[Observation]:
    """Return a made-up history that is quick to learn."""
    made_up = islice(synthetic_history(), events)
    return [Observation(o.line, o.cwd, o.exit, o.start, session=o.session, trains=False) for o in made_up]


@pytest.fixture(scope="module")
def history() -> list[Observation]:
    """Return a history of several times more lines than are kept."""
    first = Observation("make the-first-line", session="bench-0", trains=False)
    return [first, *untrained(EVENTS)]


def test_lines_and_rows_stay_within_bounds(history: list[Observation]) -> None:
    """However long the history, neither the lines nor the rows for them outgrow the limit, and all parts agree."""
    model = learned(history)
    assert len({seen.line for seen in history}) > MOST
    assert MOST * 0.9 < len(model.lines.ids) <= MOST
    assert len(model.lines) <= MOST + 1
    Model.from_plain(model.to_plain(), MOST).check()


def test_what_is_used_often_or_was_used_lately_stays(history: list[Observation]) -> None:
    """The latest lines and the most frequent ones are all kept; what goes was run once, long ago."""
    model = learned(history)
    lines = [seen.line for seen in history]
    assert set(lines[-SIZE:]) <= set(model.lines.ids)
    assert {line for line in set(lines) if lines.count(line) >= 8} <= set(model.lines.ids)
    assert "make the-first-line" not in model.lines.ids


def test_a_dropped_line_comes_back_when_it_is_run_again(history: list[Observation]) -> None:
    """It is then a line like any other new one, and suggested again."""
    model = learned(history)
    predictor = Predictor(model)
    assert not predictor.suggest(Prompt(), "make the-f", 5)
    Learner(model).observe(Observation("make the-first-line", session="1"))
    assert predictor.suggest(Prompt(), "make the-f", 5)[0].line == "make the-first-line"


def test_nothing_refers_to_a_dropped_line(history: list[Observation]) -> None:
    """Every id in the window, the sessions, the lists and the habits is that of a known line."""
    model = learned(history)
    known = set(model.lines.ids.values())
    held = set(model.window.rows[:4].ravel().tolist()) | set(model.window.line_of.tolist())
    held |= set(model.sessions.lines()) | {line for best in model.popular.best for line in best}
    held |= set(model.habits.cells[LAST_OF_HEAD:].ravel().tolist())
    assert {line for line in held if line >= 0} <= known


def test_a_dropped_line_can_be_forgotten(history: list[Observation]) -> None:
    """It is not made up again, and nothing else changes."""
    model = learned(history)
    before = set(model.lines.ids)
    model.forget("make the-first-line")
    assert set(model.lines.ids) == before
    assert not model.lines.may_be_made_up("make the-first-line")


def test_the_row_of_a_forgotten_line_is_given_to_the_next() -> None:
    """The new line begins with nothing of the one that was there before."""
    model = learned([Observation(line, session="1") for line in ("make all", "make test") * 3])
    row = model.lines.ids["make all"]
    model.forget("make all")
    Learner(model).observe(Observation("date --utc", session="2"))
    assert model.lines.ids["date --utc"] == row
    assert model.lines.facts[row, COUNT] == 1
    assert (model.window.rows[LINE] == row).sum() == 1


def test_a_snapshot_and_what_follows_make_the_same_model(history: list[Observation]) -> None:
    """Restored in the middle, a model drops the same lines and gives the same rows as one that learned it all."""
    half = len(history) // 2
    restored = Model.from_plain(learned(history[:half]).to_plain(), MOST)
    for seen in history[half:]:
        Learner(restored).observe(seen)
    whole = learned(history)
    assert restored.lines.texts == whole.lines.texts
    assert restored.to_plain() == whole.to_plain()
    assert np.array_equal(restored.prefixes.find("g").ids(), whole.prefixes.find("g").ids())
