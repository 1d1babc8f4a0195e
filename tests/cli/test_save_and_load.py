"""save and load: all that is remembered goes through a file, and comes back as it was."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, Final

import pytest

from segue.client.memory_file import read_memory, write_memory
from segue.domain.errors import FileFormatError
from segue.protocol.memory_messages import Predict, Workflows
from segue.protocol.messages import Forget, Import
from tests.helpers.command import segue
from tests.helpers.daemon import running_daemon
from tests.helpers.teaching import COMMANDS, is_learned, teach
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon

ROW: Final = {"at": 1.0, "line": "make", "trains": True}
SECRET: Final = "ghp_0123456789abcdefghijABCDEFGHIJ012345"  # noqa: S105 - made up


@pytest.fixture
def fresh() -> Iterator[RunningDaemon]:
    """Give another daemon, which has learned nothing."""
    with running_daemon() as daemon:
        yield daemon


def ask(daemon: RunningDaemon, action: str, **arguments: Any) -> dict[str, Any]:
    """Return the answer to one request about workflows."""
    answer: dict[str, Any] = daemon.ask(Workflows(1, "test", action, arguments))[0]
    return answer


def saved(daemon: RunningDaemon, path: Path) -> Path:
    """Save and return the path."""
    shown = segue(daemon.environ, "save", path)
    assert (shown.returncode, shown.stderr) == (0, "")
    return path


def load(daemon: RunningDaemon, path: Path) -> str:
    """Load and return what that says; all is learned by then."""
    shown = segue(daemon.environ, "load", path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert is_learned(daemon)
    return shown.stdout


def lines_of(path: Path) -> list[bytes]:
    """Return the lines in a file."""
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


def packed(*lines: object) -> bytes:
    """Return a file with these lines and the right checksum."""
    body = b"".join(json.dumps(each).encode() + b"\n" for each in lines)
    end = {"rows": len(lines) - 1, "sha256": hashlib.sha256(body).hexdigest()}
    return gzip.compress(body + json.dumps(end).encode() + b"\n")


def test_a_fresh_daemon_remembers_the_same(daemon: RunningDaemon, fresh: RunningDaemon, tmp_path: Path) -> None:
    """Events with hosts, authors and places, patterns, names, pins, and what is predicted."""
    teach(daemon)
    daemon.learn(["cat caf\udce9", "make"], cwd="/srv/\udcff", times=2)
    entries = [["uname -a", 1_600_000_000.5, 2.0, 0, None]]
    daemon.ask(Import(1, "x", "/home/ada/.bash_history", "bash", "elsewhere", entries, last=True))
    wait_until(lambda: is_learned(daemon), "the import to be learned")
    (workflow,) = ask(daemon, "list")["workflows"]
    ask(daemon, "name", key=workflow["id"], name="Ship it")
    ask(daemon, "pin", key=workflow["id"])

    path = saved(daemon, tmp_path / "memory")
    assert path.stat().st_mode & 0o777 == 0o600
    assert f"{17} commands and 1 workflow added, 0 commands" in load(fresh, path)
    assert fresh.observations() == daemon.observations()
    assert {seen.host for seen in fresh.observations()} >= {"elsewhere"}
    assert ask(fresh, "list")["workflows"] == ask(daemon, "list")["workflows"]
    question = Predict(1, "test", list(COMMANDS[:2]), "", 1)
    here, there = (each.ask(question)[0]["predictions"][0] for each in (daemon, fresh))
    assert (here["command"], here["reason"]) == (there["command"], there["reason"])
    assert here["confidence"] == pytest.approx(there["confidence"], abs=0.05)
    assert "0 commands and 0 workflows added, 17 commands" in load(fresh, path)
    assert fresh.observations() == daemon.observations()


def test_edited_and_imported_workflows_come_too(daemon: RunningDaemon, fresh: RunningDaemon, tmp_path: Path) -> None:
    """With their steps, slots and how they came to be; what stood in slots stays behind."""
    teach(daemon)
    (workflow,) = ask(daemon, "list")["workflows"]
    ask(daemon, "edit", key=workflow["id"], steps=["make", "? git tag <VERSION>", "deploy <VERSION>"])
    load(fresh, saved(daemon, tmp_path / "memory"))
    (edited,) = [each for each in ask(fresh, "list")["workflows"] if each["origin"] == "edited"]
    (there,) = [each for each in ask(daemon, "list")["workflows"] if each["origin"] == "edited"]
    assert edited == there


def test_what_is_decided_here_counts_for_more(daemon: RunningDaemon, fresh: RunningDaemon, tmp_path: Path) -> None:
    """A name that was given here stays; one that only the file has is taken."""
    for each in (daemon, fresh):
        teach(each)
    (workflow,) = ask(daemon, "list")["workflows"]
    ask(daemon, "name", key=workflow["id"], name="Theirs")
    path = saved(daemon, tmp_path / "memory")
    load(fresh, path)
    assert ask(fresh, "show", key=workflow["id"])["workflow"]["name"] == "Theirs"
    ask(fresh, "name", key=workflow["id"], name="Mine")
    load(fresh, path)
    assert ask(fresh, "show", key=workflow["id"])["workflow"]["name"] == "Mine"


def test_what_was_forgotten_stays_forgotten(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Lines and workflows, also as steps of other workflows."""
    daemon.learn(["open sesame", "ls"], times=2)
    teach(daemon)
    (workflow,) = ask(daemon, "list")["workflows"]
    ask(daemon, "name", key=workflow["id"], name="Ship it")
    ask(daemon, "edit", key=workflow["id"], steps=["make", "open sesame", "make ship"])
    path = saved(daemon, tmp_path / "memory")
    daemon.ask(Forget(1, "test", "open sesame"))
    (edited,) = [each for each in ask(daemon, "list")["workflows"] if each["name"] == "Ship it"]
    ask(daemon, "forget", key=edited["id"])
    load(daemon, path)
    assert "open sesame" not in str(daemon.events())
    assert "open sesame" not in str(ask(daemon, "list"))
    assert all(each["name"] != "Ship it" for each in ask(daemon, "list")["workflows"])


