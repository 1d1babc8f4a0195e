"""Alt-R in a real bash: the picker opens for what is typed, and puts one line on the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.keys import ALT_R, CTRL_C, ESC
from tests.hooks.bash_support import lacks_line, needs_line, open_bash
from tests.hooks.picking import OWN, both, leave, pick_of_this_session, pick_what_is_typed, teach

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


@both
@needs_line
def test_what_is_typed_is_the_query_and_the_chosen_line_replaces_it(
    bash: str, daemon: RunningDaemon, ui: dict[str, str]
) -> None:
    """The line stands on the prompt, ready to be edited; it has not been run."""
    teach(daemon)
    with open_bash(bash, daemon.paths, environ=ui) as shell:
        pick_what_is_typed(shell, daemon)


@both
@needs_line
@pytest.mark.parametrize("key", [ESC, CTRL_C])
def test_leaving_keeps_the_line(bash: str, daemon: RunningDaemon, ui: dict[str, str], key: str) -> None:
    """Esc and Ctrl-C change nothing, and the shell goes on where it was, the screen as it was."""
    teach(daemon)
    with open_bash(bash, daemon.paths, environ=ui) as shell:
        leave(shell, key)


@needs_line
def test_this_session_and_the_arrows(bash: str, daemon: RunningDaemon) -> None:
    """The picker knows which shell has opened it, and what that has run."""
    teach(daemon)
    with open_bash(bash, daemon.paths, environ=OWN) as shell:
        pick_of_this_session(shell)


@needs_line
def test_without_a_daemon_one_line_says_so(bash: str, daemon: RunningDaemon) -> None:
    """Below the prompt, which stays as it is, until the next one."""
    with open_bash(bash, daemon.paths, environ=OWN) as shell:
        daemon.stop()
        shell.press("echo on", typed="echo on")
        shell.send(ALT_R)
        message = "segue: the segue daemon is not running: try `segue start`"
        shell.wait_until(
            lambda t: t.lines[t.cursor.row + 1] == message and t.before_cursor == "> echo on",
            "the message below the prompt",
        )
        assert shell.run("") == "on"


@lacks_line
def test_a_shell_that_hides_its_line_has_no_such_key(bash: str, daemon: RunningDaemon) -> None:
    """With bash 3.2 it goes on doing with Alt-R what readline does."""
    with open_bash(bash, daemon.paths, environ=OWN) as shell:
        assert "revert-line" in shell.run(r"bind -q revert-line")
