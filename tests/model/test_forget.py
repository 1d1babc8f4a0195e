"""Forgetting a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from segue.domain.digest import line_digest
from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model import contexts as of
from segue.model.sessions import HIDDEN
from segue.predictor.predictor import Predictor
from tests.model.histories import learned, odd_histories, routine

if TYPE_CHECKING:
    from segue.model.state import Model


def everything(model: Model) -> set[str]:
    """Return all lines that a model offers, whatever is typed."""
    predictor = Predictor(model)
    prefixes = {"", *(text[:n] for text in model.lines.ids for n in (1, 3, 5))}
    sessions = [Prompt(session=name) for name in ("", "1", "2")]
    return {s.line for prompt in sessions for p in prefixes for s in predictor.suggest(prompt, p, 1_000)}


@given(history=odd_histories)
@settings(max_examples=15, deadline=None)
def test_forgotten_lines_never_come_back(history: list[Observation]) -> None:
    """Whatever was learned, a forgotten line is neither remembered nor made up again."""
    model = learned(history)
    for line in list(model.lines.ids)[::2]:
        model.forget(line)
        assert line not in model.lines.ids
        assert line not in model.lines.texts
        assert line not in everything(model)


def test_nothing_is_linked_across_a_forgotten_line() -> None:
    """Contexts that held the line, and what lay beyond it, agree with nothing any more."""
    model = learned(routine())
    forgotten = model.lines.ids["git commit -m 'Note it'"]
    pushed = model.lines.ids["git push"]
    model.forget("git commit -m 'Note it'")
    rows = model.window.rows
    after = rows[:, rows[of.ATOMS] == pushed]
    assert (rows[: of.ATOMS] != forgotten).sum(axis=0).min() > 0
    for atom in (of.LINE1, of.LINE2, of.LINE3, of.LINE4, of.TEMPLATE1, of.HEAD1, of.HEAD2):
        assert (after[atom] == HIDDEN).all()


def test_a_line_that_is_run_again_is_known_again() -> None:
    """Forgetting is about the past; running the line anew counts from one."""
    model = learned(routine())
    model.forget("git push")
    Learner(model).observe(Observation(line="git push", session="1"))
    assert "git push" in everything(model)


def test_made_up_lines_stay_forgotten() -> None:
    """A line that could be put together from known words is not, once it was forgotten."""
    model = learned(routine())
    Learner(model).observe(Observation(line="mkdir sketches", session="1"))
    prompt = Prompt(session="1")
    offered = Predictor(model).suggest(prompt, "cd s", 5)
    assert offered[0].line == "cd sketches"
    Learner(model).observe(Observation(line="cd sketches", session="2"))
    model.forget("cd sketches")
    assert "cd sketches" not in [s.line for s in Predictor(model).suggest(prompt, "cd s", 5)]


def test_a_made_up_line_can_be_forgotten_before_it_was_ever_run() -> None:
    """A suggestion that was only put together goes as well, and stays away in a model that is learned anew."""
    model = learned(routine())
    Learner(model).observe(Observation(line="mkdir sketches", session="1"))
    prompt = Prompt(session="1")
    model.forget("cd sketches")
    assert "cd sketches" not in [s.line for s in Predictor(model).suggest(prompt, "cd s", 5)]
    again = learned(routine())
    Learner(again).observe(Observation(line="mkdir sketches", session="1"))
    again.bury({line_digest("cd sketches")})
    assert "cd sketches" not in [s.line for s in Predictor(again).suggest(prompt, "cd s", 5)]
