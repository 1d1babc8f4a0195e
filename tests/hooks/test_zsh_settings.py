"""zsh: what the configuration file says holds in every shell, and what a shell sets comes before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.keys import CTRL_T, RIGHT
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.waiting import wait_until
from tests.helpers.zsh import Zsh, every_zsh, open_zsh
from tests.hooks.settings_support import configure, number_of_settings, teach

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that knows what comes after `true`."""
    return teach(daemon)


def settings_of(shell: Zsh) -> str:
    """Return the number of the settings that a shell has."""
    return shell.evaluate("$_segue_settings")


def follow(shell: Zsh, daemon: RunningDaemon) -> None:
    """Run something that stays unknown, and wait until the shell has the settings of the file."""
    number = number_of_settings(daemon, "zsh")
    shell.run(" :")
    shell.wait_until(lambda _: settings_of(shell) == number, "the settings")


@every_zsh
def test_a_running_shell_follows_the_file(zsh: str, daemon: RunningDaemon) -> None:
    """At its next prompt: no suggestion on the empty prompt any more, and later again."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("true")
        shell.see("echo next")
        configure(daemon, "suggestions.empty_prompt", "false")
        follow(shell, daemon)
        shell.run("true")
        shell.settle()
        shell.see("")
        shell.press("echo n", typed="echo n", ghost="ext")
        shell.interrupt()
        configure(daemon, "suggestions.empty_prompt", "true")
        follow(shell, daemon)
        shell.run("true")
        shell.see("echo next")


@every_zsh
def test_nothing_is_drawn_while_typing_where_that_is_not_wanted(zsh: str, daemon: RunningDaemon) -> None:
    """The empty prompt has its suggestion, and a key takes it; the daemon is asked nothing more."""
    configure(daemon, "suggestions.while_typing", "false")
    with open_zsh(zsh, daemon.paths) as shell:
        follow(shell, daemon)
        shell.run("true")
        shell.see("echo next")
        shell.press("e", typed="e", ghost="")
        shell.press("cho n", typed="echo n", ghost="")
        shell.press("\x15", typed="", ghost="echo next")
        shell.press(RIGHT, typed="echo next", ghost="")


@every_zsh
def test_a_variable_of_the_shell_comes_before_the_file(zsh: str, daemon: RunningDaemon) -> None:
    """Whatever the file says, now or later."""
    configure(daemon, "suggestions.empty_prompt", "false")
    with open_zsh(zsh, daemon.paths, before="SEGUE_EMPTY_PROMPT=1 SEGUE_WHILE_TYPING=0") as shell:
        follow(shell, daemon)
        shell.run("true")
        shell.see("echo next")
        shell.press("ech", typed="ech", ghost="")


@every_zsh
def test_keys_follow_the_file(zsh: str, daemon: RunningDaemon) -> None:
    """The new key does it, the old one does again what it did; a shell's own array comes before the file."""
    with open_zsh(zsh, daemon.paths, before="SEGUE_NEXT_KEYS=('^[n')") as shell:
        configure(daemon, "keys.accept", "ctrl-t")
        configure(daemon, "keys.next", "alt-j")
        follow(shell, daemon)
        shell.run("true")
        shell.see("echo next")
        assert (
            shell.evaluate("${${(z)$(bindkey '^T')}[2]%@*} ${${(z)$(bindkey '^[[C')}[2]}")
            == "_segue_accept forward-char"
        )
        assert shell.evaluate("${${(z)$(bindkey '^[n')}[2]%@*}") == "_segue_next_choice"
        shell.press(CTRL_T, typed="echo next")


