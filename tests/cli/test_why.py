"""why: the evidence behind a line, asked from the command line."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from segue.cli.why_words import CONTEXTS, ago, in_context, printable, quoted, times
from segue.predictor.contexts import ATOMS_OF
from segue.protocol.messages import Record
from tests.helpers.command import segue
from tests.helpers.daemon import SESSION

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

WORKFLOW = ["echo add", "echo commit", "echo push"]


def said(daemon: RunningDaemon, *arguments: str, **environ: str) -> str:
    """Return what `segue why` prints, with the blanks of its columns made single."""
    shown = segue({**daemon.environ, **environ}, "why", "--cwd", "/srv", *arguments)
    assert (shown.returncode, shown.stderr) == (0, "")
    return " ".join(shown.stdout.split())


def test_the_suggestion_of_the_shell_above(daemon: RunningDaemon) -> None:
    """This test's process has said hello, and thereby is the shell that is asked about."""
    daemon.learn(WORKFLOW, times=6)
    daemon.learn(WORKFLOW[:2])
    words = said(daemon)
    assert words.startswith("echo push probability ")
    assert "1 of " in words
    assert "runner-up `echo " in words
    assert "run 6 times, last just now, never failed" in words
    assert "6 of 6 times after `echo commit`" in words
    assert "does not know this shell" not in words


def test_a_line_and_its_failures(daemon: RunningDaemon) -> None:
    """The words of an unquoted line are one line, whatever they look like."""
    daemon.learn(["ls"])
    for _ in range(3):
        daemon.ask(Record(1, SESSION, "mkdir --json api", "/srv", None, None, 1))
    words = said(daemon, "mkdir", "--json", "api")
    assert words.startswith("mkdir --json api probability ")
    assert "run 3 times, last just now, failed 3 times, the last 3 in a row" in words
    assert "not shown keeps-failing: it failed the last 3 times here" in words


def test_feedback_is_told(daemon: RunningDaemon) -> None:
    """What was made of the suggestion at this place is part of the evidence."""
    daemon.learn(WORKFLOW, times=6)
    daemon.ask(Record(1, SESSION, "ls", "/srv", None, None, 0, "echo add", 4, 0))
    daemon.learn(["echo push"])
    assert "feedback dismissed once here" in said(daemon, "echo add")


def test_json_has_everything(daemon: RunningDaemon) -> None:
    """For scripts, all counts and all contexts by their names."""
    daemon.learn(WORKFLOW, times=6)
    answer = json.loads(segue(daemon.environ, "why", "--json", "--cwd", "/srv", "echo commit").stdout)
    assert answer["line"] == "echo commit"
    assert answer["shell"] == {"name": "zsh", "process": os.getpid()}
    assert answer["runs"]["count"] == 6
    assert {"line1", "place", "root"} & {seen["name"] for seen in answer["contexts"]}
    assert 0 <= answer["probability"] <= 1


def test_a_shell_that_is_not_known(daemon: RunningDaemon) -> None:
    """A private shell, even one started from a known one, gets the general answer and is told so."""
    assert said(daemon) == (
        "segue does not know this shell: it is private, has no hook, or has not come to a prompt since the daemon "
        "started. What follows is what a new shell would see in /srv. Nothing is suggested here."
    )
    daemon.learn(WORKFLOW, times=3)
    assert "does not know this shell" not in said(daemon)
    assert "does not know this shell" in said(daemon, SEGUE_PRIVATE="1")
    assert "does not know this shell" not in said(daemon, "--session", SESSION, SEGUE_PRIVATE="1")


def test_a_line_that_was_never_run(daemon: RunningDaemon) -> None:
    """Nothing is made up about it."""
    daemon.learn(WORKFLOW)
    assert said(daemon, "git push --force") == "This line has never been run here, as far as segue knows."


def test_markup_and_control_characters_are_text(daemon: RunningDaemon) -> None:
    """A line is shown on one row as it is, not as what it would do to the screen."""
    daemon.learn(["echo [bold]\necho :smile:"])
    assert said(daemon, "echo [bold]\necho :smile:").startswith("echo [bold]\\necho :smile: probability")


def test_without_a_daemon(daemon: RunningDaemon) -> None:
    """One sentence and an exit status."""
    daemon.stop()
    shown = segue(daemon.environ, "why")
    assert (shown.returncode, shown.stderr) == (1, "segue: the segue daemon is not running: try `segue start`\n")


def test_every_context_has_words() -> None:
    """None is shown by the name that it has in the model."""
    assert set(ATOMS_OF) <= set(CONTEXTS)
    assert all("{" not in in_context(name, [], "/srv") for name in CONTEXTS)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "just now"), (59, "just now"), (60, "1 minute ago"), (7_300, "2 hours ago"), (90_000_000, "1,041 days ago")],
)
def test_times_are_told_in_one_unit(seconds: float, words: str) -> None:
    """The largest that fits; a clock that was set back is no reason for strange words."""
    assert ago(seconds) == words


def test_small_words() -> None:
    """Counts read as a person says them; long and odd lines fit on a row."""
    assert [times(count) for count in (0, 1.2, 2, 1234)] == ["never", "once", "twice", "1,234 times"]
    assert len(quoted("x" * 100)) == 42
    assert printable("a\nb\udce9é") == "a\\nb\\udce9é"
