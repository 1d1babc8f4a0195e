"""What zsh tells the daemon about the commands that ran, and what it keeps to itself."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from segue.protocol.messages import Kind
from tests.helpers.daemon import running_daemon
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.waiting import wait_until
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.zsh import Zsh

pytestmark = every_zsh


@pytest.fixture
def daemon() -> Iterator[ScriptedDaemon]:
    """Give a daemon that keeps what it is told."""
    with ScriptedDaemon() as scripted:
        yield scripted


def last_record(shell: Zsh, daemon: ScriptedDaemon, line: str) -> list[object]:
    """Return the fields of the record of a line, once it has arrived."""
    shell.wait_until(lambda _: line in daemon.records(), f"the record of {line!r}")
    return next(fields for fields in daemon.of(Kind.RECORD) if fields[0] == line)


def test_a_command_is_recorded_with_what_surrounds_it(zsh: str, daemon: ScriptedDaemon) -> None:
    """Line, directory, start, duration and exit status arrive together with the next question, in order."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.settle()
        begun = time.time() * 1000
        shell.run("(sleep 0.05; exit 3)")
        line, cwd, start, duration, status, *_ = last_record(shell, daemon, "(sleep 0.05; exit 3)")
        assert (line, cwd, status) == ("(sleep 0.05; exit 3)", str(daemon.home), 3)
        assert isinstance(start, int)
        assert isinstance(duration, int)
        assert begun - 1 <= start <= time.time() * 1000
        assert 50 <= duration <= time.time() * 1000 - begun + 1
    kinds = [request[0] for request in daemon.requests if request[0] != Kind.SUGGEST or not request[3]]
    assert kinds == [Kind.HELLO, Kind.SUGGEST, Kind.RECORD, Kind.SUGGEST]


def test_hello_says_who_is_there(zsh: str, daemon: ScriptedDaemon) -> None:
    """The first prompt introduces the shell: wire version, kind, process, author and history file."""
    with open_zsh(zsh, daemon.paths, before="HISTFILE=~/.histfile") as shell:
        shell.wait_until(lambda _: bool(daemon.of(Kind.HELLO)), "hello")
        (hello,) = daemon.of(Kind.HELLO)
        assert hello[:5] == [1, "zsh", shell.pid, "human", f"{shell.folder}/.histfile"]


def test_a_daemon_that_does_not_know_the_session_gets_another_hello(zsh: str, daemon: ScriptedDaemon) -> None:
    """After the daemon's restart the next prompt introduces the shell again."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.settle()
        shell.run("true")
        shell.settle()
        assert len(daemon.of(Kind.HELLO)) == 1
        daemon.known = 0
        shell.run("true two")
        shell.wait_until(lambda _: shell.evaluate("$_segue_greet") == "1", "the answer")
        daemon.known = 1
        shell.run("true three")
        shell.settle()
        assert len(daemon.of(Kind.HELLO)) == 2
        shell.run("true four")
        last_record(shell, daemon, "true four")
        assert len(daemon.of(Kind.HELLO)) == 2


def test_cd_is_recorded_where_it_was_typed(zsh: str, daemon: ScriptedDaemon) -> None:
    """The directory of a command is the one it was started in, not the one it led to; the next question's is."""
    (daemon.home / "elsewhere").mkdir()
    with open_zsh(zsh, daemon.paths) as shell:
        shell.settle()
        shell.run("cd elsewhere")
        assert last_record(shell, daemon, "cd elsewhere")[1] == str(daemon.home)
        shell.wait_until(lambda _: daemon.questions().count("") == 2, "the question")
        assert daemon.of(Kind.SUGGEST)[-1][1] == str(daemon.home / "elsewhere")


