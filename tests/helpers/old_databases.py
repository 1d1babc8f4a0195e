"""History databases as earlier versions of segue have left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from segue.store.migrations import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

LINES: Final = ("make", "make test", "git push")
OLD_SCHEMAS: Final = range(1, len(MIGRATIONS))


def write_database(path: Path, schema: int) -> None:
    """Write a database of this schema that holds `LINES`, each run once."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for number, step in enumerate(MIGRATIONS[:schema], 1):
            connection.executescript(f"BEGIN;{step}PRAGMA user_version = {number};COMMIT;")
        connection.execute("INSERT INTO sessions VALUES (1, '41-a', 'zsh', 'host', 'human')")
        for number, line in enumerate(LINES, 1):
            connection.execute("INSERT INTO lines VALUES (?, ?)", (number, line))
            connection.execute(
                "INSERT INTO events (learned_at, line_id, session_id, exit, trains) VALUES (?, ?, 1, 0, 1)",
                (1_700_000_000.0 + number, number),
            )
    path.chmod(0o600)


def schema_of_file(path: Path) -> int:
    """Return the schema of a database on disk."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version
