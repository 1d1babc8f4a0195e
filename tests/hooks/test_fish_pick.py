"""Alt-R in fish: the picker opens for what is typed, and puts one line on the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.keys import ALT_R, CTRL_C, ESC
from tests.hooks.fish_support import needs_fish, open_fish
from tests.hooks.picking import OWN, both, leave, pick_of_this_session, pick_what_is_typed, teach

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = needs_fish


@both
def test_what_is_typed_is_the_query_and_the_chosen_line_replaces_it(daemon: RunningDaemon, ui: dict[str, str]) -> None:
    """The line stands on the prompt, ready to be edited; it has not been run."""
    teach(daemon)
    with open_fish(daemon.paths, environ=ui) as shell:
        pick_what_is_typed(shell, daemon)


@both
@pytest.mark.parametrize("key", [ESC, CTRL_C])
def test_leaving_keeps_the_line(daemon: RunningDaemon, ui: dict[str, str], key: str) -> None:
    """Esc and Ctrl-C change nothing, and the shell goes on where it was, the screen as it was."""
    teach(daemon)
    with open_fish(daemon.paths, environ=ui) as shell:
        leave(shell, key)


def test_this_session_and_the_arrows(daemon: RunningDaemon) -> None:
    """The picker knows which shell has opened it, and what that has run."""
    teach(daemon)
    with open_fish(daemon.paths, environ=OWN) as shell:
        pick_of_this_session(shell)


def test_without_a_daemon_one_line_says_so(daemon: RunningDaemon) -> None:
    """Below the prompt, which then stands anew with the line that was typed."""
    with open_fish(daemon.paths, environ=OWN) as shell:
        daemon.stop()
        shell.press("echo on", typed="echo on")
        shell.send(ALT_R)
        message = "segue: the segue daemon is not running: try `segue start`"
        shell.wait_until(lambda t: message in t.lines and t.before_cursor == "> echo on", "the message")
        assert shell.run("") == "on"
