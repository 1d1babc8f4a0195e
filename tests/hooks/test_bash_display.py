"""The hint disturbs nothing: not the line above it, not the scrollback, not a prompt of whatever kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from typing import TYPE_CHECKING

import pytest

from tests.helpers.keys import ALT_N, CTRL_C, CTRL_U, RIGHT
from tests.helpers.waiting import wait_until
from tests.hooks.bash_support import ScriptedSpool, every_bash, needs_line, open_bash

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hooks.bash_support import Bash

HINT = "make test"


@every_bash
@pytest.mark.parametrize("rows", [30, 6], ids=["tall", "bottom"])
def test_nothing_of_it_stays_on_the_screen(bash: str, rows: int) -> None:
    """A command, an empty line and Ctrl-C leave what they would leave without hints."""
    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths, rows=rows) as shell:
        shell.see(HINT)
        for keys, left in [
            ("echo one\r", ["> echo one", "one"]),
            ("\r", ["one", ">"]),
            (CTRL_C, [">", ">"]),
            ("\r", [">", ">"]),
            (f"{HINT}?{CTRL_U}echo two\r", ["> echo two", "two"]),
            ("{ echo three; }\r", ["> { echo three; }", "three"]),
        ]:
            shell.send(keys)
            shell.wait_until(lambda _, left=left: above_the_prompt(shell) == left, f"{left} and the next hint")  # type: ignore[misc]
            assert sum(HINT in line for line in shell.lines) == 1
        shell.send("exit\r")
        shell.wait_until(lambda t: HINT not in t.text, "a clear row")


def above_the_prompt(shell: Bash) -> list[str]:
    """Return the two rows above the prompt once the hint is there; not every bash writes ^C, and not always."""
    if shell.hint != HINT or shell.before_cursor != shell.prompt:
        return []
    return [line.replace("> ^C", ">") for line in shell.lines[: shell.cursor.row][-2:]]


@needs_line
@pytest.mark.parametrize("line", ["(echo out)", "f() { :; }; f; echo out", "for i in out; do echo $i; done"])
def test_every_kind_of_command_begins_on_a_clear_row(bash: str, line: str) -> None:
    """Also those that bash 3.2 begins without telling anybody, which is why it is not tested there."""
    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see(HINT)
        assert shell.run(line) == "out"
        shell.see(HINT)
        assert shell.lines[1] == "out"


@every_bash
def test_it_stands_below_the_last_line_of_a_long_prompt(bash: str) -> None:
    """A prompt of two lines, made by a slow command, is complete before anything is drawn."""
    rc = "PS1='$(sleep 0.03)[\\w]\\n$(sleep 0.03)\\[\\e[1m\\]> \\[\\e[0m\\]'"
    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths, after=rc, rows=6) as shell:
        for number in range(4):
            shell.see(HINT)
            assert shell.lines[shell.cursor.row - 1] == f"[{daemon.home}]"
            assert shell.lines[shell.cursor.row] == ">"
            shell.send(f"echo {number}\r")
            shell.wait_until(lambda t, n=number: str(n) in t.lines, "the output")  # type: ignore[misc]
        shell.see(HINT)
        assert sum(HINT in line for line in shell.lines) == 1


@every_bash
def test_typing_over_the_whole_width_keeps_the_line_whole(bash: str) -> None:
    """Readline's line is what it would be without a hint, wrapped or not."""
    text = "echo " + "x" * 60
    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths, columns=40) as shell:
        shell.see(HINT)
        shell.send(text)
        shell.wait_until(lambda t: t.lines[1].startswith(text[38:]), "the wrapped line")
        shell.send(CTRL_U + "echo short\r")
        shell.wait_until(lambda t: "short" in t.lines, "the output")
        shell.see(HINT)
        assert shell.lines[0] == "> echo short"


@every_bash
def test_continuation_lines_begin_on_a_clear_row(bash: str) -> None:
    """PS2 comes where the hint was."""
    rc = "PS2='more> '"
    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        shell.see(HINT)
        shell.run("echo before")
        shell.see(HINT)
        shell.send("echo 'a\r")
        shell.wait_until(lambda t: t.before_cursor == "more> ", "the second line")
        assert HINT not in shell.text
        shell.run("b'")
        shell.see(HINT)
        assert shell.lines[shell.cursor.row - 4 : shell.cursor.row] == ["> echo 'a", "more> b'", "a", "b"]


@every_bash
@pytest.mark.parametrize(
    ("line", "shown", "column"),
    [
        ("ls", "ls", 13),
        ("echo " + "y" * 25, "echo " + "y" * 25, 9),
        ("echo " + "y" * 60, "echo " + "y" * 33 + "…", 0),
        ("echo ü", "echo ü", 13),
        ("echo " + "世" * 10, "echo " + "世" * 10, 13),
        ("echo " + "世" * 40, "echo " + "世" * 15 + "…", 0),
    ],
    ids=["short", "shifted", "cut", "umlaut", "wide", "wide and cut"],
)
def test_it_fits_into_its_row(bash: str, line: str, shown: str, column: int) -> None:
    """It begins at a third of the width, further left when it is long, and is cut when it is longer than the row."""
    with ScriptedSpool(line) as daemon, open_bash(bash, daemon.paths, columns=40) as shell:
        shell.see(shown)
        (run,) = shell.runs()
        assert run.column == column


