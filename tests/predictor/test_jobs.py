"""The shell's jobs as a part of the context: who stops an editor comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model.state import Model
from segue.predictor.predictor import Predictor

if TYPE_CHECKING:
    from segue.predictor.contexts import Seen

STOPPED = 148
"""The exit status that a shell reports for what Ctrl-Z has stopped."""


def person(*, tells: bool = True) -> Model:
    """Return the model of somebody who edits and tests, every third time between Ctrl-Z and `fg`."""
    model = Model()
    for day in range(30):
        stops = day % 3 == 0
        rounds = (
            [("vim soup.py", STOPPED, 0), ("make test", 0, 1), ("fg", 0, 1)]
            if stops
            else [("vim soup.py", 0, 0), ("make test", 0, 0), ("git commit -a", 0, 0)]
        )
        for line, status, jobs in rounds:
            told = jobs if tells else None
            Learner(model).observe(Observation(line, cwd="/srv/kitchen", exit=status, session="1", jobs=told))
    for line, status, jobs in (("vim soup.py", STOPPED, 0), ("make test", 0, 1)):
        told = jobs if tells else None
        Learner(model).observe(Observation(line, cwd="/srv/kitchen", exit=status, session="1", jobs=told))
    return model


def best(model: Model, jobs: int | None) -> str:
    """Return the best line at a prompt with so many jobs."""
    return Predictor(model).suggest(Prompt(cwd="/srv/kitchen", session="1", jobs=jobs), "", 1)[0].line


def test_with_a_stopped_job_comes_fg() -> None:
    """The line before is the same as ever, but the editor waits; how many others wait beside it does not matter."""
    model = person()
    assert best(model, 1) == "fg"
    assert best(model, 3) == "fg"
    assert best(model, 0) == "git commit -a"


def test_the_job_alone_speaks_for_what_is_run_with_one() -> None:
    """After a line that is new, and somewhere else, `fg` becomes much likelier, and less likely where there is none."""
    model = person()
    Learner(model).observe(Observation("less recipe", cwd="/srv/cellar", exit=0, session="2", jobs=0))

    def chance(jobs: int | None) -> int:
        suggested = Predictor(model).suggest(Prompt(cwd="/srv/cellar", session="2", jobs=jobs), "", 9)
        return next(suggestion.milli for suggestion in suggested if suggestion.line == "fg")

    assert chance(1) > 5 * chance(None)
    assert chance(0) < chance(None)


def test_where_nobody_tells_the_jobs_nothing_speaks_for_them() -> None:
    """An unknown number agrees with none: a history without jobs gives the same answers whatever is known now."""
    model = person(tells=False)
    prompts = [Prompt(now=1e9, cwd="/srv/kitchen", session="1", jobs=jobs) for jobs in (None, 0, 1)]
    unknown, none, some = (Predictor(model).suggest(prompt, "", 9) for prompt in prompts)
    assert unknown == none == some


def test_only_a_job_that_is_there_is_named_as_evidence() -> None:
    """That there is none is the usual state, which would explain nothing to anybody."""
    model = person()

    def contexts(jobs: int | None, line: str) -> list[Seen]:
        prompt = Prompt(cwd="/srv/kitchen", session="1", jobs=jobs)
        return [seen for seen in Predictor(model).evidence(prompt, line).contexts if seen.name == "jobs"]

    (seen,) = contexts(1, "fg")
    assert (seen.holding, seen.positions) == (10, 21)
    assert seen.bits > 0
    assert contexts(0, "git commit -a") == []
    assert contexts(None, "fg") == []
