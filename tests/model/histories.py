"""Invented histories, and the strategies that make up more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation
from segue.domain.workplace import NOWHERE, Workplace
from segue.learner.learner import Learner
from segue.model.state import Model

if TYPE_CHECKING:
    from collections.abc import Iterable

ROUTINE = (
    "git status",
    "git add notes.md",
    "git commit -m 'Note it'",
    "git push",
    "mkdir drafts",
    "cd drafts",
    "ls -la",
    "cd ..",
)

usual_lines = st.sampled_from(
    [*ROUTINE, "mkdir plans", "cd plans", "vim plans/one.txt", "curl -u \u2039password\u203a x.test"]
)
# Surrogates stand for bytes that are not UTF-8; text() leaves them out unless told.
odd_lines = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(
    ["", " ", "\n", "\0", "\t\v", "\udcff\udc80", "=", "a=b", "sudo", "-", "'", "x" * 100_000, "a\nb\nc"]
)
times = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.integers(0, 10**10).map(float)
sessions = st.sampled_from(["", "1", "2", "\udc80"])
workplaces = st.sampled_from(
    [NOWHERE, Workplace("/home/sam", "main"), Workplace("/home/sam", "plans", fresh=("plans/",)), Workplace("\udcff")]
)
feedback = st.none() | st.builds(Feedback, usual_lines, st.sampled_from(Outcome), st.integers(0, 40))


def observations(lines: st.SearchStrategy[str]) -> st.SearchStrategy[Observation]:
    """Make observations of these lines, with everything else as odd as it may come."""
    return st.builds(
        Observation,
        line=lines,
        cwd=st.none() | st.sampled_from(["/", "/home/sam", "\udcfe"]),
        exit=st.none() | st.integers(-(2**40), 2**40) | st.sampled_from([0, 1]),
        start=times,
        session=sessions,
        author=st.sampled_from(["human", "human", "human", "agent"]),
        trains=st.booleans(),
        feedback=feedback,
        workplace=workplaces,
        jobs=st.sampled_from([None, 0, 1, 2**63 - 1]),
    )


usual_histories = st.lists(observations(usual_lines), max_size=40)
odd_histories = st.lists(observations(odd_lines | usual_lines), max_size=25)


def learned(history: Iterable[Observation]) -> Model:
    """Return a model that has learned this history."""
    model = Model()
    learner = Learner(model)
    for observation in history:
        learner.observe(observation)
    return model


def routine(times_over: int = 5, *, trains: bool = True) -> list[Observation]:
    """Return the same few commands over and over, a minute apart."""
    return [
        Observation(line=line, cwd="/home/sam", exit=0, start=1_000_000.0 + 60 * i, session="1", trains=trains)
        for i, line in enumerate(ROUTINE * times_over)
    ]
