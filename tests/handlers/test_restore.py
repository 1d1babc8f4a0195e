"""What was saved elsewhere is brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from segue.domain.errors import ProtocolError
from segue.handlers.restore import restore
from segue.protocol.memory_messages import Restore
from tests.handlers.memory import SEEN, pages

if TYPE_CHECKING:
    from segue.domain.observation import Observation
    from segue.handlers.rooms import Rooms


async def stored(rooms: Rooms) -> list[Observation]:
    """Return what the store holds."""
    return [event.observation for event in await rooms.writer.call(lambda store: list(store.after()))]


async def test_what_is_restored_is_what_was_saved(rooms: Rooms) -> None:
    """Every field of every event, its place in the order and what cuts the chain; once more adds nothing."""
    await rooms.writer.call(lambda store: store.append([(float(at), seen) for at, seen in enumerate(SEEN, 1)]))
    rows = await pages(rooms, 3)
    await rooms.writer.call(lambda store: store.forget_events(range(1, len(SEEN) + 1)))
    assert await restore(Restore(1, "cli", rows, last=True), rooms) == [3, 1]
    assert [seen for seen in await stored(rooms) if seen.line] == [seen for seen in SEEN if seen.line]
    assert await restore(Restore(2, "cli", rows, last=True), rooms) == [0, 4]


async def test_what_was_forgotten_here_stays_forgotten(rooms: Rooms) -> None:
    """Also if it comes with a file."""
    await rooms.writer.call(lambda store: store.append([(1.0, SEEN[0])]))
    rows = await pages(rooms, 10)
    await rooms.writer.call(lambda store: store.forget("make", 2.0))
    assert await restore(Restore(1, "cli", rows, last=True), rooms) == [0, 1]


async def test_secrets_are_taken_out_once_more(rooms: Rooms) -> None:
    """A file from elsewhere may hold some."""
    row = {"at": 1.0, "line": "export TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345", "trains": True}
    await restore(Restore(1, "cli", [row], last=True), rooms)
    (seen,) = await stored(rooms)
    assert "ghp_" not in seen.line


@pytest.mark.parametrize(
    "damage",
    [
        {"at": None},
        {"at": float("nan")},
        {"line": 1},
        {"trains": None},
        {"exit": "0"},
        {"start": 3},
        {"jobs": True},
        {"feedback": ["x"]},
        {"place": ["/", "main", [1]]},
    ],
)
async def test_of_damaged_rows_nothing_is_stored(rooms: Rooms, damage: dict[str, Any]) -> None:
    """Not even those that are whole."""
    row = {"at": 1.0, "line": "make", "trains": True}
    with pytest.raises(ProtocolError):
        await restore(Restore(1, "cli", [row, row | damage], last=True), rooms)
    assert await stored(rooms) == []


async def test_what_is_restored_is_learned(rooms: Rooms) -> None:
    """After the last batch, and not before."""
    row = {"at": 1.0, "line": "make", "trains": True}
    await restore(Restore(1, "cli", [row], last=False), rooms)
    asked: list[str] = vars(rooms.keeper)["asked"]
    assert asked == ["begin_import"]
    await restore(Restore(2, "cli", [row], last=True), rooms)
    assert asked[-1] == "request_rebuild"
