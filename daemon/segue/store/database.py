"""Opens the SQLite file: WAL, one writer, private, and set aside rather than overwritten when it is damaged."""

from __future__ import annotations

import logging
import os
import sqlite3
from typing import TYPE_CHECKING, Final

from segue.domain.errors import StoreError
from segue.store.backup import back_up, remove_old_backups
from segue.store.migrations import MIGRATIONS, migrate, schema_of

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

LARGEST_CHECKED: Final = 8 << 20
"""Bytes of the largest database that is read as a whole at start: some 80,000 commands, a fraction of a second."""


def open_database(path: Path, now: float) -> sqlite3.Connection:
    """Return a migrated connection; a damaged file is renamed and a new one begun, one of an older schema copied first.

    Raises:
        StoreError: the file can be neither used nor moved, or belongs to a newer segue.
    """
    try:
        connection = _connect(path)
        remove_old_backups(path, now)
        return connection  # noqa: TRY300 - what comes behind is the other case
    except sqlite3.DatabaseError as error:
        # OperationalError is a subclass that means "not now" (locked, full, forbidden), not "damaged".
        if isinstance(error, sqlite3.OperationalError):
            raise StoreError(f"cannot open the history database {path}: {error}") from error
        aside = set_aside(path, now)
        log.exception("the history database is damaged; it is kept as %s and a new one is begun", aside)
        return _connect(path)


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a read-only connection for another thread or process; each query sees the database as it then is."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def set_aside(path: Path, now: float) -> Path:
    """Rename a damaged database and its side files, never over an existing file, and return the new path."""
    stamp = int(now)
    while (aside := path.with_name(f"{path.name}.damaged-{stamp}")).exists():
        stamp += 1
    for suffix in ("-wal", "-shm", ""):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.rename(aside.with_name(aside.name + suffix))
    return aside


def _connect(path: Path) -> sqlite3.Connection:
    # The file is made private before SQLite opens it, and SQLite gives its side files the same mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5.0)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Forgotten text must not stay behind in free pages.
        connection.execute("PRAGMA secure_delete = ON")
        if 0 < schema_of(connection) < len(MIGRATIONS):
            backup = back_up(connection, path, len(MIGRATIONS))
            log.info(
                "the history is brought to schema %d; for a week it is kept as it was: %s", len(MIGRATIONS), backup
            )
        migrate(connection)
        _check_pages(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_pages(path: Path, connection: sqlite3.Connection) -> None:
    """Read a database of ordinary size completely, and a very large one at the ends of its tables."""
    if path.stat().st_size <= LARGEST_CHECKED:
        (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if result != "ok":
            raise sqlite3.DatabaseError(result)
    connection.execute("SELECT * FROM events ORDER BY id DESC LIMIT 1").fetchall()
    connection.execute("SELECT * FROM lines ORDER BY id DESC LIMIT 1").fetchall()
