"""fish: what the configuration file says holds in every shell, and what a shell sets comes before it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from segue.assets.hooks import init_script
from segue.protocol.messages import VERSION, Kind
from tests.helpers.keys import CTRL_T, CTRL_Y, RIGHT
from tests.helpers.waiting import wait_until
from tests.hooks.bash_support import ScriptedSpool
from tests.hooks.fish_support import FISH, needs_fish, open_fish
from tests.hooks.settings_support import configure, follow, go_quiet_and_on, teach

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = needs_fish


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that knows what comes after `true`."""
    return teach(daemon)


def test_a_running_shell_follows_the_file(daemon: RunningDaemon) -> None:
    """At its next prompt: no suggestion any more, and later again."""
    with open_fish(daemon.paths) as shell:
        go_quiet_and_on(shell, daemon, "fish")


def test_a_variable_of_the_shell_comes_before_the_file(daemon: RunningDaemon) -> None:
    """Whatever the file says; one that is empty says nothing."""
    configure(daemon, "suggestions.empty_prompt", "false")
    with open_fish(daemon.paths, before="set -g SEGUE_EMPTY_PROMPT 1; set -g SEGUE_THRESHOLD ''") as shell:
        follow(shell, daemon, "fish")
        shell.run("true")
        shell.see("echo next")
        configure(daemon, "suggestions.threshold", "100")
        follow(shell, daemon, "fish")
        shell.run("true")
        shell.run("true")
        assert not shell.suggestion


def test_keys_of_a_new_shell(daemon: RunningDaemon) -> None:
    """The key of the file takes the suggestion and the former one does not; a shell's own list comes before it."""
    configure(daemon, "keys.accept", "ctrl-t")
    init = daemon.paths.init_script("fish")
    with open_fish(daemon.paths, after=f"source {init}") as shell:
        shell.run("true")
        shell.see("echo next")
        assert "_segue_" not in shell.run(r" bind \cf")
        shell.run("true")
        shell.see("echo next")
        shell.press(CTRL_T, typed="echo next")
    with open_fish(daemon.paths, after=rf"set -g SEGUE_ACCEPT_KEYS \cy; source {init}") as shell:
        shell.run("true")
        shell.see("echo next")
        shell.press(CTRL_Y, typed="echo next")


def test_a_settings_file_that_is_gone_breaks_nothing(daemon: RunningDaemon) -> None:
    """It is looked for once, nothing is printed, and what was in use stays."""
    with open_fish(daemon.paths) as shell:
        shell.run("true")
        shell.see("echo next")
        configure(daemon, "suggestions.threshold", "29")
        daemon.paths.shell_settings("fish").unlink()
        assert shell.run("true") == ""
        shell.see("echo next")


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("faint", "--dim"),
        ("fg=red,faint", "red --dim"),
        ("fg=8,bold", "brblack --bold"),
        ("fg=#ff8000", "ff8000"),
        ("bg=4,fg=white,underline", "--background blue white --underline"),
        ("standout,italic", "--reverse --italic"),
        ("fg=208", "ff8700"),
        ("fg=232", "080808"),
        ("nonsense", "--dim"),
        ("fg=999", "--dim"),
        ("bg=nocolor", "--dim"),
        ("", "--dim"),
    ],
)
def test_a_style_of_zsh_becomes_what_set_color_understands(daemon: RunningDaemon, style: str, words: str) -> None:
    """The same text means the same in all shells; what is no style is faint."""
    script = (
        init_script("fish", daemon.paths, VERSION)
        + f"\n_segue_colors_of '{style}'; set_color (_segue_colors_of '{style}')"
    )
    result = subprocess.run([FISH, "--no-config", "-c", script], capture_output=True, text=True, check=True, timeout=50)
    assert result.stderr == ""
    assert result.stdout.split("\x1b")[0].split() == words.split()


def test_the_style_is_drawn() -> None:
    """SEGUE_HIGHLIGHT_STYLE, and afterwards everything is as it was."""
    with (
        ScriptedSpool("git push") as scripted,
        open_fish(scripted.paths, before="set -g SEGUE_HIGHLIGHT_STYLE fg=cyan,underline", wait=False) as shell,
    ):
        shell.wait_until(lambda t: b"\x1b[4m" in bytes(t.output) and b"\x1b[36m" in bytes(t.output), "cyan, underlined")
        shell.wait_until(lambda t: "git push" in t.text, "the suggestion")
        assert shell.run("echo plain") == "plain"


def test_how_many_lines_are_asked_for() -> None:
    """SEGUE_COUNT, else eight; nonsense is nothing."""
    for count, asked in (("2", 2), ("12", 12), ("many", 8), ("''", 8)):
        with ScriptedSpool("git push") as scripted, open_fish(scripted.paths, before=f"set -g SEGUE_COUNT {count}"):
            wait_until(lambda d=scripted: bool(d.of(Kind.SUGGEST)), "the question")  # type: ignore[misc]
            assert scripted.of(Kind.SUGGEST)[-1][2] == asked


def test_lines_that_segue_shall_not_know() -> None:
    """SEGUE_HISTORY_IGNORE is a list of patterns; of such a line is told that something ran."""
    with (
        ScriptedSpool() as scripted,
        open_fish(scripted.paths, before="set -g SEGUE_HISTORY_IGNORE 'echo hidden*' 'echo secret'") as shell,
    ):
        for line in ("echo seen", "echo hidden 1", "echo secret", "echo secrets"):
            shell.run(line)
        wait_until(lambda: "echo secrets" in scripted.recorded, "the last record")
    assert scripted.recorded == ["echo seen", "", "", "echo secrets"]


def test_an_empty_list_of_keys() -> None:
    """It binds none, and the keys do what they did before."""
    with ScriptedSpool("git push") as scripted, open_fish(scripted.paths, before="set -g SEGUE_ACCEPT_KEYS") as shell:
        shell.see("git push")
        shell.press(RIGHT + "x", typed="x")
