"""What bash records: the lines that ran, as they were typed, and nothing that is private."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from segue.protocol.messages import Kind
from tests.helpers.keys import CTRL_C
from tests.hooks.bash_support import VERSIONS, ScriptedSpool, every_bash, open_bash

if TYPE_CHECKING:
    from tests.hooks.bash_support import Bash

LINES = [
    "echo plain",
    "echo a | grep -c b",
    "(cd /; false)",
    "{ true; false; }",
    "f() { :; }",
    "f",
    "for i in 1 2; do true; done",
    "for i in $(seq 300); do :; done",
    "[[ a == b ]]",
    "((0))",
    "x=1",
    "x=1 true",
    "! true",
    "false && true || true",
    "echo 'single \"double\" $x \\ backslash'",
    'echo "tab\\tpercent %s %d 100%"',
    "echo ünïcödé 世界 🦆",
    "cd /",
    "true & wait",
    "case a in a) false;; esac",
    "true # a comment",
    "cat <<< here",
    "echo $(echo substituted)",
    "if true; then false; fi",
    "echo end",
]
"""Kinds of commands that simple hooks get wrong."""


def session(shell: Bash, daemon: ScriptedSpool, lines: list[str]) -> list[str]:
    """Run the lines and return what was recorded."""
    for line in lines:
        shell.run(line)
    shell.run("echo last-line")
    shell.wait_until(lambda _: daemon.recorded[-1:] == ["echo last-line"], "the records")
    return daemon.recorded[:-1]


@every_bash
@pytest.mark.parametrize(
    "control", ["", "ignorespace", "ignoredups", "ignoreboth", "erasedups", "ignoreboth:erasedups"]
)
def test_every_kind_of_command_is_recorded_as_typed(bash: str, control: str) -> None:
    """Whole pipelines, subshells and function definitions, whatever HISTCONTROL says."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before=f"HISTCONTROL={control}", rows=120) as shell:
        assert session(shell, daemon, LINES) == LINES


@every_bash
@pytest.mark.parametrize(
    "control", ["", "ignorespace", "ignoredups", "ignoreboth", "erasedups", "ignoreboth:erasedups"]
)
def test_repetitions_are_recorded_and_private_lines_are_not(bash: str, control: str) -> None:
    """A leading blank is private with any HISTCONTROL; of such a line nothing is sent but that something ran."""
    typed = [
        "make",
        "make",
        " secret --token x",
        "make",
        "make | cat",
        "make | cat",
        " echo secret",
        "true",
        "make",
        "true",
    ]
    with (
        ScriptedSpool() as daemon,
        open_bash(bash, daemon.paths, before=f"make() {{ :; }}; HISTCONTROL={control}") as shell,
    ):
        assert session(shell, daemon, typed) == ["" if line.startswith(" ") else line for line in typed]
        assert "secret" not in str(daemon.requests)


@every_bash
def test_ignored_patterns_are_private(bash: str) -> None:
    """What HISTIGNORE keeps out of the history stays out of segue."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before="HISTIGNORE='*secret*:&'") as shell:
        recorded = session(shell, daemon, ["true", "echo secret", "true", "true", "secret-tool"])
        assert recorded == ["true", "", "true", "true", ""]
        assert "secret" not in str(daemon.requests)


@every_bash
def test_without_a_history_everything_is_private(bash: str) -> None:
    """`set +o history` is how people hide what they do next."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths) as shell:
        recorded = session(
            shell, daemon, ["true", "set +o history", "echo secret", "echo secret", "set -o history", "true"]
        )
        assert recorded == ["true", "set +o history", "", "", "", "true"]


@every_bash
def test_private_mode_records_and_asks_nothing(bash: str) -> None:
    """While SEGUE_PRIVATE is set nothing is sent; afterwards the chain of commands is cut."""
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.run("true")
        shell.see("git push")
        shell.run("SEGUE_PRIVATE=1")
        before = len(daemon.requests)
        shell.run("echo one")
        shell.run("echo two")
        shell.run("unset SEGUE_PRIVATE")
        shell.see("git push")
        assert session(shell, daemon, []) == ["true", ""]
        assert not {"one", "two"} & {word for request in daemon.requests[before:] for word in str(request).split()}