@every_zsh
def test_styles_and_their_order(zsh: str, daemon: RunningDaemon) -> None:
    """SEGUE_HIGHLIGHT_STYLE, then the file, then what zsh-autosuggestions has, then grey."""
    painted = "${${=region_highlight[-1]}[3]}"
    with open_zsh(zsh, daemon.paths, before="ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE=fg=5") as shell:
        shell.run("true")
        shell.see("echo next")
        assert shell.evaluate(painted) in {"fg=5", "fg=magenta"}
        configure(daemon, "suggestions.style", "fg=6")
        follow(shell, daemon)
        shell.run("true")
        shell.see("echo next")
        assert shell.evaluate(painted) in {"fg=6", "fg=cyan"}
    with open_zsh(zsh, daemon.paths, before="SEGUE_HIGHLIGHT_STYLE=fg=3") as shell:
        follow(shell, daemon)
        shell.run("true")
        shell.see("echo next")
        assert shell.evaluate(painted) in {"fg=3", "fg=yellow"}


@every_zsh
def test_a_new_shell_begins_with_the_settings_of_the_file(zsh: str, daemon: RunningDaemon) -> None:
    """They stand in the file that it sources, so that it need not read another one."""
    configure(daemon, "suggestions.threshold", "17")
    configure(daemon, "suggestions.count", "3")
    init = daemon.paths.init_script("zsh")
    daemon.paths.shell_settings("zsh").unlink()
    with open_zsh(zsh, daemon.paths, after=f"source {init}") as shell:
        assert shell.evaluate("$_segue_setting_threshold $_segue_setting_count") == "17 3"
        shell.run("true")
        shell.see("echo next")


@every_zsh
def test_nothing_is_exported(zsh: str, daemon: RunningDaemon) -> None:
    """Also where everything is: a child shell has settings of its own."""
    with open_zsh(
        zsh, daemon.paths, before="setopt all_export", after=f"source {daemon.paths.init_script('zsh')}"
    ) as shell:
        follow(shell, daemon)
        assert shell.run("env | grep -c _segue_setting") == "0"


@every_zsh
def test_how_many_lines_are_asked_for(zsh: str) -> None:
    """SEGUE_COUNT, else five; nonsense is nothing."""
    for count, asked in (("2", 2), ("many", 5), ("", 5)):
        with (
            ScriptedDaemon({"": ["git push"]}) as scripted,
            open_zsh(zsh, scripted.paths, environ={"SEGUE_COUNT": count}) as shell,
        ):
            shell.run("true")
            wait_until(lambda d=scripted: bool(d.of(Kind.SUGGEST)), "the question")  # type: ignore[misc]
            assert scripted.of(Kind.SUGGEST)[-1][2] == asked


@every_zsh
def test_a_pattern_that_is_none_keeps_every_line_back(zsh: str) -> None:
    """What was meant to stay unknown does, and nothing is printed about it."""
    with (
        ScriptedDaemon() as scripted,
        open_zsh(zsh, scripted.paths, before="SEGUE_HISTORY_IGNORE='(: hidden|: [x)'") as shell,
    ):
        assert shell.run(": seen") == ""
        assert shell.run(": end") == ""
        wait_until(lambda: len(scripted.records()) > 1, "the records")
    assert set(scripted.records()) == {""}


@every_zsh
def test_ignored_lines_are_told_with_their_time(zsh: str) -> None:
    """A well-formed pattern keeps its lines back and no others."""
    with (
        ScriptedDaemon() as scripted,
        open_zsh(zsh, scripted.paths, before="SEGUE_HISTORY_IGNORE='(: hidden*|: secret)'") as shell,
    ):
        for line in (": seen", ": hidden 1", ": secret", ": secrets"):
            shell.run(line)
        wait_until(lambda: ": secrets" in scripted.records(), "the last record")
    records = scripted.of(Kind.RECORD)
    assert [record[0] for record in records] == [": seen", "", "", ": secrets"]
    assert [record[2] is None for record in records] == [False] * 4
    assert [record[4] for record in records] == [0, None, None, 0]


@every_zsh
def test_a_settings_file_that_is_gone_breaks_nothing(zsh: str, daemon: RunningDaemon) -> None:
    """It is looked for once, and what was in use stays."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("true")
        shell.see("echo next")
        configure(daemon, "suggestions.threshold", "29")
        daemon.paths.shell_settings("zsh").unlink()
        assert shell.run("true") == ""
        shell.see("echo next")
