"""A daemon with some history, and the picker in the terminal of a shell."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from segue.protocol.memory_messages import Search
from tests.helpers.keys import ALT_R, CTRL_R, DOWN, ENTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.shell import HookedShell
    from tests.helpers.terminal import Terminal

LINES: Final = ("docker ps -a", "git commit -m wip", "git push origin main", "touch ran")
GIT: Final = [line for line in LINES if line.startswith("git")]
ELSEWHERE: Final = "make deploy"
HELP: Final = "Ctrl-R looks elsewhere"

OWN: Final = {"SEGUE_PICK_UI": "own", "SEGUE_EMPTY_PROMPT": "0"}
FZF: Final = {"SEGUE_PICK_UI": "fzf", "SEGUE_EMPTY_PROMPT": "0"}

needs_fzf = pytest.mark.skipif(shutil.which("fzf") is None, reason="fzf is not installed")
both = pytest.mark.parametrize("ui", [pytest.param(OWN, id="own"), pytest.param(FZF, id="fzf", marks=needs_fzf)])
"""Runs a test once for each of those who draw the picker."""


def teach(daemon: RunningDaemon) -> None:
    """Let a daemon know lines of another session, one of them run in another directory."""
    daemon.learn([ELSEWHERE], cwd="/srv", session="900001-other")
    daemon.learn(LINES, cwd=daemon.home, session="900001-other")
    daemon.status()


def shown(terminal: Terminal) -> Iterator[str]:
    """Yield what the picker lists."""
    for line in terminal.lines:
        text = line.strip().removeprefix("> ").strip()
        if text in {*LINES, ELSEWHERE}:
            yield text


def see(terminal: Terminal, *lines: str, first: str = "") -> None:
    """Wait until the picker lists exactly these lines, and one of them first, if that is said."""

    def lists(terminal: Terminal) -> bool:
        listed = list(shown(terminal))
        return HELP in terminal.text and sorted(listed) == sorted(lines) and (not first or listed[0] == first)

    terminal.wait_until(lists, f"{lines} in the picker")


def see_scope(terminal: Terminal, scope: str) -> None:
    """Wait until the picker says that it looks there."""
    terminal.wait_until(lambda t: scope in t.text, scope)


def is_found(daemon: RunningDaemon, line: str) -> bool:
    """Tell whether a search finds a line."""
    return any(hit["line"] == line for hit in daemon.ask(Search(1, "test", [line], kinds=["command"]))[0]["hits"])


def pick_what_is_typed(shell: HookedShell, daemon: RunningDaemon) -> None:
    """Type a word and pick what it finds: the line stands on the prompt, ready to be edited, and has not been run."""
    shell.press("ran", typed="ran")
    shell.send(ALT_R)
    see(shell, "touch ran")
    shell.press(ENTER, typed="touch ran")
    shell.press(" twice", typed="touch ran twice")
    assert not (daemon.home / "ran").exists()


def leave(shell: HookedShell, key: str) -> None:
    """Open the picker and leave it with a key: the line and the screen are as they were."""
    shell.run("echo before")
    shell.press("git", typed="git")
    shell.send(ALT_R)
    see(shell, *GIT)
    shell.send(key)
    shell.wait_until(lambda t: t.before_cursor == "> git" and "before" in t.text, "the prompt as it was")
    shell.press("!", typed="git!")


def pick_of_this_session(shell: HookedShell) -> None:
    """Run two commands, look for nothing but what this shell has run, and pick the first of them."""
    shell.run("echo one")
    shell.run("echo two")
    shell.send(ALT_R)
    see(shell, *LINES, ELSEWHERE)
    for scope in ("this directory", "this session"):
        shell.send(CTRL_R)
        see_scope(shell, scope)
    shell.wait_until(lambda t: [line for line in t.lines if line][2:4] == ["echo two", "echo one"], "its lines")
    shell.press(DOWN + ENTER, typed="echo one")
