"""Learning from observations."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model.state import Model
from segue.predictor.predictor import Predictor
from tests.model.histories import ROUTINE, learned, odd_histories, routine, usual_histories


@given(history=odd_histories)
@settings(max_examples=25, deadline=None)
def test_junk_never_raises(history: list[Observation]) -> None:
    """Whatever the shell hands over, learning goes on and the weights stay finite."""
    model = learned(history)
    Learner(model).break_chain("\udc80")
    for weights in (model.attention.weights, model.ranker, model.typed_ranker):
        assert np.isfinite(weights.values).all()


@given(history=usual_histories)
@settings(max_examples=15, deadline=None)
def test_learning_is_deterministic_and_leaves_its_input_alone(history: list[Observation]) -> None:
    """The same history gives the same state to the last bit, and the observations are as before."""
    copies = [replace(observation) for observation in history]
    first, second = learned(history), learned(history)
    assert first.to_plain() == second.to_plain()
    assert repr(history) == repr(copies)


def test_a_routine_is_learned() -> None:
    """After a few rounds of the same commands, each next one is the first suggestion."""
    model = learned(routine(6))
    for before, expected in itertools.pairwise(ROUTINE):
        first, *_ = Predictor(model).suggest(Prompt(session="1", cwd="/home/sam", after=(before,)), "", 3)
        assert first.line == expected


def test_imported_lines_count_but_move_no_weights() -> None:
    """What is too old to train on is remembered all the same."""
    model, untouched = learned(routine(trains=False)), Model()
    assert (model.ranker.values == untouched.ranker.values).all()
    assert (model.attention.weights.values == untouched.attention.weights.values).all()
    assert len(model.lines) == len(ROUTINE)
    assert Predictor(model).suggest(Prompt(session="1"), "", 1)


def test_what_no_person_typed_leaves_no_trace() -> None:
    """An agent's commands, and blank lines, change nothing at all."""
    model = learned(routine())
    before = model.to_plain()
    for observation in (Observation(line="git push", author="agent"), Observation(line="  \n")):
        Learner(model).observe(observation)
    assert model.to_plain() == before


def test_a_private_command_breaks_the_chain() -> None:
    """The command after a private one is not learned as the follower of the one before."""
    model = learned(routine())
    learner = Learner(model)
    learner.observe(Observation(line="make secrets", session="1", start=2_000_000.0))
    learner.break_chain("1")
    learner.observe(Observation(line="make public", session="1", start=2_000_001.0))
    scene = model.context_after(("make secrets",), "1", None, None)
    newest = model.window.rows[:, -1]
    assert scene.atoms[0] == model.lines.ids["make secrets"]
    assert not (newest[:4] == scene.atoms[0]).any()


def test_shells_at_the_same_time_do_not_mix() -> None:
    """Two interleaved shells each get the follower of their own last command."""
    history: list[Observation] = []
    for i in range(40):
        pairs = (("1", ("git add notes.md", "git push")[i % 2]), ("2", ("make all", "make test")[i % 2]))
        history += [Observation(line=line, session=name, start=1_000_000.0 + i) for name, line in pairs]
    predictor = Predictor(learned(history))
    now = 1_000_041.0
    assert predictor.suggest(Prompt(now=now, session="1"), "", 1)[0].line == "git add notes.md"
    assert predictor.suggest(Prompt(now=now, session="2"), "", 1)[0].line == "make all"