def test_nothing_is_recorded_when_nothing_ran(zsh: str, daemon: ScriptedDaemon) -> None:
    """An empty Enter and Ctrl-C only ask for new suggestions."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.settle()
        shell.run("")
        shell.settle()
        shell.press("not run", typed="not run")
        shell.interrupt()
        shell.wait_until(lambda _: daemon.questions().count("") == 3, "three prompts")
    assert daemon.records() == []


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("", " echo s3cret"),
        ("setopt hist_ignore_space", " echo s3cret"),
        ("", "\x16\techo s3cret"),
        ("HISTORY_IGNORE='(ls|echo s3*)'", "echo s3cret"),
        ("setopt extended_glob; HISTORY_IGNORE='(#i)ECHO S3CRET'", "echo s3cret"),
        ("HISTORY_IGNORE='(echo'", "echo s3cret"),
        ("export SEGUE_PRIVATE=1", "echo s3cret"),
    ],
    ids=["blank", "hist_ignore_space", "tab", "HISTORY_IGNORE", "extended_glob", "malformed", "SEGUE_PRIVATE"],
)
def test_private_lines_never_reach_the_daemon(zsh: str, setting: str, line: str) -> None:
    """What zsh itself would not keep, or the user said is private, is neither sent nor asked about nor stored."""
    with running_daemon() as daemon:
        with open_zsh(zsh, daemon.paths, after=setting) as shell:
            assert shell.run(line) == "s3cret"
            shell.run("unset SEGUE_PRIVATE HISTORY_IGNORE")
            shell.run("echo public")
            shell.wait_until(lambda _: "echo public" in [line for line, *_ in daemon.events()], "the public one")
        daemon.stop()
        stored = b"".join(path.read_bytes() for path in daemon.paths.state.glob("*") if path.is_file())
    assert b"echo public" in stored
    assert b"s3cret" not in stored.replace(setting.encode() or b"\0", b"")


def test_what_is_typed_behind_a_blank_is_not_asked_about(zsh: str, daemon: ScriptedDaemon) -> None:
    """A line that begins with a blank stays in the shell while it is typed, key by key."""
    with open_zsh(zsh, daemon.paths) as shell:
        for end in range(1, 8):
            shell.press(" secret"[end - 1], typed=" secret"[:end])
        shell.run("")
        shell.wait_until(lambda _: "" in daemon.records(), "that something ran")
    assert set(daemon.questions()) == {""}


def test_an_unknown_command_cuts_the_chain(zsh: str, daemon: ScriptedDaemon) -> None:
    """A private command is told as an empty line without any detail, so that nothing is linked across it."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("true")
        shell.run(" cd /")
        shell.run("false")
        last_record(shell, daemon, "false")
    assert daemon.records() == ["true", "", "false"]
    assert daemon.of(Kind.RECORD)[1] == ["", "/", None, None, None]


def test_private_mode_can_be_left(zsh: str, daemon: ScriptedDaemon) -> None:
    """While SEGUE_PRIVATE is set nothing at all is sent; afterwards only that something ran."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("true")
        last_record(shell, daemon, "true")
        shell.run("SEGUE_PRIVATE=1")
        sent = len(daemon.requests)
        shell.run("echo s3cret")
        shell.press("ec", typed="ec")
        shell.interrupt()
        assert len(daemon.requests) == sent
        shell.run("unset SEGUE_PRIVATE")
        shell.run("false")
        last_record(shell, daemon, "false")
    assert daemon.records() == ["true", "", "false"]


def test_a_line_of_100_kilobytes_is_told_as_unknown(zsh: str, daemon: ScriptedDaemon) -> None:
    """A pasted file does not slow the shell down, and nothing of it is sent."""
    with open_zsh(zsh, daemon.paths, rows=200, columns=200) as shell:
        shell.send("\x1b[200~: " + "x" * 100_000 + "\x1b[201~")
        shell.send("\r")
        shell.wait_until(lambda _: "" in daemon.records(), "that something ran")
        shell.send("clear\r")
        last_record(shell, daemon, "clear")
    assert daemon.records() == ["", "clear"]
    assert set(daemon.questions()) == {""}


def test_the_longest_line_fits(zsh: str, daemon: ScriptedDaemon) -> None:
    """4,000 bytes are sent, counted in bytes and not in characters."""
    fits, too_long = "echo " + "é" * 1997 + "x", "echo " + "é" * 1998
    with open_zsh(zsh, daemon.paths, rows=200, columns=200) as shell:
        for line, following in ((fits, "true one"), (too_long, "true two")):
            shell.send(f"\x1b[200~{line}\x1b[201~\r{following}\r")
            last_record(shell, daemon, following)
    assert daemon.records() == [fits, "true one", "", "true two"]


def test_bytes_that_are_not_utf8_arrive_unchanged(zsh: str, daemon: ScriptedDaemon) -> None:
    """Invalid UTF-8 and wide characters pass through the shell and the wire as they are."""
    line = b"echo $'\\n' \xff\xfe\x83 caf\xc3\xa9 \xe6\x97\xa5"
    with open_zsh(zsh, daemon.paths) as shell:
        shell.send(b"\x1b[200~" + line + b"\x1b[201~\r")
        shell.wait_until(lambda _: bool(daemon.records()), "the record")
    assert os.fsencode(daemon.records()[0]) == line


def test_every_line_of_a_command_is_recorded(zsh: str, daemon: ScriptedDaemon) -> None:
    """A command of several lines arrives whole."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.send("for x in 1 2; do\recho $x\rdone\r")
        line = "for x in 1 2; do\necho $x\ndone"
        assert last_record(shell, daemon, line)[0] == line


