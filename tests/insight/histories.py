"""Histories written through the real store."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from segue.domain.observation import Observation
from segue.store.database import open_database
from segue.store.events import EventStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MONDAY = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
"""A Monday, at midnight in UTC."""
HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY


def ran(line: str, at: float | None = 0.0, **others: Any) -> Observation:
    """Return a command that began so many seconds after that Monday began, None for no time."""
    return Observation(line, start=None if at is None else MONDAY + at, **others)


def write(path: Path, seen: Iterable[Observation]) -> Path:
    """Store what was observed, in this order, and return the database."""
    with closing(EventStore(open_database(path, MONDAY))) as store:
        store.append((MONDAY + place, each) for place, each in enumerate(seen))
    return path


def forget(path: Path, line: str) -> None:
    """Forget a line as the daemon does."""
    with closing(EventStore(open_database(path, MONDAY))) as store:
        store.forget(line, MONDAY)
