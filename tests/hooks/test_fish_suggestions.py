"""The suggestion in fish: in the right prompt, and taken with keys that otherwise do what they did."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.keys import ALT_F, ALT_K, ALT_N, ALT_P, ALT_X, CTRL_E, CTRL_F, CTRL_U, RIGHT
from tests.helpers.tracing import traced
from tests.hooks.bash_support import ScriptedSpool
from tests.hooks.fish_support import needs_fish, open_fish

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon

pytestmark = needs_fish


def test_the_learned_line_stands_in_the_right_prompt(daemon: RunningDaemon) -> None:
    """After what it always follows, a line is shown, taken with a key, and runs."""
    daemon.learn(["echo build", "echo ship"], cwd=daemon.home, times=8)
    with open_fish(daemon.paths) as shell:
        shell.run("echo build")
        shell.see("echo ship")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor == "> echo ship", "the line")
        assert shell.run("") == "ship"


@pytest.mark.parametrize("key", [RIGHT, "\x1bOC", CTRL_F, CTRL_E, "\x1b[F"])
def test_each_key_takes_it_all(key: str) -> None:
    """Right, Ctrl-F, Ctrl-E and End, in both spellings of the terminal."""
    with ScriptedSpool("git push origin") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push origin")
        shell.send(key)
        shell.wait_until(lambda t: t.before_cursor == "> git push origin" and not shell.suggestion, "the line")


def test_words_are_taken_one_by_one() -> None:
    """Alt-F takes a word, and once more the next; Right then takes the rest."""
    with ScriptedSpool("git push origin") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push origin")
        shell.send(ALT_F)
        shell.wait_until(lambda t: t.before_cursor == "> git", "a word")
        shell.send(ALT_F)
        shell.wait_until(lambda t: t.before_cursor == "> git push", "two words")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor == "> git push origin", "the line")


def test_typing_belongs_to_fish() -> None:
    """Once something else is typed, Right takes fish's own autosuggestion, or moves."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.run("echo fish suggests this")
        shell.see("git push")
        shell.send("echo f")
        shell.wait_until(lambda t: "ish suggests this" in t.line, "fish's own autosuggestion")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor == "> echo fish suggests this", "fish's own line")
        shell.send("\x1b[D\x1b[D")
        shell.wait_until(lambda t: t.before_cursor == "> echo fish suggests th", "two characters back")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor == "> echo fish suggests thi", "one ahead")


def test_the_right_prompt_of_the_user_stays() -> None:
    """It stands right of the suggestion, sees the status of the command, and may be defined anew at any time."""
    own = "function fish_right_prompt; printf 'own %s' $status; end"
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths, after=own) as shell:
        shell.wait_until(lambda t: t.line.endswith("git push own 0"), "both")
        shell.run("false")
        shell.wait_until(lambda t: t.line.endswith("git push own 1"), "both")
        shell.run("function fish_right_prompt; printf anew; end")
        shell.wait_until(lambda t: t.line.endswith("git push anew"), "both")


def test_the_status_is_the_commands() -> None:
    """`$status` at the prompt and for the next command is what the last command left."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        shell.run("sh -c 'exit 7'")
        shell.see("git push")
        assert shell.run("echo $status") == "7"


def test_alternatives_are_walked_through() -> None:
    """Alt-N shows the next, Alt-P the one before, and Right takes the one that is shown."""
    with ScriptedSpool("git push", "git pull", "git log") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        shell.send(ALT_N)
        shell.see("git pull")
        shell.send(ALT_P)
        shell.see("git push")
        shell.send(ALT_P)
        shell.see("git log")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor == "> git log", "the line")


def test_the_improbable_waits_to_be_asked_for() -> None:
    """Below SEGUE_THRESHOLD nothing is shown, and Right takes nothing, until Alt-N."""
    with (
        ScriptedSpool("git push") as daemon,
        open_fish(daemon.paths, before="set -g SEGUE_THRESHOLD 60") as shell,
    ):
        shell.wait_to_be_answered(daemon)
        shell.send(RIGHT)
        shell.send(ALT_N)
        shell.see("git push")


def test_a_suggestion_is_dismissed() -> None:
    """After Alt-K nothing is shown or taken until the next prompt."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        shell.send(ALT_K)
        shell.see("")
        shell.send(RIGHT + "x")
        shell.wait_until(lambda t: t.before_cursor == "> x", "only what was typed")
        shell.send(CTRL_U + "\r")
        shell.see("git push")


def test_a_line_is_forgotten() -> None:
    """Alt-X has the daemon forget the line, and asks anew."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        daemon.lines = ["git pull"]
        shell.send(ALT_X)
        shell.see("git pull")
        assert daemon.of(Kind.FORGET) == [["git push"]]


def test_keys_are_the_users_choice() -> None:
    """SEGUE_ACCEPT_KEYS names others; an empty list binds none, and a key that was bound does that otherwise."""
    before = r"set -g SEGUE_ACCEPT_KEYS \cg; set -g SEGUE_NEXT_KEYS; bind \cg 'echo mine'"
    with ScriptedSpool("git push", "git pull") as daemon, open_fish(daemon.paths, before=before) as shell:
        shell.see("git push")
        shell.send("\x07")
        shell.wait_until(lambda t: t.before_cursor == "> git push", "the line, by Ctrl-G")
        shell.send(CTRL_U + ALT_N)
        shell.wait_until(lambda t: t.before_cursor == "> n", "a letter, for Alt-N is bound to nothing")
        shell.send("\x07")
        shell.wait_until(lambda t: "mine" in t.text, "what Ctrl-G was bound to")


def test_vi_keys_are_served() -> None:
    """With fish_vi_key_bindings Right takes the suggestion in insert mode."""
    with (
        ScriptedSpool("git push") as daemon,
        open_fish(daemon.paths, before="fish_vi_key_bindings", wait=False) as shell,
    ):
        shell.wait_until(lambda _: shell.suggestion == "git push", "the suggestion")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor.endswith("> git push"), "the line")


def test_a_long_line_leaves_room() -> None:
    """Of a line of more than half the window only the beginning is shown; all of it is taken."""
    line = "echo " + "x" * 60
    with ScriptedSpool(line) as daemon, open_fish(daemon.paths) as shell:
        shell.see(line[:39] + "…")
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor == "> " + line, "the line")


def test_nothing_is_shown_where_that_is_off() -> None:
    """SEGUE_EMPTY_PROMPT=0 draws nothing; the key takes the line all the same."""
    with (
        ScriptedSpool("git push") as daemon,
        open_fish(daemon.paths, before="set -g SEGUE_EMPTY_PROMPT 0") as shell,
    ):
        shell.run("true")
        shell.wait_until(lambda _: "true" in daemon.recorded, "the command")
        shell.wait_to_be_answered(daemon)
        assert not shell.suggestion
        shell.send(RIGHT)
        shell.wait_until(lambda t: t.before_cursor == "> git push", "the line")


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_fork_on_the_prompt_path(tmp_path: Path) -> None:
    """Once the file is there, recording, asking, drawing and taking start no process."""
    with ScriptedSpool("git push", "git pull") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        with traced(shell.pid, tmp_path / "trace") as started:
            for line in ("true", "true", " true", "echo äöü"):
                shell.run(line)
                shell.see("git push")
            shell.send(ALT_N)
            shell.see("git pull")
            shell.send(RIGHT)
            shell.wait_until(lambda t: t.before_cursor == "> git pull", "the line")
            assert started() == []
            shell.send(CTRL_U + "/bin/true\r")
            shell.wait_until(lambda _: started(), "what is traced at all")
