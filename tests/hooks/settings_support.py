"""A daemon whose configuration file changes while shells run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.command import segue

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.shell import HookedShell


def teach(daemon: RunningDaemon) -> RunningDaemon:
    """Let a daemon know what comes after `true`."""
    daemon.learn(["true", "echo next"], times=6)
    return daemon


def configure(daemon: RunningDaemon, *words: str) -> None:
    """Set something in the file; it is in use when this returns."""
    result = segue(daemon.environ, "config", "set", *words)
    assert result.returncode == 0, result.stderr


def number_of_settings(daemon: RunningDaemon, kind: str) -> str:
    """Return by which number a kind of shell knows the settings of the file."""
    first, *_ = daemon.paths.shell_settings(kind).read_text("utf-8").split("\n")
    return first.replace("=", " ").rpartition(" ")[2]


def follow(shell: HookedShell, daemon: RunningDaemon, kind: str) -> None:
    """Run something that stays unknown, and wait until the shell has the settings of the file."""
    number = number_of_settings(daemon, kind)
    shell.wait_until(lambda _: shell.run(" echo $_segue_settings") == number, "the settings")


def go_quiet_and_on(shell: HookedShell, daemon: RunningDaemon, kind: str) -> None:
    """Let a running shell suggest, suggest nothing once the file says so, and suggest again."""
    shell.run("true")
    shell.see("echo next")
    configure(daemon, "suggestions.empty_prompt", "false")
    follow(shell, daemon, kind)
    shell.run("true")
    shell.run("true")
    assert not shell.suggestion
    configure(daemon, "suggestions.empty_prompt", "true")
    follow(shell, daemon, kind)
    shell.run("true")
    shell.see("echo next")
