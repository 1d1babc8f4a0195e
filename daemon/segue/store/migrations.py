"""The schema, as an append-only list of steps; `PRAGMA user_version` counts those taken.

A step that has been released is never edited: its successors repair it.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from segue.domain.errors import StoreError

M001_EVENTS: Final = """
CREATE TABLE lines (
    id INTEGER PRIMARY KEY,
    text NOT NULL UNIQUE              -- TEXT, or BLOB where the line is not valid UTF-8
);
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    path NOT NULL UNIQUE
);
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL, shell TEXT NOT NULL, host TEXT NOT NULL, author TEXT NOT NULL,
    UNIQUE (name, shell, host, author)
);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    learned_at REAL NOT NULL,         -- the order of learning: (learned_at, id)
    line_id INTEGER REFERENCES lines, -- NULL: a private command ran here; the chain is cut
    place_id INTEGER REFERENCES places,
    session_id INTEGER NOT NULL REFERENCES sessions,
    exit INTEGER,
    start REAL,
    duration REAL,
    trains INTEGER NOT NULL           -- 0: adds context and counts, no weight updates
);
CREATE INDEX events_in_order ON events (learned_at, id);
CREATE INDEX events_of_line ON events (line_id, start);
CREATE TABLE tombstones (
    digest BLOB PRIMARY KEY,          -- SHA-256 of a forgotten line: an import must not bring it back
    forgotten_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE history_positions (
    path TEXT PRIMARY KEY,
    position TEXT NOT NULL            -- JSON of the tail observer's own
) WITHOUT ROWID;
"""

M002_FEEDBACK: Final = """
CREATE TABLE feedback (
    event_id INTEGER PRIMARY KEY REFERENCES events,
    line_id INTEGER REFERENCES lines, -- what was shown; NULL: nothing
    outcome INTEGER NOT NULL,         -- 0 none shown, 1 accepted, 2 in part, 3 typed over, 4 dismissed
    saved INTEGER NOT NULL            -- characters
);
CREATE INDEX feedback_of_line ON feedback (line_id);
"""

M003_WORKPLACES: Final = """
CREATE TABLE workplaces (
    event_id INTEGER PRIMARY KEY REFERENCES events,
    root_id INTEGER REFERENCES places, -- the git repository
    branch TEXT,
    fresh TEXT                         -- JSON: what was new in the directory, the latest first
);
"""

M004_JOBS: Final = """
ALTER TABLE events ADD COLUMN jobs INTEGER; -- how many the shell had at the prompt; NULL: unknown
"""

M005_WORKFLOWS: Final = """
CREATE TABLE workflows (              -- the person's own: named, pinned, edited, imported; all others are mined
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,               -- JSON
    changed_at REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE forgotten_workflows (
    signature TEXT PRIMARY KEY,       -- JSON: a digest for each step
    forgotten_at REAL NOT NULL
) WITHOUT ROWID;
"""

MIGRATIONS: Final = (M001_EVENTS, M002_FEEDBACK, M003_WORKPLACES, M004_JOBS, M005_WORKFLOWS)


def schema_of(connection: sqlite3.Connection) -> int:
    """Return how many steps have been taken; 0 for an empty database.

    Raises:
        StoreError: a newer segue wrote this database.
    """
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise StoreError(
            f"the history database is of schema {version}, written by a newer segue; this one knows "
            f"{len(MIGRATIONS)}. Upgrade segue, or set SEGUE_HOME to another directory."
        )
    return version


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date, all steps or none.

    Raises:
        StoreError: a newer segue wrote this database.
        sqlite3.Error: a step has failed; the database is as it was.
    """
    steps = MIGRATIONS[schema_of(connection) :]
    if not steps:
        return
    try:
        connection.executescript(f"BEGIN;{''.join(steps)}PRAGMA user_version = {len(MIGRATIONS)};COMMIT;")
    except sqlite3.Error:
        # A full disk may already have rolled back.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
