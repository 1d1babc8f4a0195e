"""What zsh tells of the suggestion that stood at the empty prompt, and what comes of it, with the real daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.feedback import Feedback, Outcome
from segue.protocol.messages import Kind
from tests.helpers.daemon import running_daemon
from tests.helpers.keys import ALT_F, ALT_K, ALT_N, CTRL_U, RIGHT
from tests.helpers.lessons import CHECK, become, come_to_the_suggestion, teach_workflow
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that knows the workflow by heart."""
    teach_workflow(daemon)
    return daemon


def test_taken_whole(zsh: str, daemon: RunningDaemon) -> None:
    """A key took it, and it was run as it was."""
    with open_zsh(zsh, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(RIGHT, typed=CHECK)
        shell.run("")
        assert become(shell, daemon, CHECK) == Feedback(CHECK, Outcome.ACCEPTED, len(CHECK))


def test_typed_out(zsh: str, daemon: RunningDaemon) -> None:
    """It was right, but no key was saved."""
    with open_zsh(zsh, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.run(CHECK)
        assert become(shell, daemon, CHECK) == Feedback(CHECK, Outcome.ACCEPTED)


def test_a_word_taken_and_then_something_else(zsh: str, daemon: RunningDaemon) -> None:
    """The part that a key took is counted."""
    with open_zsh(zsh, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(ALT_F, typed="echo ", ghost="check it")
        shell.run("else")
        assert become(shell, daemon, "echo else") == Feedback(CHECK, Outcome.IN_PART, 5)


def test_taken_and_then_edited(zsh: str, daemon: RunningDaemon) -> None:
    """What was added makes it another line."""
    with open_zsh(zsh, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(RIGHT, typed=CHECK)
        shell.run(" twice")
        assert become(shell, daemon, f"{CHECK} twice") == Feedback(CHECK, Outcome.IN_PART, len(CHECK))


def test_typed_over(zsh: str, daemon: RunningDaemon) -> None:
    """Something else was run, though its beginning was the same."""
    with open_zsh(zsh, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.run("echo other")
        assert become(shell, daemon, "echo other") == Feedback(CHECK, Outcome.TYPED_OVER)


def test_dismissed(zsh: str, daemon: RunningDaemon) -> None:
    """Alt-K takes the ghost off, also while typing, until the next prompt."""
    with open_zsh(zsh, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(ALT_K, typed="")
        shell.press("echo sh", typed="echo sh")
        shell.press(CTRL_U, typed="")
        shell.run("true")
        assert become(shell, daemon, "true") == Feedback(CHECK, Outcome.DISMISSED)
        shell.wait_until(lambda t: t.ghost(), "a suggestion at the next prompt")


def test_what_the_user_has_walked_to_is_what_stood_there(zsh: str, daemon: RunningDaemon) -> None:
    """Not the first candidate, but the one on the screen when typing began."""
    with open_zsh(zsh, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.send(ALT_N)
        shell.wait_until(lambda t: t.ghost() not in {"", CHECK}, "another candidate")
        second = shell.ghost()
        shell.run("true")
        assert become(shell, daemon, "true") == Feedback(second, Outcome.TYPED_OVER)


def test_taken_while_typing(zsh: str) -> None:
    """Without a suggestion on the empty prompt the saved characters are told all the same."""
    with running_daemon() as daemon:
        daemon.learn([CHECK])
        with open_zsh(zsh, daemon.paths, before="SEGUE_EMPTY_PROMPT=0") as shell:
            shell.press("echo c", typed="echo c", ghost="heck it")
            shell.press(RIGHT, typed=CHECK)
            shell.run("")
            assert become(shell, daemon, CHECK) == Feedback("", Outcome.NONE_SHOWN, len("heck it"))


def test_where_nothing_was_shown_nothing_is_told(zsh: str) -> None:
    """The record then says that none stood there; what stood at an earlier prompt is not told again."""
    with ScriptedDaemon({"": [CHECK]}) as daemon, open_zsh(zsh, daemon.paths) as shell:
        shell.see(CHECK)
        daemon.lines = {}
        shell.run("true one")
        shell.settle()
        shell.run("true two")
        shell.run(" true private")
        shell.settle()
        records = {fields[0]: fields[5:] for fields in daemon.of(Kind.RECORD)}
        assert records == {"true one": [CHECK, 3, 0, 0], "true two": ["", 0, 0, 0], "": []}


def test_a_suggestion_that_is_too_long_does_not_cost_the_line(zsh: str) -> None:
    """A write stays within 8,000 bytes: the line is told and the suggestion left out."""
    long = "echo " + "x" * 3900
    with ScriptedDaemon({"": [long]}) as daemon, open_zsh(zsh, daemon.paths, columns=200) as shell:
        shell.wait_until(lambda t: t.ghost(), "the suggestion")
        line = "true " + "y" * 3900
        shell.send(line + "\r")
        shell.wait_until(lambda _: line in daemon.records(), "the record")
        assert [fields[5:8] for fields in daemon.of(Kind.RECORD)] == [["", 0, 0]]


def test_dismissed_twice_it_is_gone_here_and_not_elsewhere(zsh: str, daemon: RunningDaemon) -> None:
    """In another directory it still appears; run here by hand, it is back."""
    with open_zsh(zsh, daemon.paths, environ={"SEGUE_THRESHOLD": "0"}) as shell:
        for instead in ("true one", "true two"):
            come_to_the_suggestion(shell)
            shell.press(ALT_K, typed="")
            shell.run(instead)
        shell.run("echo build")
        shell.wait_until(lambda t: t.ghost() not in {"", CHECK}, "another suggestion")
        shell.run("cd /")
        come_to_the_suggestion(shell)
        shell.run(f"cd {daemon.home}")
        shell.run("echo build")
        shell.wait_until(lambda t: t.ghost() not in {"", CHECK}, "another suggestion")
        shell.run(CHECK)
        come_to_the_suggestion(shell)
