"""What cannot work is not suggested in bash, and what destroys stands out; with the real daemon and the real disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.keys import ALT_N
from tests.helpers.lessons import CERTAIN, SHOW_ALL, go
from tests.hooks.bash_support import VERSIONS, ScriptedSpool, accept_key, every_bash, open_bash

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon
    from tests.hooks.bash_support import Bash

pytestmark = every_bash


def names(shell: Bash, daemon: ScriptedSpool) -> list[str]:
    """Return the names that the shell tells in its latest hello."""
    shell.wait_until(lambda _: bool(daemon.of(Kind.HELLO)), "hello")
    told = daemon.of(Kind.HELLO)[-1][7]
    return [] if told is None else sorted(told.split())


def test_a_path_that_is_gone(bash: str, daemon: RunningDaemon) -> None:
    """missing-path: a file that has stopped existing takes its line along, until it is back."""
    notes = daemon.home / "notes.txt"
    notes.touch()
    with open_bash(bash, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, "cat notes.txt", "cat notes.txt")
        notes.unlink()
        go(shell, daemon, "cat notes.txt", "echo else")


def test_a_directory_that_is_here(bash: str, daemon: RunningDaemon) -> None:
    """already-here: `cd` is suggested where it leads somewhere else."""
    folder = daemon.home / "api"
    folder.mkdir()
    with open_bash(bash, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, f"cd {folder}", f"cd {folder}")
        shell.run(f"cd {folder}")
        go(shell, daemon, f"cd {folder}", "echo else")


def test_a_command_that_is_not_installed(bash: str, daemon: RunningDaemon) -> None:
    """unknown-command: a program counts as soon as it stands on this shell's PATH."""
    program = daemon.home / "bin" / "deploy"
    program.parent.mkdir()
    program.touch(mode=0o700)
    with open_bash(bash, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, "deploy now", "echo else")
        shell.run(f"PATH=$PATH:{program.parent}")
        go(shell, daemon, "deploy now", "deploy now")


@pytest.mark.parametrize("before", ["alias deploy=echo", "deploy() { :; }"])
def test_a_name_that_only_the_shell_knows(bash: str, daemon: RunningDaemon, before: str) -> None:
    """unknown-command: its aliases and functions are commands."""
    with open_bash(bash, daemon.paths, before=before, environ=SHOW_ALL) as shell:
        go(shell, daemon, "deploy now", "deploy now")


def test_a_job_that_is_not_there(bash: str, daemon: RunningDaemon) -> None:
    """no-job: `fg` is suggested while something is stopped, and not before or after; always where bash cannot tell."""
    without = "echo else" if VERSIONS[bash] >= (4, 4) else "fg"
    with open_bash(bash, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, "fg", without)
        shell.run("sh -c 'kill -TSTP $$'")
        go(shell, daemon, "fg", "fg")
        shell.run("fg")
        go(shell, daemon, "fg", without)


def test_the_names_that_are_told(bash: str) -> None:
    """Aliases and functions, without those that begin with `_`; `cd` too where more than the disk decides about it."""
    rc = "alias ll=ls\ngreet() { :; }\n_private() { :; }"
    own = ["wait"] if VERSIONS[bash] < (4, 4) else []
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        assert names(shell, daemon) == sorted(["greet", "ll", *own])
        assert daemon.of(Kind.HELLO)[-1][6].startswith("/")
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before=rc + "\nCDPATH=/usr") as shell:
        assert names(shell, daemon) == sorted(["cd", "greet", "ll", *own])


def test_too_many_names_are_not_told(bash: str) -> None:
    """What would fill the FIFO stays away, and the frame is whole."""
    rc = "for i in {1..900}; do alias longname$i=ls; done"
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        assert names(shell, daemon) == []
        shell.wait_until(lambda _: bool(daemon.of(Kind.SUGGEST)), "the question behind it")


def test_a_destructive_line_is_faint_red(bash: str, daemon: RunningDaemon) -> None:
    """It is drawn in red, everything else as ever, and taken as it is."""
    daemon.learn(["echo go", "rm -rf build"], cwd=daemon.home, times=CERTAIN)
    with open_bash(bash, daemon.paths, environ=SHOW_ALL) as shell:
        shell.run("echo go")
        shell.see("rm -rf build")
        (red,) = shell.runs(shell.cursor.row + 1)
        assert (red.style.foreground, red.style.faint) == ("red", True)
        shell.send(ALT_N)
        shell.wait_until(lambda _: shell.hint not in {"", "rm -rf build"}, "another candidate")
        (plain,) = shell.runs(shell.cursor.row + 1)
        assert (plain.style.foreground, plain.style.faint) == ("default", True)
        shell.send("\x1bp")
        shell.see("rm -rf build")
        shell.press(accept_key(bash), typed="rm -rf build")
