"""import: the past, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from segue.handlers.forget import forget
from segue.handlers.import_history import import_history
from segue.handlers.record import record
from segue.protocol.messages import Forget, Import, Record

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from tests.handlers.conftest import RecordingKeeper

TIMED: list[list[Any]] = [
    ["git status", 1000.0, 2.0, None, None],
    ["ls", 1005.0, None, None, None],
    ["ls", 1006.0, None, None, None],
]
UNTIMED: list[list[Any]] = [[line, None, None, None, None] for line in ("cd api", "make", "make")]


def batch(entries: list[list[Any]], *, last: bool = True) -> Import:
    """Return a batch of one file."""
    return Import(1, "cli-1", "/home/ada/.zsh_history", "zsh", "box", entries, last)


async def lines(rooms: Rooms) -> list[str]:
    """Return what is stored, in the order of learning."""
    return await rooms.writer.call(lambda store: [event.observation.line for event in store.after()])


async def test_a_second_import_adds_nothing(rooms: Rooms) -> None:
    """With times or without, what is known is not added again, and the answer says so."""
    assert await import_history(batch([*UNTIMED, *TIMED]), rooms) == [6, 0]
    cast("RecordingKeeper", rooms.keeper).asked.clear()
    assert await import_history(batch([*UNTIMED, *TIMED]), rooms) == [0, 6]
    assert cast("RecordingKeeper", rooms.keeper).asked == []
    assert await lines(rooms) == ["cd api", "make", "make", "git status", "ls", "ls"]


async def test_only_what_has_grown_is_added(rooms: Rooms) -> None:
    """A file that has become longer adds its new end."""
    await import_history(batch(UNTIMED), rooms)
    grown = [*UNTIMED, ["make", None, None, None, None], ["make test", None, None, None, None]]
    assert await import_history(batch(grown), rooms) == [2, 3]


async def test_batches_of_one_file_belong_together(rooms: Rooms) -> None:
    """Repeats across batches are counted as in one."""
    assert await import_history(batch(UNTIMED[:2], last=False), rooms) == [2, 0]
    assert await import_history(batch(UNTIMED[2:]), rooms) == [1, 0]
    assert await import_history(batch(UNTIMED), rooms) == [0, 3]


async def test_what_a_hook_recorded_is_not_imported_again(rooms: Rooms) -> None:
    """The shell's own file shows hooked commands as well, its clock a second apart."""
    await record(Record(1, "41-a", "ls", "/srv", 1_005_400, None, 0), rooms)
    assert await import_history(batch(TIMED), rooms) == [2, 1]


async def test_the_past_stands_before_the_present(rooms: Rooms) -> None:
    """Imported lines come before what was recorded live, and then the history is learned anew."""
    await record(Record(1, "41-a", "today", "/srv", None, None, 0), rooms)
    await import_history(batch(TIMED), rooms)
    assert await lines(rooms) == ["git status", "ls", "ls", "today"]
    asked = cast("RecordingKeeper", rooms.keeper).asked
    assert asked[-2:] == ["begin_import", "request_rebuild"]


async def test_an_unfinished_file_is_not_yet_learned(rooms: Rooms) -> None:
    """Only the last batch asks for learning."""
    await import_history(batch(TIMED, last=False), rooms)
    assert "request_rebuild" not in cast("RecordingKeeper", rooms.keeper).asked


async def test_forgotten_lines_stay_forgotten(rooms: Rooms) -> None:
    """An import does not bring back what was forgotten."""
    await import_history(batch(TIMED), rooms)
    await forget(Forget(2, "41-a", "ls"), rooms)
    assert await import_history(batch(TIMED), rooms) == [0, 3]


async def test_secrets_and_refused_lines_stay_out(rooms: Rooms) -> None:
    """The rules for live commands hold for imported ones, with a count of what was refused."""
    entries = [
        ["curl -u ada:hunter2xyz https://api.example", 1.0, None, None, None],
        [" private", 2.0, None, None, None],
    ]
    assert await import_history(batch(entries), rooms) == [1, 1]
    assert "hunter2xyz" not in "".join(await lines(rooms))
    assert rooms.rejected.total() == 1


async def test_a_time_in_the_future_is_taken_for_now(rooms: Rooms) -> None:
    """A clock that was wrong does not put a line behind everything that will ever come."""
    await import_history(batch([["make", 4e9, None, None, None]]), rooms)
    await record(Record(1, "41-a", "today", "/srv", None, None, 0), rooms)
    assert await lines(rooms) == ["make", "today"]
