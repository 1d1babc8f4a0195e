"""I use a shell without hooks: what it writes to its history file is learned as it is written, and only once."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from segue.server.tail import HistoryTail
from segue.server.tail_reading import LARGEST
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from segue.ingest.history.entry import Entry

NOW = 1_700_000_000


def record(line: str, start: int = NOW) -> str:
    """Return what zsh writes for a command."""
    return f": {start}:0;{line}\n"


class Reader:
    """Collects what a tail hands on."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.shells: set[str] = set()
        self.failures = 0
        self._more = asyncio.Condition()

    async def deliver(self, path: Path, shell: str, entries: list[Entry]) -> None:
        """Take what a tail hands on."""
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        assert path.is_absolute()
        async with self._more:
            self.lines += [entry.line for entry in entries]
            self.shells.add(shell)
            self._more.notify_all()

    async def until(self, last: str) -> list[str]:
        """Return all that was handed on, once `last` was."""
        async with self._more:
            await self._more.wait_for(lambda: last in self.lines)
        return self.lines


@asynccontextmanager
async def tailing(*files: Path, **options: Any) -> AsyncIterator[tuple[HistoryTail, Reader]]:
    """Tail files without any wait."""
    reader = Reader()
    settings: dict[str, Any] = {"debounce": 0.0, "settle": 0.0, "clock": lambda: NOW}
    tail = HistoryTail(files, reader.deliver, **settings | options)
    await tail.start()
    try:
        yield tail, reader
    finally:
        await tail.close()


def past() -> str:
    """Return what a history file holds before anything is tailed."""
    return "".join(record(f"old {number}", NOW - 1000 + number) for number in range(200))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a history file with a past."""
    file = tmp_path / ".zsh_history"
    file.write_text(past())
    return file


def append(file: Path, text: str) -> None:
    """Write at the end, as a shell does."""
    with file.open("a") as history:
        history.write(text)


def replace(file: Path, text: str) -> None:
    """Put a new file in the old one's place, as zsh does when it exits."""
    new = file.with_name(file.name + ".new")
    new.write_text(text)
    new.rename(file)


def write(file: Path, text: str) -> None:
    """Write a file in place."""
    file.write_text(text)


async def until_read(tail: HistoryTail, file: Path, offset: int | None = None) -> None:
    """Return when a file has been read up to an offset, by default to its end."""

    def is_read() -> bool:
        place = tail.positions().get(str(file), {"offset": -1})["offset"]
        return bool(place == (file.stat().st_size if offset is None else offset))

    await asyncio.to_thread(wait_until, is_read, f"{file} to be read")


async def test_only_what_comes_is_learned(file: Path) -> None:
    """The past is left to `segue import`; what is appended from now on is handed on with its shell."""
    async with tailing(file) as (_, reader):
        append(file, record("make"))
        append(file, record("ls"))
        assert await reader.until("ls") == ["make", "ls"]
        assert reader.shells == {"zsh"}


async def test_a_file_that_comes_later_is_all_new(tmp_path: Path) -> None:
    """My first session writes the file when it ends."""
    file = tmp_path / ".bash_history"
    async with tailing(file) as (_, reader):
        write(file, "make\nls\n")
        assert await reader.until("ls") == ["make", "ls"]
        assert reader.shells == {"bash"}


@pytest.mark.parametrize("kept", [200, 20, 1])
@pytest.mark.parametrize("how", ["replace", "in place"])
async def test_a_rewritten_file_brings_nothing_twice(file: Path, kept: int, how: str) -> None:
    """However much of the old lines a shell keeps when it rewrites its file, only the new ones are new."""
    lines = past().splitlines(keepends=True)
    text = "".join([*lines[-kept:], record("make", NOW - 2000), record("ls")])
    async with tailing(file) as (_, reader):
        if how == "replace":
            replace(file, text)
        else:
            write(file, text)
        assert await reader.until("ls") == ["make", "ls"]


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
async def test_a_long_file_is_trimmed(tmp_path: Path, shell: str) -> None:
    """A shell that drops its oldest entries to add new ones brings only the new ones, in every format."""
    form = {"zsh": ": {}:0;{}\n", "bash": "#{}\n{}\n", "fish": "- cmd: {1}\n  when: {0}\n"}[shell]
    lines = [f"for x in {number % 50} # {'y' * 60}" for number in range(20_000)]
    records = [form.format(NOW - 30_000 + number, line) for number, line in enumerate(lines)]
    file = tmp_path / f".{shell}_history"
    write(file, "".join(records))
    async with tailing(file) as (_, reader):
        replace(file, "".join([*records[500:], form.format(NOW, "make"), form.format(NOW, "ls")]))
        assert await reader.until("ls") == ["make", "ls"]
        assert reader.shells == {shell}