@every_bash
def test_a_new_size_takes_the_hint_away(bash: str) -> None:
    """Nobody knows what a terminal makes of the row below when it wraps anew; the next prompt has its hint again."""
    with ScriptedSpool("echo " + "y" * 30) as daemon, open_bash(bash, daemon.paths, columns=60) as shell:
        shell.see("echo " + "y" * 30)
        shell.send("typed")
        shell.see("echo " + "y" * 30, typed="typed")
        for columns in range(59, 49, -1):  # as dragging a window's edge does
            shell.resize(columns, 50)
        shell.wait_until(lambda t: not t.hints() and "y" * 30 not in t.text, "a clear row")
        assert shell.line == "> typed"
        shell.run(CTRL_U)
        shell.see("echo " + "y" * 30)


@every_bash
def test_what_is_typed_ahead_is_not_disturbed(bash: str) -> None:
    """Keys that come before the prompt run as they were typed, and the last prompt has a hint."""
    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see(HINT)
        shell.send("".join(f"echo {number}\r" for number in range(20)))
        shell.wait_until(lambda t: "19" in t.lines, "the last output")
        shell.see(HINT)
        assert shell.text.count(HINT) == 1
        assert shell.lines[:41] == [part for n in range(20) for part in (f"> echo {n}", f"{n}")] + [">"]


@needs_line
def test_walking_draws_on_the_same_row(bash: str) -> None:
    """At the bottom of the screen, too, nothing moves."""
    lines = ["one", "two, which is longer", "three"]
    with ScriptedSpool(*lines) as daemon, open_bash(bash, daemon.paths, rows=3) as shell:
        shell.send("echo a\recho b\r")
        # The hint of the first prompt may stand there for a moment, before the second command is read.
        shell.wait_until(lambda t: t.lines[0] == "b" and shell.hint == "one", "the second command's own hint")
        for line in [*lines, *lines]:
            shell.see(line)
            assert shell.lines[:2] == ["b", ">"]
            shell.send(ALT_N)


@every_bash
@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_gets_no_hint(bash: str, term: str) -> None:
    """Where the cursor cannot be moved nothing is drawn, and commands are recorded all the same."""
    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths, before=f"TERM={term}") as shell:
        shell.run("true")
        shell.wait_until(lambda _: daemon.recorded == ["true"], "the record")
        shell.run("true again")
        assert HINT.encode() not in shell.output


@needs_line
@pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")
@pytest.mark.parametrize("rows", [20, 5], ids=["tall", "bottom"])
def test_tmux_shows_the_same(bash: str, rows: int) -> None:
    """Another terminal than the one of the other tests, with a scrollback to look at."""
    name = f"segue-{uuid.uuid4().hex[:8]}"

    def tmux(*words: str) -> str:
        argv = ["tmux", "-L", name, "-f", "/dev/null", *words]
        return subprocess.run(argv, capture_output=True, check=True, encoding="utf-8").stdout

    def screen() -> list[str]:
        return tmux("capture-pane", "-p", "-S", "-").rstrip("\n").split("\n")

    def shows(what: str) -> Callable[[], bool]:
        return lambda: any(what in line for line in screen())

    with ScriptedSpool(HINT) as daemon, open_bash(bash, daemon.paths) as model:
        # The same files and environment, in a terminal of tmux.
        rc = str(model.folder / "bashrc")
        env = {"PATH": os.environ["PATH"], "HOME": str(model.folder), "LANG": "C.UTF-8", "INPUTRC": "/dev/null"}
        words = [f"{key}={value}" for key, value in env.items()]
        argv = ["env", "-i", *words, "TERM=screen", bash, "--noprofile", "--rcfile", rc, "-i"]
        tmux("new-session", "-d", "-x", "60", "-y", str(rows), *argv)
        try:
            for number in range(3):
                wait_until(lambda: screen()[-1].strip() == HINT, "the hint in tmux")
                tmux("send-keys", f"echo {number}", "Enter")
                wait_until(lambda n=number: str(n) in screen(), "the output")  # type: ignore[misc]
            wait_until(lambda: screen()[-1].strip() == HINT, "the hint in tmux")
            tmux("send-keys", "Right")
            wait_until(shows(f"> {HINT}"), "the taken suggestion")
            tmux("send-keys", "C-c")
            wait_until(lambda: screen()[-1].strip() == HINT and screen()[-2] == ">", "the hint after Ctrl-C")
            expected = [part for n in range(3) for part in (f"> echo {n}", f"{n}")]
            assert screen()[:-1] == [*expected, f"> {HINT}^C", ">"]
        finally:
            tmux("kill-server")


@needs_line
def test_a_hint_that_is_taken_goes_with_the_line(bash: str) -> None:
    """After the suggestion has run, its text stands once in the scrollback: as the command."""
    with ScriptedSpool("echo done") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.see("echo done")
        shell.press(RIGHT, typed="echo done")
        assert shell.run("") == "done"
        shell.see("echo done")
        assert shell.lines[:2] == ["> echo done", "done"]
