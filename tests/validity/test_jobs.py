"""no-job: what works on a job where the shell has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from segue.validity.verdict import Rule
from tests.validity.judging import AROUND, objection, rule

OF_JOBS = [
    "fg",
    "fg %1",
    "fg %vim",
    "bg",
    "bg %1 %2",
    "disown",
    "disown %+",
    "kill %1",
    "kill -9 %1",
    "wait %1",
    "%",
    "%1",
    "command fg",
    "cd src && fg",
    "fg && ls",
    "kill %1 2>/dev/null",
]


@pytest.mark.parametrize("line", OF_JOBS)
def test_without_a_job_it_is_suppressed(line: str) -> None:
    """The shell has said that it has none."""
    assert rule(line, jobs=0) is Rule.NO_JOB


@pytest.mark.parametrize("line", OF_JOBS)
@pytest.mark.parametrize("jobs", [None, 1, 2])
def test_with_a_job_or_where_nobody_knows_it_is_left_alone(line: str, jobs: int | None) -> None:
    """Which job it is about is not asked, and a shell that says nothing may have one."""
    assert rule(line, jobs=jobs) is None


@pytest.mark.parametrize(
    "line",
    [
        "jobs",
        "wait",
        "wait 4711",
        "kill 4711",
        "kill %1 4711",
        "kill -l",
        "kill $(jobs -p)",
        "disown -a",
        "fg || ls",
        "kill %1; ls",
        "npm start & fg",
        "vim; fg",
        "npm start | kill %1",
        "ls && fg",
        "echo fg",
        "echo %1",
        "ls | grep fg",
        "if fg; then ls; fi",
        "git fg",
    ],
)
def test_what_can_work_without_a_job_is_left_alone(line: str) -> None:
    """What takes processes too, what goes on all the same, and what may have made a job before."""
    assert rule(line, jobs=0) is None


def test_a_name_of_the_users_own_is_left_alone() -> None:
    """An alias or function may do anything; so may every name where the shell could not tell its own."""
    assert rule("fg", jobs=0, names=frozenset({"fg"})) is None
    assert rule("fg", jobs=0, names=None) is None


def test_the_reason_names_the_command() -> None:
    """For a person to read."""
    found = objection("fg %1", replace(AROUND, jobs=0))
    assert found
    assert found.detail == "fg needs a job, and this shell has none"
