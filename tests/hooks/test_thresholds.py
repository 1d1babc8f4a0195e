"""What is too improbable does not stand on the empty prompt, unless it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.keys import ALT_N, RIGHT
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.waiting import wait_until
from tests.helpers.zsh import every_zsh, open_zsh
from tests.hooks.bash_support import ScriptedSpool, every_bash, needs_line, open_bash

if TYPE_CHECKING:
    from tests.helpers.zsh import Zsh

LIMITS = [({}, 300), ({"SEGUE_THRESHOLD": "70"}, 700), ({"SEGUE_THRESHOLD": "nonsense"}, 300)]


@every_zsh
@pytest.mark.parametrize(("environ", "limit"), LIMITS)
def test_zsh_shows_what_is_probable_enough(zsh: str, environ: dict[str, str], limit: int) -> None:
    """At the threshold it is shown; a thousandth below it is not, and the key for it does what it always did."""
    with (
        ScriptedDaemon({"": ["git push", "git pull"]}) as daemon,
        open_zsh(zsh, daemon.paths, environ=environ) as shell,
    ):
        daemon.milli = limit
        shell.run("true")
        shell.see("git push")
        daemon.milli = limit - 1
        shell.run("true")
        shell.see("")
        asked = len(daemon.of(Kind.SUGGEST))
        shell.run("true")
        wait_until(lambda: len(daemon.of(Kind.SUGGEST)) > asked, "the question")
        shell.press(f"{RIGHT}x", typed="x", ghost="")


def _brings(shell: Zsh, ghost: str) -> bool:
    """Press Alt-N on the empty prompt unless the ghost is there already."""
    if shell.ghost() == ghost:
        return True
    shell.send(ALT_N)
    return False


@every_zsh
def test_zsh_shows_what_is_improbable_on_a_key_and_once_it_is_typed(zsh: str) -> None:
    """Alt-N brings it, and so does its first letter."""
    with ScriptedDaemon({"": ["git push", "git pull"]}) as daemon:
        daemon.milli = 10
        with open_zsh(zsh, daemon.paths) as shell:
            # The answer may not have arrived at the first press.
            shell.wait_until(lambda _: _brings(shell, "git push"), "the ghost")
            shell.press(ALT_N, typed="", ghost="git pull")
            shell.interrupt()
            shell.press("git pul", typed="git pul", ghost="l")


@every_bash
@pytest.mark.parametrize(("environ", "limit"), LIMITS)
def test_bash_shows_what_is_probable_enough(bash: str, environ: dict[str, str], limit: int) -> None:
    """At the threshold it is shown, and below it is not."""
    with ScriptedSpool("git push", "git pull") as daemon, open_bash(bash, daemon.paths, environ=environ) as shell:
        shell.wait_until(lambda _: daemon.of(Kind.SUGGEST), "the first question")
        daemon.milli = limit
        shell.run("true")
        shell.see("git push")
        daemon.milli = limit - 1
        shell.run("true")
        shell.wait_until(lambda _: not shell.hint, "no hint")
        asked = len(daemon.of(Kind.SUGGEST))
        shell.run("true")
        shell.wait_until(lambda _: len(daemon.of(Kind.SUGGEST)) > asked, "the question")
        assert not shell.hint


@needs_line
def test_bash_takes_nothing_unseen_and_shows_it_on_a_key(bash: str) -> None:
    """Right does nothing on the empty prompt; Alt-N draws the line, and then Right takes it."""
    with ScriptedSpool("git push", "git pull") as daemon:
        daemon.milli = 10
        with open_bash(bash, daemon.paths) as shell:
            shell.run("true")
            shell.wait_until(lambda _: daemon.recorded == ["true"], "the record")
            shell.wait_to_be_answered(daemon)
            shell.press(f"{RIGHT}x", typed="x")
            shell.press("\x7f", typed="")
            shell.press(ALT_N, typed="")
            shell.see("git push")
            shell.press(RIGHT, typed="git push")
