"""In a real bash, suggestions know whether a job is stopped or running."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.lessons import SHOW_ALL, STOP, come_back_to_what_was_stopped
from tests.hooks.bash_support import SHELLS, VERSIONS, ScriptedSpool, every_bash, open_bash

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon
    from tests.hooks.bash_support import Bash


tells = pytest.mark.parametrize(
    "bash",
    [path for path in SHELLS if VERSIONS[path] >= (4, 4)]
    or [pytest.param("", marks=pytest.mark.skip(reason="there is no bash that expands a prompt into a variable"))],
)
"""Runs a test for each of the shells that can tell how many jobs they have."""


def run(shell: Bash, daemon: ScriptedSpool, *lines: str) -> None:
    """Run lines, each when the one before has been recorded."""
    for line in lines:
        recorded = len(daemon.recorded)
        shell.run(line)
        shell.wait_until(lambda _, before=recorded: len(daemon.recorded) > before, "the record")  # type: ignore[misc]


@tells
def test_the_number_of_jobs_is_told(bash: str) -> None:
    """With each question those of its prompt, and with each line those of the prompt at which it was typed."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths) as shell:
        shell.wait_until(lambda _: daemon.of(Kind.SUGGEST), "the first question")
        run(shell, daemon, "sleep 600 &", STOP, "fg", "for i in {1..8}; do sleep 600 & done")
        run(shell, daemon, "kill -9 $(jobs -p); wait", "true")
        assert [fields[8] for fields in daemon.of(Kind.RECORD)] == [0, 1, 2, 1, 9, 0]
        assert [fields[5] for fields in daemon.of(Kind.SUGGEST)] == [0, 1, 2, 1, 9, 0, 0]


@every_bash
def test_the_news_of_a_job_that_has_ended_are_the_users(bash: str) -> None:
    """Bash says once that it is done; counting the jobs does not take that away. Before 4.4 nothing is told."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths) as shell:
        shell.wait_until(lambda _: daemon.of(Kind.SUGGEST), "the first question")
        run(shell, daemon, "sh -c : &", "while kill -0 $! 2>/dev/null; do :; done", "true")
        assert len(re.findall(r"\[1\]\+ +Done +sh -c :", "\n".join(shell.lines))) == 1
        told = {len(fields) for fields in daemon.of(Kind.RECORD)}, {len(fields) for fields in daemon.of(Kind.SUGGEST)}
        assert told == (({9}, {6}) if VERSIONS[bash] >= (4, 4) else ({5}, {5}))


@tells
def test_who_comes_back_to_what_was_stopped_is_offered_fg(bash: str, daemon: RunningDaemon) -> None:
    """After the same line comes `fg` while something is stopped, and what else this person does while nothing is."""
    with open_bash(bash, daemon.paths, environ=SHOW_ALL, rows=120) as shell:
        come_back_to_what_was_stopped(shell, daemon)
