"""What fish's hook reports is what ran, and nothing that is private."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from segue.domain.feedback import Outcome
from segue.protocol.messages import Kind
from tests.hooks.bash_support import ScriptedSpool
from tests.hooks.fish_support import needs_fish, open_fish

if TYPE_CHECKING:
    from segue.domain.observation import Observation
    from tests.helpers.daemon import RunningDaemon
    from tests.hooks.fish_support import Fish

pytestmark = needs_fish


def recorded(shell: Fish, daemon: RunningDaemon, line: str) -> Observation:
    """Return what was stored of a line, once it is."""
    shell.wait_until(lambda _: any(seen.line == line for seen in daemon.observations()), f"a record of {line!r}")
    return next(seen for seen in daemon.observations() if seen.line == line)


def test_a_command_is_stored_as_it_ran(daemon: RunningDaemon) -> None:
    """Line, directory where it was started, exit status, duration, shell and session reach the database."""
    with open_fish(daemon.paths) as shell:
        shell.run("cd /; false")
        seen = recorded(shell, daemon, "cd /; false")
        assert (seen.cwd, seen.exit, seen.shell, seen.author) == (str(daemon.home), 1, "fish", "human")
        assert seen.session.startswith(f"{shell.pid}-")
        assert seen.duration is not None
        shell.run("true")
        assert recorded(shell, daemon, "true").cwd == "/"


def test_a_duration_is_the_shells_own(daemon: RunningDaemon) -> None:
    """A command that took a tenth of a second is stored with at least that."""
    with open_fish(daemon.paths) as shell:
        shell.run("sleep 0.1")
        seen = recorded(shell, daemon, "sleep 0.1")
        assert seen.duration is not None
        assert seen.duration >= 0.1


@pytest.mark.parametrize(
    "line", ["echo 'äöü 漢字 %20'", 'echo "a  b" \\\' | cat', "for i in 1 2; echo $i; end", "echo -n - .", "echo a #b"]
)
def test_a_line_arrives_byte_for_byte(daemon: RunningDaemon, line: str) -> None:
    """Quotes, blanks, percent signs and what is not ASCII are as they were typed."""
    with open_fish(daemon.paths) as shell:
        shell.run(line)
        assert recorded(shell, daemon, line).exit == 0


def test_several_lines_are_one_command(daemon: RunningDaemon) -> None:
    """What was typed with Alt-Enter is stored with its line ends."""
    with open_fish(daemon.paths) as shell:
        shell.run("echo one\x1b\recho two")
        recorded(shell, daemon, "echo one\necho two")


@pytest.mark.parametrize("before", ["", "set -g SEGUE_PRIVATE 1", "function fish_should_add_to_history; false; end"])
def test_what_is_private_is_never_written_anywhere(before: str) -> None:
    """A leading blank, SEGUE_PRIVATE, and the function that fish 4 asks: of the line nothing leaves the shell."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        if before:
            shell.run(before)
        shell.run(" echo hidden" if not before else "echo hidden")
        shell.run("set -e SEGUE_PRIVATE; functions -e fish_should_add_to_history")
        shell.run("echo seen")
        shell.wait_until(lambda _: daemon.recorded[-1:] == ["echo seen"], "the record")
        assert "" in daemon.recorded
        assert not any("hidden" in line for line in daemon.recorded)
        assert not any(b"hidden" in file.read_bytes() for file in daemon.paths.run.glob("*.lines"))


def test_private_mode_of_fish_is_private() -> None:
    """In `fish --private` nothing is recorded, asked or shown."""
    with (
        ScriptedSpool("git push") as daemon,
        open_fish(daemon.paths, before="set -g fish_private_mode 1", wait=False) as shell,
    ):
        shell.wait_until(lambda t: t.before_cursor == "> ", "the prompt")
        shell.run("echo hidden")
        assert not daemon.requests
        assert not shell.suggestion


