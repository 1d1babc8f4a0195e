"""Alt-R in a real zsh: the picker opens for what is typed, and puts one line on the prompt."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.helpers.keys import ALT_R, ALT_X, CTRL_C, CTRL_R, DOWN, ENTER, ESC, UP
from tests.helpers.waiting import wait_until
from tests.helpers.zsh import every_zsh, open_zsh
from tests.hooks.picking import (
    ELSEWHERE,
    FZF,
    GIT,
    LINES,
    OWN,
    both,
    is_found,
    leave,
    pick_what_is_typed,
    see,
    see_scope,
    teach,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from segue.config.paths import Paths
    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.zsh import Zsh

pytestmark = every_zsh


@contextmanager
def open_answered(
    zsh: str, paths: Paths, *, before: str = "", environ: Mapping[str, str] | None = None
) -> Iterator[Zsh]:
    """Yield a zsh whose keys are bound, as they are once the daemon has answered."""
    with open_zsh(zsh, paths, before=before, environ=environ) as shell:
        shell.settle()
        yield shell


@both
def test_what_is_typed_is_the_query_and_the_chosen_line_replaces_it(
    zsh: str, daemon: RunningDaemon, ui: dict[str, str]
) -> None:
    """The line stands on the prompt, ready to be edited; it has not been run."""
    teach(daemon)
    with open_answered(zsh, daemon.paths, environ=ui) as shell:
        pick_what_is_typed(shell, daemon)


@both
def test_typing_searches_on_and_the_arrows_choose(zsh: str, daemon: RunningDaemon, ui: dict[str, str]) -> None:
    """Without a query the latest lines come first; each key asks again; the second line is one step away."""
    teach(daemon)
    with open_answered(zsh, daemon.paths, environ=ui) as shell:
        shell.send(ALT_R)
        see(shell, *LINES, ELSEWHERE, first="touch ran")
        shell.send("git")
        see(shell, *GIT)
        shell.send(" push")
        see(shell, *GIT, first="git push origin main")
        shell.send(DOWN + DOWN + UP + UP + DOWN + ENTER)
        shell.wait_until(lambda _: shell.typed == "git commit -m wip", "the second line on the prompt")


@both
@pytest.mark.parametrize("key", [ESC, CTRL_C, "\x07"])
def test_leaving_keeps_the_line(zsh: str, daemon: RunningDaemon, ui: dict[str, str], key: str) -> None:
    """Esc, Ctrl-C and Ctrl-G change nothing, and the shell goes on where it was, the screen as it was."""
    teach(daemon)
    with open_answered(zsh, daemon.paths, environ=ui) as shell:
        leave(shell, key)
        assert shell.prompts == 2


@both
def test_ctrl_r_looks_closer_and_closer(zsh: str, daemon: RunningDaemon, ui: dict[str, str]) -> None:
    """Everywhere, this repository, this directory, this session, and everywhere again."""
    teach(daemon)
    (daemon.home / ".git").mkdir()
    with open_answered(zsh, daemon.paths, environ=ui) as shell:
        shell.send(ALT_R)
        see(shell, *LINES, ELSEWHERE)
        for scope in ("this repository", "this directory"):
            shell.send(CTRL_R)
            see_scope(shell, scope)
            see(shell, *LINES)
        shell.send(CTRL_R)
        see_scope(shell, "this session")
        see(shell)
        shell.send(CTRL_R)
        see(shell, *LINES, ELSEWHERE)


@both
def test_forgetting_asks_first(zsh: str, daemon: RunningDaemon, ui: dict[str, str]) -> None:
    """Alt-X and y removes the line everywhere, and anything but y nothing."""
    teach(daemon)
    rest = [line for line in LINES if line != "touch ran"]
    with open_answered(zsh, daemon.paths, environ=ui) as shell:
        shell.send(ALT_R)
        see(shell, *LINES, ELSEWHERE, first="touch ran")
        shell.send(ALT_X)
        shell.wait_until(lambda t: "Forget this for good" in t.text, "the question")
        shell.send("n\r" if ui is FZF else "n")
        see(shell, *LINES, ELSEWHERE, first="touch ran")
        assert is_found(daemon, "touch ran")
        shell.send(ALT_X)
        shell.wait_until(lambda t: "Forget this for good" in t.text, "the question")
        shell.send("y\r" if ui is FZF else "y")
        see(shell, *rest, ELSEWHERE)
        wait_until(lambda: not is_found(daemon, "touch ran"), "it to be forgotten")


def test_without_a_daemon_one_line_says_so(zsh: str, daemon: RunningDaemon) -> None:
    """Below the prompt, which stays as it is; where none has ever answered, no key is bound."""
    with open_answered(zsh, daemon.paths, environ=OWN) as shell:
        daemon.stop()
        shell.press("git", typed="git")
        shell.send(ALT_R)
        message = "segue: the segue daemon is not running: try `segue start`"
        shell.wait_until(
            lambda t: t.lines[t.cursor.row + 1] == message and shell.typed == "git", "the message below the prompt"
        )
        assert shell.run("; echo on").endswith("on")
    with open_zsh(zsh, daemon.paths, environ=OWN) as shell:
        shell.run("true")
        assert shell.run("bindkey | grep -c segue") == "0"


def test_the_key_can_be_changed(zsh: str, daemon: RunningDaemon) -> None:
    """SEGUE_PICK_KEYS takes another key, and Alt-R is what it was."""
    teach(daemon)
    with open_answered(zsh, daemon.paths, before="SEGUE_PICK_KEYS=('^T')", environ=OWN) as shell:
        shell.press("ran", typed="ran")
        shell.send("\x14")
        see(shell, "touch ran")
        shell.send(ENTER)
        shell.wait_until(lambda _: shell.typed == "touch ran", "the line on the prompt")
        assert "_segue" not in shell.evaluate("$(bindkey -M emacs '^[r')")


def test_a_line_of_several_rows_and_odd_characters(zsh: str, daemon: RunningDaemon) -> None:
    """It comes back as it was run, byte by byte."""
    line = "echo 'one\ntwo' \"$HOME\" `x` caf\udce9 \u00e9"
    daemon.learn([line])
    daemon.status()
    with open_answered(zsh, daemon.paths, environ=OWN) as shell:
        shell.send(ALT_R)
        shell.wait_until(lambda t: "echo 'one\\ntwo'" in t.text, "the line in the picker")
        shell.send(ENTER)
        shell.wait_until(lambda t: "echo 'one" in t.text and "Ctrl-R" not in t.text, "the line on the prompt")
        assert shell.evaluate("$BUFFER") == line
