"""bash: what the configuration file says holds in every shell, and what a shell sets comes before it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from segue.assets.hooks import init_script
from segue.protocol.messages import VERSION, Kind
from tests.helpers.keys import CTRL_T
from tests.helpers.waiting import wait_until
from tests.hooks.bash_support import ScriptedSpool, every_bash, needs_line, open_bash
from tests.hooks.settings_support import configure, follow, go_quiet_and_on, teach

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that knows what comes after `true`."""
    return teach(daemon)


@every_bash
def test_a_running_shell_follows_the_file(bash: str, daemon: RunningDaemon) -> None:
    """At its next prompt: no suggestion any more, and later again."""
    with open_bash(bash, daemon.paths) as shell:
        go_quiet_and_on(shell, daemon, "bash")


@every_bash
def test_a_variable_of_the_shell_comes_before_the_file(bash: str, daemon: RunningDaemon) -> None:
    """Whatever the file says."""
    configure(daemon, "suggestions.empty_prompt", "false")
    with open_bash(bash, daemon.paths, before="SEGUE_EMPTY_PROMPT=1") as shell:
        follow(shell, daemon, "bash")
        shell.run("true")
        shell.see("echo next")


@needs_line
def test_keys_of_a_new_shell(bash: str, daemon: RunningDaemon) -> None:
    """The key of the file takes the suggestion; a shell's own array comes before it."""
    configure(daemon, "keys.accept", "ctrl-t")
    init = daemon.paths.init_script("bash")
    with open_bash(bash, daemon.paths, after=f"source {init}") as shell:
        shell.run("true")
        shell.see("echo next")
        shell.press(CTRL_T, typed="echo next")
    own = rf"SEGUE_ACCEPT_KEYS=('\C-y'); source {init}"
    with open_bash(bash, daemon.paths, after=own) as shell:
        shell.run("true")
        shell.see("echo next")
        shell.press("\x19", typed="echo next")


@every_bash
def test_the_shell_ends_at_no_error(bash: str, daemon: RunningDaemon) -> None:
    """With unset variables forbidden, failures fatal, and in posix mode; and where the settings file is gone."""
    with open_bash(bash, daemon.paths, after="set -eu; set -o posix") as shell:
        shell.run("true")
        configure(daemon, "suggestions.threshold", "29")
        follow(shell, daemon, "bash")
        configure(daemon, "suggestions.threshold", "28")
        daemon.paths.shell_settings("bash").unlink()
        assert shell.run("true") == ""
        assert shell.run("echo $?") == "0"


@every_bash
@pytest.mark.parametrize(
    ("style", "codes"),
    [
        ("faint", "2"),
        ("fg=red,faint", "31;2"),
        ("fg=8,bold", "38;5;8;1"),
        ("fg=#ff8000", "38;2;255;128;0"),
        ("bg=4,fg=white,underline", "44;37;4"),
        ("standout,italic", "7;3"),
        ("nonsense", "2"),
        ("fg=999x", "2"),
    ],
)
def test_a_style_of_zsh_becomes_what_the_terminal_understands(
    bash: str, daemon: RunningDaemon, style: str, codes: str
) -> None:
    """The same text in the file means the same in both shells; what is no style is faint."""
    script = init_script("bash", daemon.paths, VERSION) + f"\n_segue_codes_of '{style}'; echo $_segue_reply"
    result = subprocess.run([bash, "--noprofile", "--norc", "-c", script], capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == (f"{codes}\n", "")


@every_bash
def test_the_style_is_drawn(bash: str) -> None:
    """SEGUE_HIGHLIGHT_STYLE, and afterwards everything is as it was."""
    with (
        ScriptedSpool("git push") as scripted,
        open_bash(bash, scripted.paths, environ={"SEGUE_HIGHLIGHT_STYLE": "fg=cyan,faint"}) as shell,
    ):
        shell.run("true")
        shell.wait_until(lambda t: b"\x1b[36;2mgit push\x1b[m" in bytes(t.output), "the suggestion in cyan")
        assert shell.run("echo plain") == "plain"


@every_bash
def test_how_many_lines_are_asked_for(bash: str) -> None:
    """SEGUE_COUNT, else eight; nonsense is nothing."""
    for count, asked in (("2", 2), ("12", 12), ("many", 8), ("", 8), ("08", 8)):
        with (
            ScriptedSpool("git push") as scripted,
            open_bash(bash, scripted.paths, environ={"SEGUE_COUNT": count}) as shell,
        ):
            shell.run("true")
            wait_until(lambda d=scripted: bool(d.of(Kind.SUGGEST)), "the question")  # type: ignore[misc]
            assert scripted.of(Kind.SUGGEST)[-1][2] == asked


@every_bash
def test_lines_that_segue_shall_not_know(bash: str) -> None:
    """SEGUE_HISTORY_IGNORE has patterns with colons between; of such a line is told that it ran, and when."""
    with (
        ScriptedSpool() as scripted,
        open_bash(bash, scripted.paths, before="SEGUE_HISTORY_IGNORE='echo hidden*:echo secret'") as shell,
    ):
        for line in ("echo seen", "echo hidden 1", "echo secret", "echo secrets"):
            shell.run(line)
        wait_until(lambda: "echo secrets" in scripted.recorded, "the last record")
    records = scripted.of(Kind.RECORD)
    assert [record[0] for record in records] == ["echo seen", "", "", "echo secrets"]
    assert not any(record[2] is None for record in records)