@every_bash
def test_what_does_not_run_is_not_recorded(bash: str) -> None:
    """Empty lines, Ctrl-C and syntax errors are no commands."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths) as shell:
        shell.run("true")
        shell.run("")
        shell.run("   ")
        shell.run("never run" + CTRL_C)
        shell.run("if then fi")
        shell.run(")")
        assert session(shell, daemon, ["false"]) == ["true", "false"]


@every_bash
def test_multi_line_commands_are_one(bash: str) -> None:
    """As the history has them: joined, or with their newlines under lithist."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before="shopt -s cmdhist") as shell:
        shell.send("for i in 1 2\rdo echo $i\rdone\r")
        shell.wait_until(lambda t: "2" in t.lines and t.before_cursor == "> ", "the output")
        shell.run("shopt -s lithist")
        shell.send("for i in 3 4\rdo echo $i\rdone\r")
        shell.wait_until(lambda t: "4" in t.lines and t.before_cursor == "> ", "the output")
        shell.run("shopt -u lithist cmdhist")
        shell.send("for i in 5 6\rdo echo $i\rdone\r")
        shell.wait_until(lambda t: "6" in t.lines and t.before_cursor == "> ", "the output")
        assert session(shell, daemon, []) == [
            "for i in 1 2; do echo $i; done",
            "shopt -s lithist",
            "for i in 3 4\ndo echo $i\ndone",
            "shopt -u lithist cmdhist",
            "for i in 5 6\ndo echo $i\ndone",
        ]


@every_bash
def test_what_other_shells_add_to_the_history_is_not_ours(bash: str) -> None:
    """With `history -n` in PROMPT_COMMAND the last entry may be somebody else's."""
    rc = "HISTCONTROL=ignoreboth; PROMPT_COMMAND='history -a; history -n'"
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        history = shell.folder / "history"
        shell.run("echo mine")
        for number in range(2):
            with history.open("a") as file:
                file.write(f"echo theirs {number}\n")
            shell.run(" private")
            shell.run(" private")
        shell.run("echo mine")
        assert session(shell, daemon, []) == ["echo mine", "", "", "", "", "echo mine"]


@every_bash
def test_where_when_how_long_and_how_it_ended(bash: str) -> None:
    """The directory is the one in which the command was started, even when it was `cd`."""
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths) as shell:
        shell.wait_until(lambda _: daemon.of(Kind.SUGGEST), "the first question")
        begun = time.time()
        shell.run("cd /usr; sleep 1.1; (exit 42)")
        shell.run("true")
        session(shell, daemon, [])
        (cwd, start, duration, status), (later, _, short, ok) = (fields[1:5] for fields in daemon.of(Kind.RECORD)[:2])
        coarse = 1000 if VERSIONS[bash] < (5, 0) else 0
        assert (cwd, later) == (str(daemon.home), "/usr")
        assert begun * 1000 - 1000 <= start <= time.time() * 1000
        assert 1100 - coarse <= duration <= 1000 * (time.time() - begun) + coarse
        assert 0 <= short <= duration
        assert (status, ok) == (42, 0)
        assert {path for _, path, *_ in daemon.of(Kind.SUGGEST)} == {str(daemon.home), "/usr"}


OPTIONS = """
set -u
set -o noclobber
HISTTIMEFORMAT='%F %T '
shopt -s lithist
set -o posix
shopt -s extdebug
set -o functrace; trap 'true' DEBUG
IFS=0123456789_segue-
shopt -s nocasematch
shopt -s nullglob failglob
set -f
set -a
set -o vi
set -o physical
LC_ALL=C
HISTSIZE=3
shopt -u promptvars; PS1='> '
alias local=false printf=false read=false trap=false builtin=false
printf() { false; }; read() { false; }; history() { false; }; bind() { false; }; trap() { false; }
""".strip().splitlines()


@every_bash
@pytest.mark.parametrize("options", OPTIONS)
def test_no_option_of_the_shell_breaks_it(bash: str, options: str) -> None:
    """People have all kinds of settings; the hook neither depends on them nor says a word."""
    lines = ["echo one", "(exit 7)", "echo one | cat", "cd /", "cd /", "echo two"]
    for place in ("before", "after"):
        with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, **{place: options}) as shell:  # type: ignore[arg-type]
            assert session(shell, daemon, lines) == lines
            if "promptvars" not in options:  # without them nothing could clear the hint's row
                daemon.lines = ["git push"]
                shell.run("echo three")
                shell.see("git push")
            # That is a race of 5.3 with its own children.
            noise = [line for line in shell.lines if "segue" in line or ("bash" in line and "setpgid" not in line)]
            assert not noise, noise


