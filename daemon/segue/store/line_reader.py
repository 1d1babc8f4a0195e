"""Reads which lines a person has run, beside the writer and without holding it up."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from segue.domain.errors import StoreError
from segue.domain.observation import HUMAN
from segue.store.database import open_reader
from segue.store.texts import from_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class RecordedLine(NamedTuple):
    """A line and its number in the store; who forgets a line and runs it again gives it another."""

    number: int
    text: str


class LineReader:
    """Sees what is committed; for one thread. It opens the database when it needs it, until `release`.

    Every method raises StoreError when the database cannot be read.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._connection: sqlite3.Connection | None = None

    def last_line(self) -> int:
        """Return the highest number of a line, 0 when there is none."""
        return self._number("SELECT coalesce(max(id), 0) FROM lines")

    def last_event(self) -> int:
        """Return the number of the latest event, 0 when there is none."""
        return self._number("SELECT coalesce(max(id), 0) FROM events")

    def lines_after(self, number: int, limit: int) -> list[RecordedLine]:
        """Return lines that a person has run, in the order of their numbers, behind one of these."""
        with self._reading() as database:
            rows = database.execute(
                "SELECT id, text FROM lines WHERE id > ? AND EXISTS (SELECT 1 FROM events e"
                " JOIN sessions s ON s.id = e.session_id WHERE e.line_id = lines.id AND s.author = ?)"
                " ORDER BY id LIMIT ?",
                (number, HUMAN, limit),
            )
            return [RecordedLine(key, from_sql(text)) for key, text in rows]

    def lines_since(self, event: int, limit: int) -> tuple[list[RecordedLine], int]:
        """Return the lines of at most `limit` events behind one, each once, and the last event that was looked at."""
        last = self.last_event()
        with self._reading() as database:
            rows = database.execute(
                "SELECT e.id, l.id, l.text FROM events e JOIN lines l ON l.id = e.line_id"
                " JOIN sessions s ON s.id = e.session_id WHERE e.id > ? AND e.id <= ? AND s.author = ?"
                " ORDER BY e.id LIMIT ?",
                (event, last, HUMAN, limit),
            ).fetchall()
        lines = {number: RecordedLine(number, from_sql(text)) for _, number, text in rows}
        return list(lines.values()), rows[-1][0] if len(rows) == limit else last

    def texts(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the lines of these numbers, without those that are gone."""
        with self._reading() as database:
            query = "SELECT text FROM lines WHERE id = ?"
            found = {number: database.execute(query, (number,)).fetchone() for number in numbers}
        return {number: from_sql(row[0]) for number, row in found.items() if row}

    def release(self) -> None:
        """Close the database until it is needed again."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _number(self, query: str) -> int:
        with self._reading() as database:
            return int(database.execute(query).fetchone()[0])

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._connection is None:
                self._connection = open_reader(self._database)
            yield self._connection
        except sqlite3.Error as error:
            raise StoreError(f"the recorded lines cannot be read: {error}") from error