def test_a_shell_that_starts_private_keeps_no_history() -> None:
    """The file that the daemon follows for shells without a hook is not written either."""
    with (
        ScriptedSpool("git push") as daemon,
        open_fish(daemon.paths, environ={"SEGUE_PRIVATE": "1"}, wait=False) as shell,
    ):
        shell.wait_until(lambda t: t.before_cursor == "> ", "the prompt")
        shell.run("echo hidden")
        shell.send("exit\r")
        shell.wait_for_exit()
        assert not list(shell.folder.rglob("*_history"))


@pytest.mark.parametrize(
    ("environ", "author"),
    [({}, "human"), ({"CLAUDECODE": "1"}, "claude-code"), ({"SEGUE_AUTHOR": "robot", "CODEX_CI": "1"}, "robot")],
)
def test_the_author_is_told(environ: dict[str, str], author: str) -> None:
    """A coding agent is recognised by the marker that it leaves in the environment; SEGUE_AUTHOR goes before."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths, environ=environ) as shell:
        shell.wait_until(lambda _: daemon.of(Kind.HELLO), "hello")
        assert daemon.of(Kind.HELLO)[0][3] == author


def test_hello_tells_what_is_a_command_here() -> None:
    """PATH and the names of functions, of which aliases are some; the version; where the history is."""
    with (
        ScriptedSpool("git push") as daemon,
        open_fish(daemon.paths, before="alias gco 'git checkout'", environ={"CDPATH": "/srv"}) as shell,
    ):
        shell.wait_until(lambda _: daemon.of(Kind.HELLO), "hello")
        _, name, pid, _, history, release, path, names = daemon.of(Kind.HELLO)[0]
        assert (name, pid, path) == ("fish", shell.pid, os.environ["PATH"])
        assert history == f"{shell.folder}/.local/share/fish/fish_history"
        assert release >= 300
        assert {"gco", "ll", "cd"} <= set(names.split("\n"))
        assert not any(word.startswith("_") for word in names.split("\n"))


def test_jobs_are_counted() -> None:
    """A record tells how many jobs the shell had where the line was typed, and the question how many it has now."""
    with ScriptedSpool("git push") as daemon, open_fish(daemon.paths) as shell:
        shell.see("git push")
        shell.run("sleep 60 &")
        shell.run("true")
        shell.wait_until(lambda _: daemon.recorded[-1:] == ["true"], "the record")
        assert [fields[-1] for fields in daemon.of(Kind.RECORD)][-2:] == [0, 1]
        assert daemon.of(Kind.SUGGEST)[-1][-1] == 1
        shell.run("kill %1")


def test_the_history_file_adds_nothing_twice(daemon: RunningDaemon) -> None:
    """The daemon follows fish's history file, and leaves out what the hook has told."""
    with open_fish(daemon.paths) as shell:
        shell.run("echo once")
        recorded(shell, daemon, "echo once")
        shell.send("exit\r")
        shell.wait_for_exit()
        history = shell.folder / ".local/share/fish/fish_history"
        assert "echo once" in history.read_text()
        assert [line for line, *_ in daemon.events()].count("echo once") == 1


@pytest.mark.parametrize(
    ("keys", "outcome", "saved"),
    [
        ("\x1b[C\r", Outcome.ACCEPTED, 10),
        ("echo other\r", Outcome.TYPED_OVER, 0),
        ("\x1bkecho other\r", Outcome.DISMISSED, 0),
    ],
)
def test_what_became_of_a_suggestion_is_told(keys: str, outcome: Outcome, saved: int) -> None:
    """Taken, typed over, or dismissed: it comes with the record of what was run."""
    with ScriptedSpool("echo ready") as daemon, open_fish(daemon.paths) as shell:
        shell.see("echo ready")
        shell.send(keys)
        shell.wait_until(lambda _: daemon.of(Kind.RECORD), "the record")
        assert daemon.of(Kind.RECORD)[0][5:8] == ["echo ready", outcome, saved]