@every_bash
@pytest.mark.parametrize("more", ["", "PROMPT_COMMAND=true"])
def test_an_err_trap_fires_for_the_users_commands_only(bash: str, more: str) -> None:
    """With errtrace, too."""
    rc = f"set -E; trap 'echo ERROR' ERR; {more if VERSIONS[bash] >= (5, 1) else ''}"
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        assert session(shell, daemon, ["true", "false", " true"]) == ["true", "false", ""]
        shell.see("git push")
        assert [line for line in shell.lines if "ERROR" in line] == ["ERROR"]


@every_bash
def test_a_session_under_errexit_lives_on(bash: str) -> None:
    """Nothing in the hook may fail unguarded, or `set -e` would end the shell."""
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.run("set -e")
        assert session(shell, daemon, ["! true", " true", "true", "false || true"]) == [
            "set -e",
            "! true",
            "",
            "true",
            "false || true",
        ]
        shell.see("git push")


@every_bash
@pytest.mark.parametrize(("size", "kept"), [(3_900, True), (4_100, False), (100_000, False)])
def test_a_huge_line_runs_and_is_unknown(bash: str, size: int, *, kept: bool) -> None:
    """A line of 100 kB is neither sent nor does it slow anything down; the next one is recorded again."""
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths, rows=120, columns=200) as shell:
        shell.see("git push")
        line = "true " + "x" * (size - 5)
        # As a paste: readline shows a long line anew for each key, which takes it minutes.
        (shell.folder / "long").write_text(f"history -s '{line}'")
        shell.send(f". ./{(shell.folder / 'long').relative_to('/')}\r".replace("./", "/", 1))
        shell.wait_until(lambda _: bool(daemon.recorded), "the record")
        assert session(shell, daemon, ["echo next"])[-1] == "echo next"
        assert (daemon.recorded[0] == line) == kept


@every_bash
def test_bytes_that_are_no_text_pass(bash: str) -> None:
    """A line may hold any bytes; they reach the daemon as they were typed."""
    rc = "bind 'set input-meta on'; bind 'set convert-meta off'"
    with ScriptedSpool() as daemon, open_bash(bash, daemon.paths, before=rc, environ={"LC_ALL": "C"}) as shell:
        shell.run(b"echo \xff\xfe\x80 \xc3\xa9 >/dev/null")
        session(shell, daemon, [])
        recorded = os.fsencode(daemon.recorded[0])
        assert recorded == b"echo \xff\xfe\x80 \xc3\xa9 >/dev/null"


@every_bash
def test_a_daemon_that_forgot_the_shell_is_greeted_again(bash: str) -> None:
    """When the reply says that the session is unknown, the next prompt begins with hello."""
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths) as shell:
        shell.run("true")
        shell.see("git push")
        greetings: list[list[Any]] = daemon.of(Kind.HELLO)
        assert [[hello[0], hello[1], hello[2], hello[3]] for hello in greetings] == [[1, "bash", shell.pid, "human"]]
        assert greetings[0][4] == str(shell.folder / "history")
        daemon.known = 0
        shell.run("true")
        shell.see("git push")
        daemon.known = 1
        shell.run("true")
        shell.see("git push")
        shell.run("true")
        shell.see("git push")
        assert len(daemon.of(Kind.HELLO)) == 2


@every_bash
def test_an_answer_that_is_read_again_makes_no_second_greeting(bash: str) -> None:
    """Signals come more than once, and one may find the answer before last: that the shell was unknown then."""
    rc = "trap 'echo seen >~/signal' WINCH"
    with ScriptedSpool("git push") as daemon, open_bash(bash, daemon.paths, before=rc) as shell:
        shell.see("git push")
        daemon.known = 0
        shell.run("true")
        shell.see("git push")
        daemon.known, daemon.silent = 1, True
        shell.run("true")
        shell.press("true", typed="true")
        shell.resize(79, 50)
        shell.wait_until(lambda _: (shell.folder / "signal").exists(), "the signal to be handled")
        daemon.silent = False
        shell.see("git push", typed="true")
        shell.run("")
        shell.see("git push")
        assert len(daemon.of(Kind.HELLO)) == 2
