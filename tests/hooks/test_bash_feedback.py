"""What bash tells of the suggestion that stood below the prompt, and what comes of it, with the real daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.feedback import Feedback, Outcome
from segue.protocol.messages import Kind
from tests.helpers.keys import ALT_F, ALT_K, ALT_N, RIGHT
from tests.helpers.lessons import CHECK, become, come_to_the_suggestion, teach_workflow
from tests.hooks.bash_support import ScriptedSpool, accept_key, every_bash, needs_line, open_bash

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that knows the workflow by heart."""
    teach_workflow(daemon)
    return daemon


@every_bash
def test_taken_whole(bash: str, daemon: RunningDaemon) -> None:
    """A key took it, and it was run as it was."""
    with open_bash(bash, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(accept_key(bash), typed=CHECK)
        shell.run("")
        assert become(shell, daemon, CHECK) == Feedback(CHECK, Outcome.ACCEPTED, len(CHECK))


@every_bash
def test_typed_out(bash: str, daemon: RunningDaemon) -> None:
    """It was right, but no key was saved."""
    with open_bash(bash, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.run(CHECK)
        assert become(shell, daemon, CHECK) == Feedback(CHECK, Outcome.ACCEPTED)


@needs_line
def test_a_word_taken_and_then_something_else(bash: str, daemon: RunningDaemon) -> None:
    """The part that a key took is counted."""
    with open_bash(bash, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(ALT_F, typed="echo")
        shell.run(" else")
        assert become(shell, daemon, "echo else") == Feedback(CHECK, Outcome.IN_PART, 4)


@every_bash
def test_typed_over(bash: str, daemon: RunningDaemon) -> None:
    """Something else was run, though its beginning was the same."""
    with open_bash(bash, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.run("echo other")
        assert become(shell, daemon, "echo other") == Feedback(CHECK, Outcome.TYPED_OVER)


@every_bash
def test_dismissed(bash: str, daemon: RunningDaemon) -> None:
    """Alt-K takes the hint away until the next prompt, and nothing can be taken meanwhile."""
    with open_bash(bash, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(ALT_K, typed="")
        shell.see("")
        shell.run("true")
        assert become(shell, daemon, "true") == Feedback(CHECK, Outcome.DISMISSED)
        shell.wait_until(lambda _: shell.hint, "a suggestion at the next prompt")


@needs_line
def test_what_was_dismissed_cannot_be_taken(bash: str, daemon: RunningDaemon) -> None:
    """The key moves again, as if nothing had been suggested."""
    with open_bash(bash, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.press(ALT_K, typed="")
        shell.see("")
        shell.press(f"ec{RIGHT}ho", typed="echo")


@every_bash
def test_what_the_user_has_walked_to_is_what_stood_there(bash: str, daemon: RunningDaemon) -> None:
    """Not the first line, but the one on the screen when typing began."""
    with open_bash(bash, daemon.paths) as shell:
        come_to_the_suggestion(shell)
        shell.send(ALT_N)
        shell.wait_until(lambda _: shell.hint not in {"", CHECK}, "another line")
        second = shell.hint
        shell.run("true")
        assert become(shell, daemon, "true") == Feedback(second, Outcome.TYPED_OVER)


@needs_line
def test_walking_on_while_typing_changes_nothing_of_what_stood_there(bash: str) -> None:
    """The hint that stood at the empty prompt counts, not the one that was looked for afterwards."""
    with ScriptedSpool("git push", "make", "make all") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see("git push")
        shell.press("ma", typed="ma")
        shell.send(ALT_N)
        shell.see("make", typed="ma")
        shell.press(RIGHT, typed="make")
        shell.run(" -n nothing")
        shell.wait_until(lambda _: daemon.recorded == ["make -n nothing"], "the record")
        assert daemon.of(Kind.RECORD)[0][5:8] == ["git push", 3, 2]


@needs_line
def test_taken_where_nothing_is_drawn(bash: str) -> None:
    """Without a hint the saved characters are told all the same."""
    with (
        ScriptedSpool(CHECK) as daemon,
        open_bash(bash, daemon.paths, before="SEGUE_EMPTY_PROMPT=0") as shell,
    ):
        shell.run("true")
        shell.wait_until(lambda _: daemon.recorded == ["true"], "the record")
        shell.wait_to_be_answered(daemon)
        shell.press("echo c", typed="echo c")
        shell.press(RIGHT, typed=CHECK)
        shell.run("")
        shell.wait_until(lambda _: CHECK in daemon.recorded, "the record")
        assert daemon.of(Kind.RECORD)[-1][5:8] == ["", 0, len("heck it")]


@every_bash
def test_where_nothing_was_shown_nothing_is_told(bash: str) -> None:
    """The record then says so or nothing at all; what stood at an earlier prompt is not told again."""
    with ScriptedSpool(CHECK) as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see(CHECK)
        daemon.lines = []
        shell.run("true one")
        shell.wait_until(lambda _: "true one" in daemon.recorded, "the record")
        shell.run("true two")
        shell.wait_until(lambda _: "true two" in daemon.recorded, "the record")
        shown, nothing = (fields[5:8] for fields in daemon.of(Kind.RECORD))
        assert shown == [CHECK, 3, 0]
        assert nothing in ([], ["", 0, 0])


@every_bash
def test_a_suggestion_that_is_too_long_does_not_cost_the_line(bash: str) -> None:
    """What is written stays within 6,000 bytes: the line is told and the suggestion left out."""
    with ScriptedSpool("echo " + "x" * 3900) as daemon, open_bash(bash, daemon.paths) as shell:
        shell.wait_until(lambda _: shell.hint, "the suggestion")
        line = "true " + "y" * 3900
        shell.send(line + "\r")
        shell.wait_until(lambda _: line in daemon.recorded, "the record")
        (fields,) = daemon.of(Kind.RECORD)
        assert fields[5:8] in ([], ["", 0, 0])


@every_bash
def test_dismissed_twice_it_is_gone_here_and_not_elsewhere(bash: str, daemon: RunningDaemon) -> None:
    """In another directory it still appears; run here by hand, it is back."""
    with open_bash(bash, daemon.paths, environ={"SEGUE_THRESHOLD": "0"}) as shell:
        for instead in ("true one", "true two"):
            come_to_the_suggestion(shell)
            shell.press(ALT_K, typed="")
            shell.see("")
            shell.run(instead)
        shell.run("echo build")
        shell.wait_until(lambda _: shell.hint not in {"", CHECK}, "another suggestion")
        shell.run("cd /")
        come_to_the_suggestion(shell)
        shell.run(f"cd {daemon.home}")
        shell.run("echo build")
        shell.wait_until(lambda _: shell.hint not in {"", CHECK}, "another suggestion")
        shell.run(CHECK)
        come_to_the_suggestion(shell)