async def test_a_foreign_file_brings_only_what_is_newer(file: Path) -> None:
    """A file of which nothing is known begins where the known one ended in time."""
    async with tailing(file) as (_, reader):
        replace(file, record("ancient", NOW - 9000) + record("make", NOW - 100) + record("ls"))
        assert await reader.until("ls") == ["make", "ls"]


async def test_a_foreign_file_without_times_is_left_alone(tmp_path: Path) -> None:
    """A backup that is put back may hold anything; it is for `segue import`."""
    file = tmp_path / ".bash_history"
    write(file, "one\ntwo\n")
    async with tailing(file) as (tail, reader):
        replace(file, "three\nfour\n")
        await until_read(tail, file, 11)
        append(file, "ls\n")
        assert await reader.until("ls") == ["ls"]


async def test_a_truncated_file_brings_what_follows(tmp_path: Path) -> None:
    """After `> ~/.bash_history` everything is new; but not what a copy brings back."""
    file = tmp_path / ".bash_history"
    write(file, "one\ntwo\n")
    async with tailing(file) as (tail, reader):
        write(file, "")
        await until_read(tail, file, 0)
        write(file, "one\ntwo\nthree\n")
        await reader.until("three")
        write(file, "")
        await until_read(tail, file, 0)
        append(file, "ls\n")
        assert await reader.until("ls") == ["three", "ls"]


async def test_a_half_written_record_waits_for_its_rest(file: Path) -> None:
    """A shell that is interrupted in the middle of a line makes no half command."""
    async with tailing(file) as (_, reader):
        append(file, record("make") + record("for x in a\\\ndo\\")[:-1])
        await reader.until("make")
        append(file, "\ndone\n")
        assert await reader.until("for x in a\ndo\ndone") == ["make", "for x in a\ndo\ndone"]


async def test_a_hooked_command_is_learned_once(file: Path) -> None:
    """Whatever comes first, the hook's report or the file's entry."""
    async with tailing(file) as (tail, reader):
        tail.expect("before", NOW + 0.5)
        tail.attend(file, "zsh")
        append(file, record("before") + record("after") + record("ls", NOW - 7200))
        await reader.until("ls")
        tail.expect("after", NOW + 0.5)
        assert not tail.was_delivered("after", NOW + 0.5)
    assert reader.lines == ["ls"]


async def test_what_waits_for_its_hook_is_not_lost(file: Path) -> None:
    """When the daemon ends, what was held back is handed on."""
    async with tailing(file) as (tail, reader):
        tail.attend(file, "zsh")
        append(file, record("make") + record("ls", NOW - 7200))
        await reader.until("ls")
    assert reader.lines == ["ls", "make"]


async def test_a_very_late_report_can_ask(file: Path) -> None:
    """A command that was handed on before its hook reported it is recognised."""
    async with tailing(file) as (tail, reader):
        append(file, record("vim"))
        await reader.until("vim")
        assert tail.was_delivered("vim", NOW + 0.2)


async def test_the_daemon_reads_on_after_a_pause(file: Path) -> None:
    """What was typed while no daemon ran is learned when it is back; positions survive as JSON."""
    async with tailing(file) as (tail, reader):
        append(file, record("before"))
        await reader.until("before")
        positions = json.loads(json.dumps(tail.positions()))
    append(file, record("meanwhile"))
    async with tailing(file, positions=positions) as (_, reader):
        assert await reader.until("meanwhile") == ["meanwhile"]


async def test_what_a_shell_has_named_is_read_on_after_a_pause(tmp_path: Path) -> None:
    """Also before any shell names it again."""
    file = tmp_path / "history"
    write(file, past())
    async with tailing() as (tail, reader):
        tail.attend(file, "zsh")
        await until_read(tail, file)
        positions = json.loads(json.dumps(tail.positions()))
    append(file, record("meanwhile", NOW - 7200))
    async with tailing(positions=positions) as (_, reader):
        assert await reader.until("meanwhile") == ["meanwhile"]


