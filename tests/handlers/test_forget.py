"""forget: gone from what is learned, stored and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from segue.domain.observation import Prompt
from segue.handlers.forget import forget
from segue.handlers.record import record
from segue.handlers.rooms import Rebuild
from segue.protocol.messages import Forget, Record

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from tests.handlers.conftest import RecordingKeeper


async def run(rooms: Rooms, *lines: str) -> None:
    """Record lines."""
    for line in lines:
        await record(Record(1, "41-a", line, "/srv", None, None, 0), rooms)


async def test_the_answer_counts_what_was_removed(rooms: Rooms) -> None:
    """Every event of the line goes, and only those; without an index there are no vectors."""
    await run(rooms, "ls", "make oops", "ls", "make oops")
    assert await forget(Forget(2, "41-a", "make oops"), rooms) == [2, 0]
    assert await forget(Forget(3, "41-a", "never run"), rooms) == [0, 0]


async def test_it_is_not_suggested_any_more(rooms: Rooms) -> None:
    """Neither on the empty prompt nor for its own prefix, and a new snapshot replaces the one that knew it."""
    await run(rooms, *["ls", "make oops"] * 4, "ls")
    await forget(Forget(2, "41-a", "make oops"), rooms)
    for prefix in ("", "make"):
        lines = [s.line for s in rooms.predictor.suggest(Prompt(session="41-a"), prefix, 20)]
        assert "make oops" not in lines
    assert "save" in cast("RecordingKeeper", rooms.keeper).asked


async def test_running_it_again_brings_it_back(rooms: Rooms) -> None:
    """Forgetting is about the past."""
    await run(rooms, "make oops")
    await forget(Forget(2, "41-a", "make oops"), rooms)
    await run(rooms, "make oops")
    assert [s.line for s in rooms.predictor.suggest(Prompt(session="41-a"), "make o", 5)] == ["make oops"]
    assert await rooms.writer.call(lambda store: store.forgotten(["make oops"])) == set()


async def test_a_rebuild_under_way_is_told(rooms: Rooms) -> None:
    """A rebuild that may already have read the line forgets it before it is taken into use."""
    rooms.rebuild = Rebuild()
    await forget(Forget(2, "41-a", "make oops"), rooms)
    assert rooms.rebuild.forgotten == ["make oops"]
