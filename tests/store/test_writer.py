"""The writer: in order, in the background, and nothing is lost while the disk refuses."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest

from segue.domain.observation import Observation
from segue.store import writer as writer_module
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from segue.store.events import Position


class RefusingStore(EventStore):
    """A real store whose disk can be declared full."""

    full = False

    def append(self, events: Iterable[tuple[float, Observation]]) -> Position | None:
        """Append, or fail as SQLite does on a full disk."""
        if self.full:
            raise sqlite3.OperationalError("database or disk is full")
        return super().append(events)


@pytest.fixture
def store(tmp_path: Path) -> RefusingStore:
    """Give an empty store."""
    return RefusingStore(open_database(tmp_path / "segue.db", 0.0))


async def lines_in(writer: Writer) -> list[str]:
    """Return the stored lines, oldest first."""
    return await writer.call(lambda store: [event.observation.line for event in store.after()])


async def test_events_are_written_in_the_order_of_the_offers(store: RefusingStore) -> None:
    """A thousand offers in a row arrive completely and in order, and `call` sees them all."""
    writer = Writer(store)
    for number in range(1000):
        writer.offer(float(number), Observation(f"echo {number}"))
    assert await lines_in(writer) == [f"echo {number}" for number in range(1000)]
    assert writer.idle
    await writer.close()


async def test_an_event_is_written_without_being_asked_for(store: RefusingStore) -> None:
    """A moment after the offer it is in the store, though nobody has called."""
    writer = Writer(store)
    writer.offer(1.0, Observation("make"))
    while not writer.idle:  # noqa: ASYNC110 - the writer tells nobody when it has written
        await asyncio.sleep(0)
    assert store.count() == 1
    await writer.close()


async def test_who_asks_the_store_does_not_wait_for_that_moment(
    store: RefusingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call, and the end, write at once what is still held back for the prompt."""
    monkeypatch.setattr(writer_module, "PROMPT_FIRST", 3600)
    writer = Writer(store)
    writer.offer(1.0, Observation("make"))
    assert writer.waiting == 1
    assert await lines_in(writer) == ["make"]
    writer.offer(2.0, Observation("make test"))
    await writer.close()
    assert writer.written == 2


async def test_a_full_disk_loses_nothing(store: RefusingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk is full events wait and the problem is said; they are written once there is room."""
    monkeypatch.setattr(writer_module, "RETRY_SECONDS", 3600)
    writer = Writer(store)
    store.full = True
    writer.offer(1.0, Observation("first"))
    await writer.flush()
    assert writer.problem == "database or disk is full"
    assert writer.waiting == 1
    store.full = False
    writer.offer(2.0, Observation("second"))
    assert await lines_in(writer) == ["first", "second"]
    assert writer.problem is None
    await writer.close()


async def test_waiting_events_are_bounded(store: RefusingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """When too many wait, the oldest are given up and counted, and the rest still arrive in order."""
    monkeypatch.setattr(writer_module, "MAX_PENDING", 3)
    monkeypatch.setattr(writer_module, "RETRY_SECONDS", 3600)
    writer = Writer(store)
    store.full = True
    for number in range(5):
        writer.offer(float(number), Observation(str(number)))
    await writer.flush()
    store.full = False
    writer.offer(9.0, Observation("9"))
    assert await lines_in(writer) == ["3", "4", "9"]
    assert writer.dropped == 3
    await writer.close()


async def test_closing_writes_what_waits(tmp_path: Path, store: RefusingStore) -> None:
    """An event offered just before the end is on disk after it."""
    writer = Writer(store)
    writer.offer(1.0, Observation("last words"))
    await writer.close()
    again = EventStore(open_database(tmp_path / "segue.db", 0.0))
    assert [event.observation.line for event in again.after()] == ["last words"]
    again.close()