async def test_other_files_are_followed_from_now_on(file: Path, tmp_path: Path) -> None:
    """The former ones no more, not in a later life either; one that comes back begins at its end."""
    other = tmp_path / ".bash_history"
    write(other, "old\n")
    async with tailing(file) as (tail, reader):
        append(file, record("one"))
        await reader.until("one")
        await tail.follow([other], others=True)
        append(file, record("unseen"))
        append(other, "two\n")
        await reader.until("two")
        await tail.follow([file], others=True)
        append(file, record("three"))
        assert await reader.until("three") == ["one", "two", "three"]
        await tail.follow([], others=True)
        assert not tail.positions()
        positions = {**tail.positions(), str(file): {"offset": 0, "hooked": False}}
    async with tailing(other, positions=positions) as (tail, reader):
        append(file, record("four"))
        append(other, "five\n")
        assert await reader.until("five") == ["five"]


async def test_nothing_is_followed_where_that_is_not_wanted(file: Path) -> None:
    """Not even what a shell with a hook names."""
    async with tailing(file) as (tail, reader):
        tail.attend(file, "zsh")
        await tail.follow([], others=False)
        tail.attend(file, "zsh")
        assert not tail.positions()
        append(file, record("unseen"))
        await tail.follow([file], others=False)
        append(file, record("seen", NOW - 7200))
        assert await reader.until("seen") == ["seen"]


@pytest.mark.parametrize("positions", [{"x": 1}, {"/nowhere/x": {"offset": 3}}, {"": None}])
async def test_damaged_positions_are_forgotten(file: Path, positions: dict[str, Any]) -> None:
    """Positions that are none cost nothing but themselves."""
    async with tailing(file, positions=positions | {str(file): {"offset": -1}}) as (_, reader):
        append(file, record("ls"))
        assert await reader.until("ls") == ["ls"]


async def test_a_history_of_another_name_is_watched_when_a_shell_names_it(tmp_path: Path) -> None:
    """A HISTFILE that is not exported is known as soon as a shell says hello."""
    file = tmp_path / "deep" / "history"
    file.parent.mkdir()
    write(file, "old\n")
    async with tailing() as (tail, reader):
        tail.attend(file, "zsh")
        await until_read(tail, file)
        append(file, "for x in a\\\ndone\n" + record("ls", NOW - 7200))
        await reader.until("ls")
    assert reader.lines == ["ls", "for x in a\ndone"]


async def test_two_names_of_one_file_are_one_file(file: Path, tmp_path: Path) -> None:
    """A history file behind a link is learned once."""
    link = tmp_path / "link"
    link.mkdir()
    (link / "history").symlink_to(file)
    async with tailing(link / "history", file) as (_, reader):
        append(file, record("make"))
        append(link / "history", record("ls"))
        assert await reader.until("ls") == ["make", "ls"]


async def test_what_is_no_history_file_is_left_alone(file: Path, tmp_path: Path) -> None:
    """HISTFILE=/dev/null, a FIFO, a directory and a database stop nothing."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "history.db").write_bytes(b"SQLite format 3\0")
    odd = [tmp_path / "fifo", tmp_path, tmp_path / "missing" / "history", tmp_path / "history.db"]
    async with tailing(*odd, file) as (tail, reader):
        for path in (*odd, tmp_path / "relative" / ".." / "x", file.relative_to(tmp_path)):
            tail.attend(path, "zsh")
        append(file, record("ls", NOW - 7200))
        assert await reader.until("ls") == ["ls"]


async def test_what_nobody_can_have_typed_is_left_to_the_import(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Another machine's history that I merge into my file is not taken for what I do now."""
    async with tailing(file) as (tail, reader):
        append(file, record("elsewhere") * (LARGEST // 20))
        await until_read(tail, file)
        append(file, record("ls"))
        assert await reader.until("ls") == ["ls"]
    assert "segue import" in caplog.text


async def test_a_failure_to_store_does_not_end_it(file: Path) -> None:
    """When a delivery fails, the next one is made."""
    async with tailing(file) as (tail, reader):
        reader.failures = 1
        append(file, record("lost"))
        await until_read(tail, file)
        append(file, record("ls"))
        assert await reader.until("ls") == ["ls"]


async def test_it_can_be_closed_before_it_has_begun(file: Path) -> None:
    """A daemon that fails to start closes what it has."""
    await HistoryTail([file], Reader().deliver).close()
