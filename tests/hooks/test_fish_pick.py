"""Alt-R in fish: the picker opens for what is typed, and puts one line on the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hooks.fish_support import needs_fish, open_fish
from tests.hooks.picking import (
    ALT_R,
    CTRL_C,
    CTRL_R,
    DOWN,
    ENTER,
    ESC,
    FZF,
    LINES,
    OWN,
    needs_fzf,
    see,
    see_scope,
    teach,
)

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = needs_fish
both = pytest.mark.parametrize("ui", [pytest.param(OWN, id="own"), pytest.param(FZF, id="fzf", marks=needs_fzf)])
GIT = [line for line in LINES if line.startswith("git")]


@both
def test_what_is_typed_is_the_query_and_the_chosen_line_replaces_it(daemon: RunningDaemon, ui: dict[str, str]) -> None:
    """The line stands on the prompt, ready to be edited; it has not been run."""
    teach(daemon)
    with open_fish(daemon.paths, environ=ui) as shell:
        shell.send("ran")
        shell.wait_until(lambda t: t.before_cursor == "> ran", "the query")
        shell.send(ALT_R)
        see(shell, "touch ran")
        shell.send(ENTER)
        shell.wait_until(lambda t: t.before_cursor == "> touch ran", "the line on the prompt")
        shell.send(" twice")
        shell.wait_until(lambda t: t.before_cursor == "> touch ran twice", "the line as it is edited")
        assert not (daemon.home / "ran").exists()


@both
@pytest.mark.parametrize("key", [ESC, CTRL_C])
def test_leaving_keeps_the_line(daemon: RunningDaemon, ui: dict[str, str], key: str) -> None:
    """Esc and Ctrl-C change nothing, and the shell goes on where it was, the screen as it was."""
    teach(daemon)
    with open_fish(daemon.paths, environ=ui) as shell:
        shell.run("echo before")
        shell.send("git")
        shell.wait_until(lambda t: t.before_cursor == "> git", "the query")
        shell.send(ALT_R)
        see(shell, *GIT)
        shell.send(key)
        shell.wait_until(lambda t: t.before_cursor == "> git" and "before" in t.text, "the prompt as it was")
        shell.send("!")
        shell.wait_until(lambda t: t.before_cursor == "> git!", "the line as it is edited")


def test_this_session_and_the_arrows(daemon: RunningDaemon) -> None:
    """The picker knows which shell has opened it, and what that has run."""
    teach(daemon)
    with open_fish(daemon.paths, environ=OWN) as shell:
        shell.run("echo one")
        shell.run("echo two")
        shell.send(ALT_R)
        for scope in ("this directory", "this session"):
            shell.send(CTRL_R)
            see_scope(shell, scope)
        shell.wait_until(lambda t: [line for line in t.lines if line][2:4] == ["echo two", "echo one"], "its lines")
        shell.send(DOWN + ENTER)
        shell.wait_until(lambda t: t.before_cursor == "> echo one", "the second line on the prompt")


def test_without_a_daemon_one_line_says_so(daemon: RunningDaemon) -> None:
    """Below the prompt, which then stands anew with the line that was typed."""
    with open_fish(daemon.paths, environ=OWN) as shell:
        daemon.stop()
        shell.send("echo on")
        shell.wait_until(lambda t: t.before_cursor == "> echo on", "the line")
        shell.send(ALT_R)
        message = "segue: the segue daemon is not running: try `segue start`"
        shell.wait_until(lambda t: message in t.lines and t.before_cursor == "> echo on", "the message")
        assert shell.run("") == "on"
