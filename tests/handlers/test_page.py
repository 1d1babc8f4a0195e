"""All that is stored can be read, a few events at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.handlers.page import page
from segue.protocol.memory_messages import Page
from tests.handlers.memory import SEEN, pages

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


async def test_pages_follow_each_other(rooms: Rooms) -> None:
    """However few are asked for at once, every event comes once and in its order; then comes the end."""
    await rooms.writer.call(lambda store: store.append([(float(at), seen) for at, seen in enumerate(SEEN, 1)]))
    for count in (1, 2, 3, 1000):
        rows = await pages(rooms, count)
        assert [row["line"] for row in rows] == [seen.line for seen in SEEN]
        assert [row["at"] for row in rows] == [1.0, 2.0, 3.0, 4.0]


async def test_what_is_unknown_is_left_out(rooms: Rooms) -> None:
    """A row has no field without a value."""
    await rooms.writer.call(lambda store: store.append([(1.0, SEEN[1])]))
    (row,) = await pages(rooms, 10)
    assert set(row) == {"at", "line", "session", "shell", "host", "author", "trains"}


async def test_an_empty_history_has_no_page(rooms: Rooms) -> None:
    """Only its end."""
    assert await page(Page(1, "cli", None, 0, 10), rooms) == [None, []]
