"""What cannot work is not suggested in zsh, and what destroys stands out; with the real daemon and the real disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.keys import ALT_N, RIGHT
from tests.helpers.lessons import CERTAIN, SHOW_ALL, go
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh


def test_a_path_that_is_gone(zsh: str, daemon: RunningDaemon) -> None:
    """missing-path: a file that has stopped existing takes its line along, until it is back."""
    notes = daemon.home / "notes.txt"
    notes.touch()
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, "cat notes.txt", "cat notes.txt")
        notes.unlink()
        go(shell, daemon, "cat notes.txt", "echo else")
        notes.touch()
        go(shell, daemon, "cat notes.txt", "cat notes.txt")


def test_a_directory_that_is_gone_or_here(zsh: str, daemon: RunningDaemon) -> None:
    """missing-path and already-here: `cd` is suggested where it leads somewhere else."""
    folder = daemon.home / "api"
    folder.mkdir()
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, f"cd {folder}", f"cd {folder}")
        shell.run(f"cd {folder}")
        go(shell, daemon, f"cd {folder}", "echo else")
        shell.run("cd ..")
        go(shell, daemon, f"cd {folder}", f"cd {folder}")
        folder.rmdir()
        go(shell, daemon, f"cd {folder}", "echo else")


@pytest.mark.parametrize(
    ("before", "ghost"),
    [("", "echo else"), ("cdpath=(/usr)", "cd api"), ("setopt cdable_vars", "cd api"), ("cd() { :; }", "cd api")],
)
def test_where_a_bare_name_behind_cd_may_lead(zsh: str, daemon: RunningDaemon, before: str, ghost: str) -> None:
    """missing-path: where `cd` finds more than what is in the directory, the daemon does not judge it."""
    with open_zsh(zsh, daemon.paths, before=before, environ=SHOW_ALL) as shell:
        go(shell, daemon, "cd api", ghost)


def test_a_command_that_is_not_installed(zsh: str, daemon: RunningDaemon) -> None:
    """unknown-command: a program counts as soon as it stands on this shell's PATH, and no longer."""
    program = daemon.home / "bin" / "deploy"
    program.parent.mkdir()
    program.touch(mode=0o700)
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, "deploy now", "echo else")
        shell.run(f"path+=({program.parent})")
        go(shell, daemon, "deploy now", "deploy now")
        program.unlink()
        go(shell, daemon, "deploy now", "echo else")


@pytest.mark.parametrize(
    "before",
    [
        "alias deploy=echo",
        "deploy() { :; }",
        "autoload -Uz deploy",
        "alias -s d=echo; alias -g deploy=echo",
        "for i in {1..900}; do alias longname$i=ls; done",
        "setopt auto_cd; cdpath=(/usr)",
    ],
)
def test_a_name_that_only_the_shell_knows(zsh: str, daemon: RunningDaemon, before: str) -> None:
    """unknown-command: its aliases and functions are commands; where it cannot tell them all, everything is."""
    with open_zsh(zsh, daemon.paths, before=before, environ=SHOW_ALL) as shell:
        go(shell, daemon, "deploy now", "deploy now")


def test_an_alias_that_was_made_later(zsh: str, daemon: RunningDaemon) -> None:
    """unknown-command: what has worked in this shell is a command of it."""
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        shell.run("deploy now")
        go(shell, daemon, "deploy now", "echo else")
        shell.run("alias deploy=echo")
        assert shell.run("deploy now") == "now"
        go(shell, daemon, "deploy now", "deploy now")


def test_a_job_that_is_not_there(zsh: str, daemon: RunningDaemon) -> None:
    """no-job: `fg` is suggested while something is stopped, and not before or after."""
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, "fg", "echo else")
        shell.run("sh -c 'kill -TSTP $$'")
        go(shell, daemon, "fg", "fg")
        shell.run("fg")
        go(shell, daemon, "fg", "echo else")


def test_an_fg_of_the_users_own(zsh: str, daemon: RunningDaemon) -> None:
    """no-job: what an alias of that name does is not known."""
    with open_zsh(zsh, daemon.paths, before="alias fg='echo mine'", environ=SHOW_ALL) as shell:
        go(shell, daemon, "fg", "fg")


def test_a_line_that_keeps_failing(zsh: str, daemon: RunningDaemon) -> None:
    """keeps-failing: three failures in a row here are enough, and one success makes up for them."""
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, "mkdir api", "mkdir api")
        shell.run("mkdir api")
        for _ in range(3):
            shell.run("mkdir api")
        shell.run("echo go")
        shell.see("echo else")
        go(shell, daemon, "mkdir api", "mkdir api")


def test_the_line_that_has_just_failed_twice(zsh: str, daemon: RunningDaemon) -> None:
    """keeps-failing: what the person uses to repeat is not suggested right behind its second failure."""
    daemon.learn([*["mkdir api"] * 6, "echo else"], cwd=daemon.home, times=6)
    (daemon.home / "api").mkdir()
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        shell.run("mkdir api")
        shell.see("mkdir api")
        shell.run("mkdir api")
        shell.see("echo else")


def test_what_repaired_it_last_time(zsh: str, daemon: RunningDaemon) -> None:
    """After a failure comes what the person ran then after it, not what follows when all is well."""
    flag = daemon.home / "fine"
    (daemon.home / "job").write_text(f"test -e {flag}\n", "utf-8")
    fine, broken = (True, "echo done"), (False, "echo repair")
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        for works, line in [*3 * [fine], *2 * [broken], *2 * [fine]]:
            flag.touch() if works else flag.unlink(missing_ok=True)
            shell.run("sh job")
            shell.run(line)
        flag.unlink()
        shell.run("sh job")
        shell.see("echo repair")


@pytest.mark.parametrize(("usual", "ghost"), [("git stash drop", "echo else"), ("git stash", "git stash")])
def test_a_destructive_line_has_to_be_nearly_certain(zsh: str, daemon: RunningDaemon, usual: str, ghost: str) -> None:
    """destructive: that it usually follows is not enough, though for another line it is."""
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL) as shell:
        go(shell, daemon, usual, ghost, times=3)


@pytest.mark.parametrize(("before", "colour"), [("", "red"), ("SEGUE_DESTRUCTIVE_STYLE=fg=magenta", "magenta")])
def test_a_destructive_line_has_a_colour_of_its_own(zsh: str, daemon: RunningDaemon, before: str, colour: str) -> None:
    """What always follows is suggested, in red or as SEGUE_DESTRUCTIVE_STYLE says; everything else as ever."""
    daemon.learn(["echo go", "rm -rf build"], cwd=daemon.home, times=CERTAIN)
    with open_zsh(zsh, daemon.paths, before=before, environ=SHOW_ALL) as shell:
        shell.run("echo go")
        shell.see("rm -rf build")
        assert shell.style(*shell.cursor).foreground == colour
        shell.press("rm", typed="rm", ghost=" -rf build")
        assert shell.style(*shell.cursor).foreground == colour
        shell.press("\x15", typed="", ghost="rm -rf build")
        shell.send(ALT_N)
        shell.wait_until(lambda t: t.ghost() not in {"", "rm -rf build"}, "another candidate")
        assert shell.style(*shell.cursor).foreground not in {colour, "default"}
        shell.press("rm" + RIGHT, typed="rm -rf build")
