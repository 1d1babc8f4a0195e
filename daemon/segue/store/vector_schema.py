"""Opens the cache of vectors: a private database of its own, derived, and so replaced when it is damaged."""

from __future__ import annotations

import logging
import os
import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

VERSION: Final = 1
SCHEMA: Final = """
BEGIN;
CREATE TABLE spaces (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL, revision TEXT NOT NULL, dims INTEGER NOT NULL,
    entries INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
    hits INTEGER NOT NULL DEFAULT 0, misses INTEGER NOT NULL DEFAULT 0, evictions INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name, revision, dims)
);
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,               -- BLAKE2b of the text
    kind TEXT NOT NULL,
    space_id INTEGER NOT NULL REFERENCES spaces,
    used INTEGER NOT NULL,            -- the hour in which it was last asked for
    vector BLOB NOT NULL,             -- int8 or float16; its length tells which
    UNIQUE (hash, kind, space_id)
);
CREATE INDEX vectors_by_use ON vectors (used, id);
CREATE TRIGGER counted AFTER INSERT ON vectors BEGIN
    UPDATE spaces SET entries = entries + 1, bytes = bytes + length(new.vector) WHERE id = new.space_id;
END;
CREATE TRIGGER discounted AFTER DELETE ON vectors BEGIN
    UPDATE spaces SET entries = entries - 1, bytes = bytes - length(old.vector) WHERE id = old.space_id;
END;
PRAGMA user_version = 1;
COMMIT;
"""
SIDES: Final = ("", "-wal", "-shm")


def open_vectors(path: Path) -> sqlite3.Connection:
    """Return a connection to the cache; what is no cache of this version is removed.

    Raises:
        sqlite3.Error: the file can be neither used nor replaced.
    """
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise  # locked, full or forbidden: not damaged
    except sqlite3.DatabaseError as error:
        log.warning("%s is begun anew: %s", path.name, error)
        remove_vectors(path)
        return _connect(path)


def remove_vectors(path: Path) -> None:
    """Remove the database and its side files."""
    for suffix in SIDES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    # The file is made private before SQLite opens it, and SQLite gives its side files the same mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1.0)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # Vectors of forgotten lines must not stay behind in free pages.
        connection.execute("PRAGMA secure_delete = ON")
        # A vector that is replaced counts as removed only if its trigger runs.
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA cache_size = -500")
        _prepare(connection)
        connection.execute("SELECT count(*) FROM spaces").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        connection.executescript(SCHEMA)
    elif version != VERSION:
        raise sqlite3.DatabaseError(f"its schema is {version}")