def test_a_forgotten_line_is_no_step_either(daemon: RunningDaemon, fresh: RunningDaemon, tmp_path: Path) -> None:
    """Of a workflow that comes in a file, the rest is taken."""
    teach(daemon, ("make", "open sesame", "make ship"), ("success",))
    (workflow,) = ask(daemon, "list")["workflows"]
    ask(daemon, "name", key=workflow["id"], name="Ship it")
    fresh.learn(["open sesame"])
    fresh.ask(Forget(1, "test", "open sesame"))
    load(fresh, saved(daemon, tmp_path / "memory"))
    assert "open sesame" not in str(ask(fresh, "list"))
    assert "open sesame" not in str(fresh.events())


def test_secrets_of_a_file_are_taken_out(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Of commands and of workflows; somebody may have written the file by hand."""
    path = tmp_path / "memory"
    line = f"export TOKEN={SECRET}"
    steps = [{"parts": [each], "template": each} for each in (line, "make", "make ship")]
    workflow = {"id": "00000000", "name": "Secret", "title": line, "steps": steps, "slots": []}
    path.write_bytes(
        packed({"segue": "memory", "version": 1}, {"workflow": workflow}, {"event": {**ROW, "line": line}})
    )
    load(daemon, path)
    assert SECRET not in str(daemon.events())
    assert SECRET not in str(ask(daemon, "list"))
    assert ask(daemon, "show", key="Secret")
    daemon.stop()
    assert all(SECRET.encode() not in each.read_bytes() for each in daemon.paths.state.rglob("*") if each.is_file())


DAMAGE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "empty": lambda _: b"",
    "text": lambda _: b"my notes\n",
    "another gzip": lambda _: gzip.compress(b"my notes\n"),
    "another kind": lambda _: packed({"segue": "workflows", "version": 1}),
    "newer": lambda _: packed({"segue": "memory", "version": 2}),
    "no version": lambda _: packed({"segue": "memory", "version": None}),
    "cut off": lambda whole: whole[: len(whole) // 2],
    "without its end": lambda whole: whole[:-9],
    "more behind it": lambda whole: whole + b"more",
    "another file behind it": lambda whole: whole + whole,
    "without a row": lambda whole: gzip.compress(b"".join(_without(gzip.decompress(whole).splitlines(True), 1))),
    "without the checksum": lambda whole: gzip.compress(b"".join(gzip.decompress(whole).splitlines(True)[:-1])),
    "a changed letter": lambda whole: gzip.compress(gzip.decompress(whole).replace(b"git push", b"git pull")),
    "no event": lambda _: packed({"segue": "memory", "version": 1}, {"event": ROW}, {"event": {"line": "x"}}),
    "a wrong field": lambda _: packed(
        {"segue": "memory", "version": 1}, {"event": ROW}, {"event": {**ROW, "exit": "0"}}
    ),
    "no time": lambda _: packed({"segue": "memory", "version": 1}, {"event": {**ROW, "at": float("inf")}}),
    "an unknown row": lambda _: packed({"segue": "memory", "version": 1}, {"event": ROW}, {"other": {}}),
    "two in a row": lambda _: packed({"segue": "memory", "version": 1}, {"event": ROW, "other": {}}),
    "no JSON": lambda _: gzip.compress(b'{"segue": "memory", "version": 1}\n[[[\n'),
    "deep JSON": lambda _: gzip.compress(b'{"segue": "memory", "version": 1}\n' + b"[" * 100_000 + b"\n"),
    "a wrong workflow": lambda _: packed({"segue": "memory", "version": 1}, {"event": ROW}, {"workflow": {"id": "x"}}),
}


def _without(lines: list[bytes], place: int) -> list[bytes]:
    return [*lines[:place], *lines[place + 1 :]]


def test_a_file_that_is_not_whole_changes_nothing(daemon: RunningDaemon, tmp_path: Path) -> None:
    """Foreign, newer, damaged or cut off: one sentence says so, and what is remembered stays as it is."""
    teach(daemon)
    whole = saved(daemon, tmp_path / "memory").read_bytes()
    before, path = daemon.observations(), tmp_path / "damaged"
    workflows = ask(daemon, "list")["workflows"]
    for name, damage in DAMAGE.items():
        path.write_bytes(damage(whole))
        answer = segue(daemon.environ, "load", path)
        assert (answer.returncode, answer.stdout) == (1, ""), name
        assert answer.stderr.startswith(f"segue: {path}: "), name
        assert answer.stderr.count("\n") == 1, name
    assert "newer segue" in segue(daemon.environ, "load", _newer(path)).stderr
    assert daemon.observations() == before
    assert ask(daemon, "list")["workflows"] == workflows


def _newer(path: Path) -> Path:
    path.write_bytes(packed({"segue": "memory", "version": 2}))
    return path


def test_no_other_file_is_replaced(daemon: RunningDaemon, tmp_path: Path) -> None:
    """A saved memory is, and anything else with --force; what is no file never is."""
    teach(daemon, outcomes=("success",))
    path, notes, fifo = tmp_path / "memory", tmp_path / "notes", tmp_path / "fifo"
    saved(daemon, saved(daemon, path))
    notes.write_text("my notes")
    os.mkfifo(fifo)
    assert "--force" in segue(daemon.environ, "save", notes).stderr
    assert notes.read_text() == "my notes"
    assert segue(daemon.environ, "save", "--force", notes).returncode == 0
    assert lines_of(notes) == lines_of(path)
    for other in (fifo, tmp_path, tmp_path / "nowhere" / "memory"):
        answer = segue(daemon.environ, "save", "--force", other)
        assert answer.returncode in {1, 2}
        assert "Traceback" not in answer.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["fifo", "memory", "notes"]


def test_the_file_is_what_it_says(daemon: RunningDaemon, tmp_path: Path) -> None:
    """A header, a row for each event, and at the end their number and the checksum; all of it ASCII."""
    daemon.learn(["cat caf\udce9"])
    header, row, end = lines_of(saved(daemon, tmp_path / "memory"))
    assert json.loads(header) == {"segue": "memory", "version": 1}
    assert json.loads(row)["event"]["line"] == "cat caf\udce9"
    assert row.isascii()
    assert json.loads(end) == {"rows": 1, "sha256": hashlib.sha256(header + row).hexdigest()}


def test_a_save_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """Half a file never takes the place of a whole one, and is not left beside it."""
    path = tmp_path / "memory"
    write_memory(path, [("event", ROW)])
    before = path.read_bytes()

    def broken() -> Iterator[tuple[str, Any]]:
        yield "event", ROW
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        write_memory(path, broken())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    with path.open("rb") as file:
        assert list(read_memory(file)) == [("event", ROW)]


def test_a_file_is_not_believed_before_its_end(tmp_path: Path) -> None:
    """Rows come one by one; the last look says whether they were right."""
    path = tmp_path / "memory"
    write_memory(path, [("event", ROW)] * 3)
    path.write_bytes(gzip.compress(b"".join(lines_of(path)[:-1])))
    with path.open("rb") as file, pytest.raises(FileFormatError):
        list(read_memory(file))
