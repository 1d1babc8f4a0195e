"""What a person sees and does with suggestions in zsh, with the real daemon behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.daemon import running_daemon
from tests.helpers.keys import ALT_F, ALT_N, ALT_P, ALT_X, CTRL_U, RIGHT
from tests.helpers.lessons import WORKFLOW, teach_workflow
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that knows the workflow by heart."""
    teach_workflow(daemon)
    return daemon


def test_the_next_command_stands_on_the_empty_prompt(zsh: str) -> None:
    """What is done again and again in the shell itself is suggested before a key is pressed."""
    with running_daemon() as daemon, open_zsh(zsh, daemon.paths) as shell:
        for _ in range(3):
            for line in WORKFLOW:
                shell.run(line)
        shell.run("echo build")
        shell.see("echo check it")
        shell.run("echo check it")
        shell.see("echo ship")


@pytest.mark.parametrize("key", [RIGHT, "\x1bOC", "\x06", "\x1b[F", "\x05"], ids=["right", "right2", "^F", "end", "^E"])
def test_one_key_accepts_it_all(zsh: str, daemon: RunningDaemon, key: str) -> None:
    """Right, Ctrl-F, End or Ctrl-E turn the whole ghost into typed text, and nothing is run."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.press(key, typed="echo check it")
        assert shell.run("") == "check it"
        shell.wait_until(lambda _: daemon.events()[-1][0] == "echo check it", "the record")


@pytest.mark.parametrize("key", [ALT_F, "\x1b[1;3C", "\x1b[1;5C"], ids=["alt-f", "alt-right", "ctrl-right"])
def test_another_key_accepts_a_word(zsh: str, daemon: RunningDaemon, key: str) -> None:
    """Alt-F, Alt-Right and Ctrl-Right take the ghost word by word, and the rest stays a ghost."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.press(key, typed="echo ", ghost="check it")
        shell.press(key, typed="echo check ", ghost="it")
        shell.press(key, typed="echo check it")


def test_alternatives_can_be_walked_through(zsh: str, daemon: RunningDaemon) -> None:
    """Alt-N and Alt-P show the other candidates, round and round, and what is shown is accepted."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.send(ALT_N)
        shell.wait_until(lambda t: t.ghost() not in {"", "echo check it"}, "another candidate")
        second = shell.ghost()
        shell.press(ALT_P, typed="", ghost="echo check it")
        shell.press(ALT_N, typed="", ghost=second)
        shell.press("echo", typed="echo", ghost=second.removeprefix("echo"))
        shell.press(RIGHT, typed=second)


def test_a_suggestion_can_be_forgotten_for_good(zsh: str, daemon: RunningDaemon) -> None:
    """Alt-X removes the line that is shown from this shell's lists at once, and from everything learned."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.send(ALT_X)
        shell.wait_until(lambda t: t.ghost() not in {"", "echo check it"}, "the next best")
        shell.wait_until(
            lambda _: "echo check it" not in {line for line, *_ in daemon.events()}, "the daemon to forget"
        )
        shell.run("echo build")
        shell.wait_until(lambda t: t.ghost() not in {"", "echo check it"}, "something else")


def test_typing_into_the_ghost_keeps_it_and_anything_else_replaces_it(zsh: str, daemon: RunningDaemon) -> None:
    """The ghost shrinks under what is typed, and follows when that leads elsewhere."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo check it")
        shell.press("echo ", typed="echo ", ghost="check it")
        shell.press("s", typed="echo s", ghost="hip")
        shell.press("x", typed="echo sx")
        shell.press("\x7f", typed="echo s", ghost="hip")
        shell.press(CTRL_U, typed="", ghost="echo check it")


def test_what_is_typed_is_asked_when_no_candidate_fits(zsh: str) -> None:
    """A line that is no likely next command is still found once it has been begun."""
    with running_daemon() as daemon:
        daemon.learn(["uname --all", *(f"echo {n}" for n in range(30))])
        with open_zsh(zsh, daemon.paths) as shell:
            shell.press("una", typed="una", ghost="me --all")


def test_two_shells_learn_from_each_other_and_keep_their_own_thread(zsh: str, daemon: RunningDaemon) -> None:
    """Each shell is suggested what follows its own last command."""
    with open_zsh(zsh, daemon.paths) as one, open_zsh(zsh, daemon.paths) as other:
        one.run("echo build")
        other.run("echo check it")
        one.press("", typed="", ghost="echo check it")
        other.press("", typed="", ghost="echo ship")
        one.run("echo check it")
        one.see("echo ship")


def test_wide_and_accented_text_is_suggested_and_accepted(zsh: str) -> None:
    """Text outside ASCII survives the way to the daemon and back, and is drawn where it belongs."""
    with running_daemon() as daemon, open_zsh(zsh, daemon.paths) as shell:
        for _ in range(4):
            shell.run("echo one")
            assert shell.run("echo '日本 – naïve'") == "日本 – naïve"
        shell.run("echo one")
        shell.see("echo '日本 – naïve'")
        shell.press(ALT_F, typed="echo '", ghost="日本 – naïve'")
        shell.press(RIGHT, typed="echo '日本 – naïve'")
        assert shell.run("") == "日本 – naïve"
