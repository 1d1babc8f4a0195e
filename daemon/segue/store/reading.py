"""Reads the history beside a daemon that may be running, and leaves no trace of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from segue.domain.errors import StoreError
from segue.store.database import open_reader
from segue.store.events import EventStore
from segue.store.figures import HistoryFigures
from segue.store.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from segue.store.events import StoredEvent


def read_events(database: Path) -> list[StoredEvent]:
    """Return every event in the order of learning, as they are now; no file is made or changed.

    Raises:
        StoreError: there is no database, or it cannot be read.
    """
    with open_history(database) as store:
        return list(store.after())


@contextmanager
def open_history(database: Path) -> Iterator[EventStore]:
    """Open the history for reading; no file is made or changed.

    Raises:
        StoreError: there is no database, or it cannot be read.
    """
    with _reading(database) as connection:
        yield EventStore(connection)


@contextmanager
def open_figures(database: Path) -> Iterator[HistoryFigures]:
    """Open the history for counting; no file is made or changed, and where there is none nothing is counted.

    Raises:
        StoreError: it cannot be read.
    """
    if database.exists():
        with _reading(database) as connection:
            yield HistoryFigures(connection)
    else:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            migrate(connection)
            yield HistoryFigures(connection)


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    if not database.exists():
        raise StoreError(f"there is no history at {database}: `segue import` makes one from your history files")
    try:
        with closing(_open(database)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise StoreError(f"cannot read the history database {database}: {error}") from error


def _open(database: Path) -> sqlite3.Connection:
    if database.with_name(f"{database.name}-wal").exists():
        return open_reader(database)
    # No daemon has it open, and SQLite would make the side files of a WAL, which a reader cannot remove again.
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
