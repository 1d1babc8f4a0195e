"""Keeps the history as it was before a new schema, beside the database and for a week."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.domain.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT_SECONDS: Final = 7 * 24 * 3600.0
MEGABYTE: Final = 1e6


def back_up(connection: sqlite3.Connection, database: Path, schema: int) -> Path:
    """Copy the database to `NAME.before-schema-N` in place of earlier copies, and return the copy's path.

    Raises:
        StoreError: the copy cannot be written; the database is as it was.
    """
    backup = database.with_name(f"{database.name}.before-schema-{schema}")
    unfinished = backup.with_name(f"{backup.name}.new")
    try:
        # Private before SQLite writes into it; SQLite takes a file that is empty for none.
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600))
        connection.execute("VACUUM INTO ?", (str(unfinished),))
        for earlier in _backups(database):
            earlier.unlink(missing_ok=True)
        unfinished.replace(backup)
    except (OSError, sqlite3.OperationalError) as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(
            f"the history has to be brought to schema {schema}, but it cannot be copied to {backup} before that"
            f" ({error}): make room for {database.stat().st_size / MEGABYTE:.1f} MB and start segue again."
            " Nothing has been changed."
        ) from error
    return backup


def remove_old_backups(database: Path, now: float) -> None:
    """Remove copies that a week of work with the new schema has made needless."""
    for backup in _backups(database):
        if now - backup.stat().st_mtime > KEPT_SECONDS:
            backup.unlink(missing_ok=True)


def remove_backups(connection: sqlite3.Connection) -> None:
    """Remove every copy of this database: they hold what is being forgotten."""
    for _, name, path in connection.execute("PRAGMA database_list").fetchall():
        if name == "main" and path:
            for backup in _backups(Path(path)):
                backup.unlink(missing_ok=True)


def _backups(database: Path) -> Iterator[Path]:
    """Yield the finished copies."""
    prefix = f"{database.name}.before-schema-"
    return (path for path in list(database.parent.iterdir()) if path.name.startswith(prefix) and path.suffix != ".new")
