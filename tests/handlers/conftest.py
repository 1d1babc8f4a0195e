"""The rooms below the handlers, real ones, in this process."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from segue.handlers.interfaces import NoTail
from segue.handlers.rooms import Rooms
from segue.model.state import Model
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOW = 1_700_000_000.0


class RecordingKeeper:
    """Remembers what it was asked for; the real one is tested with a real daemon in tests/app."""

    def __init__(self) -> None:
        self.incomplete = False
        self.failure = ""
        self.asked: list[str] = []

    def begin_import(self) -> None:
        """Note it."""
        self.asked.append("begin_import")

    def request_rebuild(self) -> None:
        """Note it."""
        self.asked.append("request_rebuild")

    def schedule_save(self) -> None:
        """Note it."""
        self.asked.append("schedule_save")

    async def save(self) -> None:
        """Note it."""
        self.asked.append("save")


class ExpectingTail(NoTail):
    """Remembers what it was told; the real one is tested with real files in tests/server."""

    def __init__(self) -> None:
        self.attended: list[tuple[str, str]] = []
        self.expected: list[str] = []
        self.delivered: set[str] = set()

    def attend(self, path: Path, shell: str) -> None:
        """Note the file."""
        self.attended.append((str(path), shell))

    def was_delivered(self, line: str, start: float | None) -> bool:  # noqa: ARG002 - the tail's signature
        """Tell what the test has set."""
        return line in self.delivered

    def expect(self, line: str, start: float | None) -> None:  # noqa: ARG002 - the tail's signature
        """Note the line."""
        self.expected.append(line)


@pytest.fixture
async def rooms(tmp_path: Path) -> AsyncIterator[Rooms]:
    """Give rooms whose clock moves one second a look."""
    ticks = itertools.count()
    writer = Writer(EventStore(open_database(tmp_path / "segue.db", NOW)))
    yield Rooms(
        model=Model(),
        writer=writer,
        host="box",
        clock=lambda: NOW + next(ticks),
        request_shutdown=lambda: None,
        keeper=RecordingKeeper(),
        tail=ExpectingTail(),
    )
    await writer.close()
