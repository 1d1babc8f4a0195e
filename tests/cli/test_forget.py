"""forget: a line goes, and what is left of it is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.command import segue
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


def test_it_says_what_it_removed(daemon: RunningDaemon) -> None:
    """Each line with what is gone of it; neither is suggested or stored any more, and others stay."""
    daemon.learn(["open sesame", "git push", "ls"], times=3)
    wait_until(lambda: daemon.status()["vectors"]["lines"] == 3, "every line to be indexed")
    shown = segue(daemon.environ, "forget", "open sesame", "never run").stdout.splitlines()
    assert shown == [
        "forgotten, with 3 runs and 1 vector: open sesame",
        "forgotten, with 0 runs and 0 vectors: never run",
    ]
    assert "open sesame" not in daemon.predict("ls")
    assert {line for line, *_ in daemon.events() if line} == {"git push", "ls"}


def test_the_command_that_forgets_is_not_kept(daemon: RunningDaemon) -> None:
    """It names the line; a shell that reports it changes nothing."""
    daemon.learn(["segue forget 'open sesame'", "ls"])
    assert all("sesame" not in line for line, *_ in daemon.events())


def test_without_a_line_there_is_nothing_to_forget(daemon: RunningDaemon) -> None:
    """The usage says what is missing."""
    answer = segue(daemon.environ, "forget")
    assert answer.returncode == 2
    assert "LINE" in answer.stderr
