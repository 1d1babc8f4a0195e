"""A daemon with some history, and the picker in the terminal of a shell."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from segue.protocol.memory_messages import Search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.terminal import Terminal

ALT_R: Final = "\x1br"
ALT_X: Final = "\x1bx"
CTRL_R: Final = "\x12"
CTRL_C: Final = "\x03"
ESC: Final = "\x1b"
UP: Final = "\x1b[A"
DOWN: Final = "\x1b[B"
ENTER: Final = "\r"
LINES: Final = ("docker ps -a", "git commit -m wip", "git push origin main", "touch ran")
ELSEWHERE: Final = "make deploy"
HELP: Final = "Ctrl-R looks elsewhere"

OWN: Final = {"SEGUE_PICK_UI": "own", "SEGUE_EMPTY_PROMPT": "0"}
FZF: Final = {"SEGUE_PICK_UI": "fzf", "SEGUE_EMPTY_PROMPT": "0"}

needs_fzf = pytest.mark.skipif(shutil.which("fzf") is None, reason="fzf is not installed")


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
