"""Looks at the history database from outside, read only, while a daemon may be writing it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.store.database import open_reader
from segue.store.migrations import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

DAY: Final = 86400.0


class Health(NamedTuple):
    """How the database is.

    Attributes:
        damage: what SQLite finds wrong, "" for nothing.
        size: bytes, what is not yet checked in included.
        schema: the steps of the schema that it has taken.
        known: those that this segue knows.
        ahead: how many commands are dated more than a day after now.
    """

    damage: str = ""
    size: int = 0
    schema: int = len(MIGRATIONS)
    known: int = len(MIGRATIONS)
    ahead: int = 0


def examine(path: Path, now: float) -> Health | None:
    """Return how the database is, None where there is none; a million commands take some seconds."""
    if not path.exists():
        return None
    size = sum(side.stat().st_size for side in (path, path.with_name(f"{path.name}-wal")) if side.exists())
    try:
        with closing(open_reader(path)) as connection:
            (damage,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            ahead = 0
            if schema:
                query = "SELECT count(*) FROM events WHERE start > ?1 OR learned_at > ?1"
                (ahead,) = connection.execute(query, (now + DAY,)).fetchone()
    except sqlite3.Error as error:
        return Health(damage=str(error), size=size)
    return Health("" if damage == "ok" else damage, size, schema, ahead=ahead)
