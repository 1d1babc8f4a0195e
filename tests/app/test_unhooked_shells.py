"""Shells without a hook are followed through their history files, and nothing is learned twice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from segue.client.client import Client
from segue.protocol.messages import VERSION, Hello, Record
from tests.helpers.command import segue
from tests.helpers.daemon import running_daemon
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


def append(path: Path, text: str) -> None:
    """Write as a shell does: at the end."""
    with path.open("a") as file:
        file.write(text)


def lines(daemon: RunningDaemon) -> list[str]:
    """Return what is stored."""
    return [line for line, _, _ in daemon.events()]


def test_what_a_shell_appends_is_learned(daemon: RunningDaemon) -> None:
    """A line that appears in ~/.zsh_history is stored, though no hook has reported it."""
    history = Path(daemon.environ["HOME"]) / ".zsh_history"
    append(history, ": 1700000000:0;make test\n")
    wait_until(lambda: lines(daemon) == ["make test"], "the line to be learned")
    append(history, ": 1700000009:0;git push\n")
    wait_until(lambda: lines(daemon) == ["make test", "git push"], "the next line to be learned")


def test_a_hooked_command_is_not_learned_again(daemon: RunningDaemon) -> None:
    """What the hook has reported is skipped when the shell writes its history file."""
    history = Path(daemon.environ["HOME"]) / ".histfile"
    with Client(daemon.paths.socket, timeout=20) as client:
        client.ask(Hello(1, "41-a", VERSION, "zsh", os.getpid(), "human", str(history)))
        client.ask(Record(2, "41-a", "make test", "/srv", 1_700_000_000_300, 10, 0))
    append(history, ": 1700000000:0;make test\n")
    append(history, ": 1700000100:0;git push\n")
    daemon.stop()
    daemon.start()
    assert lines(daemon) == ["make test", "git push"]


def test_what_stood_there_before_is_the_users_to_import(daemon: RunningDaemon) -> None:
    """A history that is older than segue is left alone until `segue import`, and then not tailed as well."""
    daemon.stop()
    history = Path(daemon.environ["HOME"]) / "my_history"
    append(history, "old one\nold two\n")
    daemon.environ["HISTFILE"] = str(history)
    daemon.start()
    append(history, "new one\n")
    wait_until(lambda: lines(daemon) == ["new one"], "the new line alone")
    assert segue(daemon.environ, "import").returncode == 0
    assert sorted(lines(daemon)) == ["new one", "old one", "old two"]


def test_lines_written_while_the_daemon_was_away_are_caught_up() -> None:
    """The place in the file is remembered across restarts."""
    with running_daemon() as daemon:
        history = Path(daemon.environ["HOME"]) / ".bash_history"
        append(history, "first\n")
        wait_until(lambda: lines(daemon) == ["first"], "the first line")
        daemon.stop()
        append(history, "second\n")
        daemon.start()
        wait_until(lambda: lines(daemon) == ["first", "second"], "the line of the time without a daemon")


def test_a_file_that_is_not_to_be_followed_is_not(daemon: RunningDaemon) -> None:
    """From the moment at which the setting says so, without a restart, and after one."""
    home = Path(daemon.environ["HOME"])
    history, other = home / ".bash_history", home / "other"
    append(history, "first\n")
    wait_until(lambda: lines(daemon) == ["first"], "the first line")
    assert segue(daemon.environ, "config", "set", "history.follow", "~/other").returncode == 0
    append(history, "unseen\n")
    append(other, "second\n")
    wait_until(lambda: lines(daemon) == ["first", "second"], "the line of the other file")
    daemon.stop()
    daemon.start()
    append(history, "unseen as well\n")
    append(other, "third\n")
    wait_until(lambda: lines(daemon) == ["first", "second", "third"], "the next line of the other file")
