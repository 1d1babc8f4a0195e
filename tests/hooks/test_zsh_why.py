"""`segue why` typed at the prompt of a real zsh, about what that prompt showed."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.helpers.command import SEGUE
from tests.helpers.keys import ALT_K
from tests.helpers.lessons import teach
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.zsh import Zsh

pytestmark = every_zsh


@contextmanager
def shell_of(zsh: str, daemon: RunningDaemon, **environ: str) -> Iterator[Zsh]:
    """Yield a zsh in which `segue` is a command and finds the daemon."""
    path = f"{SEGUE.parent}{os.pathsep}{os.environ['PATH']}"
    variables = {"PATH": path, "SEGUE_HOME": str(daemon.paths.state), "SEGUE_THRESHOLD": "0", **environ}
    with open_zsh(zsh, daemon.paths, environ=variables, columns=120) as shell:
        yield shell


def why(shell: Zsh, line: str = "") -> str:
    """Type the command, and return what it prints with single blanks."""
    return " ".join(shell.run(f"segue why {line}".rstrip()).split())


def test_the_suggestion_that_was_shown(zsh: str, daemon: RunningDaemon) -> None:
    """The line that stood there is explained, though another shell has been busy since."""
    teach(daemon, "echo done")
    with shell_of(zsh, daemon) as shell:
        shell.run("echo go")
        shell.see("echo done")
        daemon.learn(["echo elsewhere"], session="77-other")
        words = why(shell)
        assert words.startswith("echo done probability ")
        assert "runner-up `echo else`" in words
        assert "run 8 times, last just now, never failed" in words
        assert "times after `echo go`" in words


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("cat missing.txt", "missing-path: missing.txt is not there"),
        ("cd .", "already-here: the shell is in {home} already"),
        ("deploy now", "unknown-command: deploy is no command of this shell"),
        ("fg %1", "no-job: fg needs a job, and this shell has none"),
        ("git stash drop", "destructive: what it does cannot be undone: "),
    ],
)
def test_a_line_that_a_rule_keeps_away(zsh: str, daemon: RunningDaemon, line: str, rule: str) -> None:
    """The rule is named with what it has found: for the line, and in the list of what is not suggested."""
    teach(daemon, line)
    with shell_of(zsh, daemon) as shell:
        shell.run("echo go")
        shell.see("echo else")
        words = why(shell)
        assert words.startswith("echo else probability ")
        assert f"not suggested here: `{line}`" in words
        assert rule.format(home=daemon.home) in words
        assert f"not shown {rule.format(home=daemon.home)}" in why(shell, f"'{line}'")


def test_a_file_that_was_removed(zsh: str, daemon: RunningDaemon) -> None:
    """What was suggested a moment ago no longer is, and the reason is the one that changed."""
    notes = daemon.home / "notes.txt"
    notes.touch()
    teach(daemon, "cat notes.txt")
    with shell_of(zsh, daemon) as shell:
        shell.run("echo go")
        shell.see("cat notes.txt")
        notes.unlink()
        shell.run("echo go")
        shell.see("echo else")
        assert "not shown missing-path: notes.txt is not there" in why(shell, "cat notes.txt")


def test_a_job_that_is_stopped(zsh: str, daemon: RunningDaemon) -> None:
    """It is among what speaks for the line that is run then."""
    with shell_of(zsh, daemon) as shell:
        for line in ("echo one", "echo two", "sh -c 'kill -TSTP $$'", "echo three", "fg", "sh -c 'kill -TSTP $$'"):
            shell.run(line)
        assert "1 of twice while a job was stopped or running" in why(shell, "fg")


def test_a_line_that_keeps_failing(zsh: str, daemon: RunningDaemon) -> None:
    """keeps-failing: its runs here and their end are counted."""
    (daemon.home / "api").mkdir()
    with shell_of(zsh, daemon) as shell:
        for _ in range(3):
            shell.run("mkdir api")
        words = why(shell, "mkdir api")
        assert "run 3 times, last just now, failed 3 times, the last 3 in a row" in words
        assert "not shown keeps-failing: it failed the last 3 times here" in words


def test_a_line_that_was_dismissed(zsh: str, daemon: RunningDaemon) -> None:
    """turned-down: what Alt-K removed twice is explained by that."""
    teach(daemon, "echo done")
    with shell_of(zsh, daemon) as shell:
        for _ in range(2):
            shell.run("echo go")
            shell.see("echo done")
            shell.press(ALT_K, typed="")
            shell.run("pwd")
        shell.run("echo go")
        shell.wait_until(lambda t: t.ghost() not in {"", "echo done"}, "another suggestion")
        assert "not shown turned-down: " in why(shell, "echo done")
        shell.run("echo go")
        assert "`echo done` 0.0% turned-down: " in why(shell)


def test_a_private_shell(zsh: str, daemon: RunningDaemon) -> None:
    """It is told that the daemon does not know it, and the question itself is not recorded."""
    teach(daemon, "echo done")
    with shell_of(zsh, daemon, SEGUE_PRIVATE="1") as shell:
        assert why(shell).startswith("segue does not know this shell: it is private")
    assert not any("segue why" in line for line, _, _ in daemon.events())