@pytest.mark.parametrize(
    ("variables", "author"),
    [
        ({"SEGUE_AUTHOR": "robot"}, "robot"),
        ({"CLAUDECODE": "1"}, "claude-code"),
        ({"CURSOR_AGENT": "1"}, "cursor"),
        ({"CODEX_SANDBOX": "seatbelt"}, "codex"),
        ({"ATUIN_HISTORY_AUTHOR": "pi"}, "pi"),
        ({"CLAUDECODE": "1", "SEGUE_AUTHOR": "human"}, "human"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_coding_agents_are_told_apart(zsh: str, daemon: ScriptedDaemon, variables: dict[str, str], author: str) -> None:
    """An agent's shell says so by itself; it is recorded but sees no suggestions, unless the user says otherwise."""
    daemon.lines = {"": ["echo ghost"]}
    with open_zsh(zsh, daemon.paths, environ=variables) as shell:
        shell.run("true")
        last_record(shell, daemon, "true")
        assert daemon.of(Kind.HELLO)[0][3] == author
        assert bool(daemon.of(Kind.SUGGEST)) == (author == "human")


def test_every_shell_has_a_session_of_its_own(zsh: str, daemon: ScriptedDaemon) -> None:
    """A nested shell and one that replaces the shell are new sessions, even when everything is exported."""
    with open_zsh(zsh, daemon.paths, before="setopt all_export") as shell:
        shell.run("true one")
        shell.run(zsh + " -d -i")
        shell.run("true two")
        shell.run("exec " + zsh + " -d -i")
        shell.run("true three")
        last_record(shell, daemon, "true three")
    sessions = {request[3]: request[2] for request in daemon.requests if request[0] == Kind.RECORD}
    assert len({sessions[f"true {word}"] for word in ("one", "two", "three")}) == 3
    assert {request[2] for request in daemon.requests if request[0] == Kind.HELLO} == set(sessions.values())


@pytest.mark.parametrize("end", ["exit\r", "\x04"], ids=["exit", "ctrl-d"])
def test_the_last_command_is_recorded_too(zsh: str, daemon: ScriptedDaemon, end: str) -> None:
    """A command right before the end of the shell is told although no prompt was waited for."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.send(f"true last\r{end}")
        shell.wait_for_exit()
        wait_until(lambda: daemon.records() == ["true last"], "the record")


def test_a_subshell_says_nothing(zsh: str, daemon: ScriptedDaemon) -> None:
    """A forked copy of the shell that runs the hooks must not talk in the name of its parent."""
    with open_zsh(zsh, daemon.paths) as shell:
        shell.run("(_segue_preexec 'fake one'; _segue_precmd; true)")
        shell.run("true")
        last_record(shell, daemon, "true")
    assert daemon.records() == ["(_segue_preexec 'fake one'; _segue_precmd; true)", "true"]
