"""suggest: what may come next, as flat fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.handlers.hello import hello
from segue.handlers.record import record
from segue.handlers.suggest import suggest
from segue.protocol.messages import VERSION, Hello, Record, Suggest
from segue.validity.prober import Prober
from segue.validity.verdict import Kind
from tests.helpers.files import MemoryFiles

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms

WORKFLOW = ["git add -A", "git commit -m wip", "git push"]


@pytest.fixture
async def taught(rooms: Rooms) -> Rooms:
    """Give rooms that know the workflow."""
    for line in WORKFLOW * 5:
        await record(Record(1, "41-a", line, "/srv", None, None, 0), rooms)
    return rooms


async def test_lines_and_thousandths_in_turn(taught: Rooms) -> None:
    """The likeliest line comes first; every second field is an integer that zsh can read."""
    fields = await suggest(Suggest(1, "41-a", "", "/srv", 3), taught)
    assert fields[0] == "git add -A"
    assert all(isinstance(milli, int) and 0 <= milli <= 1000 for milli in fields[1::2])


async def test_never_more_than_asked_for(taught: Rooms) -> None:
    """`count` is a cap."""
    assert len(await suggest(Suggest(1, "41-a", "", "/srv", 1), taught)) == 2


async def test_a_prefix_restricts(taught: Rooms) -> None:
    """Only lines that begin with what is typed, and go on."""
    fields = await suggest(Suggest(1, "41-a", "git pu", "/srv", 5), taught)
    assert fields[::2] == ["git push"]
    assert await suggest(Suggest(1, "41-a", "git push", "/srv", 5), taught) == []


async def test_after_imagines_another_past(taught: Rooms) -> None:
    """`after` asks what would come next had these lines been run."""
    fields = await suggest(Suggest(1, "9-z", "", "/srv", 1, WORKFLOW[:2]), taught)
    assert fields[0] == "git push"


async def test_nothing_is_known_at_first(rooms: Rooms) -> None:
    """A daemon that has learned nothing suggests nothing."""
    assert await suggest(Suggest(1, "41-a", "", "/srv", 5), rooms) == []


async def test_what_cannot_work_makes_room(rooms: Rooms) -> None:
    """A line that is dropped is replaced by the next best, and what was probable of it is shared out."""
    for line in ["echo go", "cat gone.txt"] * 8 + ["echo go", "echo else"]:
        await record(Record(1, "41-a", line, "/srv", None, None, 0), rooms)
    await record(Record(1, "41-a", "echo go", "/srv", None, None, 0), rooms)
    files = MemoryFiles({"/srv/gone.txt": Kind.ANYTHING})
    rooms.prober, rooms.clock = Prober(files), lambda: 1_800_000_000.0
    rooms.adopt(rooms.model)
    before = await suggest(Suggest(1, "41-a", "", "/srv", 3), rooms)
    assert before[0] == "cat gone.txt"
    files.paths.clear()
    rooms.prober.forget()
    after = await suggest(Suggest(1, "41-a", "", "/srv", 3), rooms)
    assert "cat gone.txt" not in after
    assert after[:4:2] == before[2:6:2]
    assert after[1] > 2 * before[3]
    assert sum(after[1::2]) <= 1_000


@pytest.mark.parametrize(("jobs", "expected"), [(1, "fg"), (None, "fg"), (0, "echo else")])
async def test_what_works_on_a_job_needs_one(rooms: Rooms, jobs: int | None, expected: str) -> None:
    """Where the shell says that it has none, another line stands there; a shell that says nothing may have one."""
    await hello(Hello(1, "41-a", VERSION, "zsh", 41, "human", "", 509, "/bin", ""), rooms)
    for line in ["echo go", "fg"] * 8 + ["echo go", "echo else", "echo go"]:
        await record(Record(2, "41-a", line, "/srv", None, None, 0), rooms)
    fields = await suggest(Suggest(3, "41-a", "", "/srv", 3, None, None, jobs), rooms)
    assert fields[0] == expected
    assert ("fg" in fields) == (expected == "fg")


@pytest.mark.parametrize(("marks", "tail"), [(None, []), (1, ["", 1])])
async def test_marks_tell_what_destroys(rooms: Rooms, marks: int | None, tail: list[object]) -> None:
    """Who asks gets the places of the destructive lines as bits behind an empty line; nobody else does."""
    for line in ["echo go", "git stash drop"] * 60 + ["echo go"]:
        await record(Record(1, "41-a", line, "/srv", None, None, 0), rooms)
    fields = await suggest(Suggest(1, "41-a", "", "/srv", 2, None, marks), rooms)
    assert fields[::2][:2] == ["git stash drop", "echo go"]
    assert fields[4:] == tail
