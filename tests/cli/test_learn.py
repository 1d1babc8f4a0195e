"""learn: sessions are taught from files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from segue.cli.session_file import sessions_in
from segue.domain.errors import FileFormatError
from tests.helpers.command import segue
from tests.helpers.teaching import COMMANDS, OUTCOMES, session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon


def written(path: Path, content: object) -> Path:
    """Return the path of a file with this content."""
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def learned(daemon: RunningDaemon, *arguments: str | Path) -> list[dict[str, Any]]:
    """Return what --json prints."""
    answer: list[dict[str, Any]] = json.loads(segue(daemon.environ, "learn", "--json", *arguments).stdout)
    return answer


def test_it_says_what_was_learned(daemon: RunningDaemon, tmp_path: Path) -> None:
    """How much, what was left out, and the workflow that it belongs to."""
    commands = (*COMMANDS, " hidden by a blank")
    shown = segue(daemon.environ, "learn", written(tmp_path / "session", session("success", commands)))
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("learned 4 commands, 1 left out (")
    assert "outcome success; “" in shown.stdout
    assert "4 steps)" in shown.stdout


def test_several_sessions(daemon: RunningDaemon, tmp_path: Path) -> None:
    """A list of them is learned in its order; all are runs of one workflow, and count once, also after a restart."""
    answers = learned(daemon, written(tmp_path / "sessions", [session(outcome) for outcome in OUTCOMES]))
    assert [answer["outcome"] for answer in answers] == list(OUTCOMES)
    assert len({answer["session"] for answer in answers}) == 3
    for _ in range(2):
        (workflow,) = json.loads(segue(daemon.environ, "workflows", "--json").stdout)["workflows"]
        assert workflow["tally"] == {"succeeded": 2, "failed": 1, "abandoned": 0}
        daemon.stop()
        daemon.start()
    assert [seen.exit for seen in daemon.observations()] == [0] * 11 + [1]


def test_plain_lines_from_standard_input(daemon: RunningDaemon) -> None:
    """A command a line, without comments; a line that looks like JSON is one all the same."""
    import subprocess  # noqa: PLC0415 - only this one has an input

    from tests.helpers.command import SEGUE  # noqa: PLC0415 - the same

    text = "# how to ship\nmake\n\n  # and then\n{ make test; } 2>&1\nmake ship\n"
    subprocess.run([SEGUE, "learn", "-", "--outcome", "failure"], env=daemon.environ, input=text, text=True, check=True)
    assert daemon.events() == [("make", "", 0), ("{ make test; } 2>&1", "", 0), ("make ship", "", 1)]


def test_exit_codes_of_a_file() -> None:
    """They stand beside the commands; what is not said is unknown; the option replaces the outcome."""
    (found,) = sessions_in('{"session_commands": [{"command": "make", "exit_code": 2}, "ls", {"command": "cd"}]}')
    assert found.commands == (("make", 2), ("ls", None), ("cd", None))
    assert found.outcome == "unknown"
    assert found.ended("failure").outcome == "failure"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        "[]",
        "{}",
        "[1]",
        '{"session_commands": []}',
        '{"session_commands": [{"line": "make"}]}',
        '{"session_commands": [{"command": "make", "exit_code": "0"}]}',
        '{"session_commands": ["make"], "session_outcome": "perfect"}',
        '{"session_commands": ["make"',
        json.dumps(session("success", ("make",) * 1001)),
    ],
)
def test_what_is_no_session(text: str) -> None:
    """Nothing of it is taken."""
    with pytest.raises(FileFormatError):
        sessions_in(text)


def test_a_file_that_is_wrong_changes_nothing(daemon: RunningDaemon, tmp_path: Path) -> None:
    """One sentence names the file; of several sessions not even those that are right are learned."""
    for path in (written(tmp_path / "bad", [session("success"), {"commands": []}]), tmp_path / "missing", tmp_path):
        answer = segue(daemon.environ, "learn", path)
        assert answer.returncode in {1, 2}
        assert str(path) in answer.stderr
        assert "Traceback" not in answer.stderr
    assert daemon.events() == []


def test_secrets_are_taken_out(daemon: RunningDaemon, tmp_path: Path) -> None:
    """As of everything that is recorded."""
    secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345"  # noqa: S105 - made up
    learned(daemon, written(tmp_path / "session", session("success", (f"export TOKEN={secret}", "make", "make ship"))))
    assert secret not in str(daemon.events())
