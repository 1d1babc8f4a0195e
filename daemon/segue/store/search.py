"""What a search reads of the history, beside the writer and for a few milliseconds at a time."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from segue.domain.errors import StoreError
from segue.store.database import open_reader
from segue.store.run_filter import RAN_AT, condition
from segue.store.texts import from_sql

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from segue.domain.search import RunFilter

MOST_FITTING: Final = 2_000
"""Lines that are looked at when only those with fitting runs are."""


class KnownLine(NamedTuple):
    """A line, and when it was started last, whatever the filter says; None where nobody knows that of any run."""

    number: int
    text: str
    last: float | None


class Figures(NamedTuple):
    """What is to be said of a line's runs that pass a filter; the last columns are those of the latest of them."""

    line: int
    runs: int
    succeeded: int
    failed: int
    last: float
    exit: int | None
    duration: float | None
    cwd: str
    session: str
    shell: str
    host: str
    author: str


class RunAt(NamedTuple):
    """One run of a line: in which shell's life, when it was learned, and when it was started."""

    line: int
    session: int
    learned_at: float
    start: float


class SessionRow(NamedTuple):
    """One command of a shell's life."""

    event: int
    line: int
    text: str
    start: float
    exit: int | None
    cwd: str
    session: str
    shell: str
    host: str


class SearchReader:
    """One connection that only reads; open it for one piece of work.

    Every method raises sqlite3.Error when the database cannot be read; `open` makes a StoreError of it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    @contextmanager
    def open(cls, database: Path) -> Iterator[Self]:
        """Open the database.

        Raises:
            StoreError: it cannot be read, now or later.
        """
        try:
            with closing(open_reader(database)) as connection:
                yield cls(connection)
        except sqlite3.Error as error:
            raise StoreError(f"the history cannot be searched: {error}") from error

    def count_lines(self) -> int:
        """Return how many lines there are."""
        return int(self._db.execute("SELECT count(*) FROM lines").fetchone()[0])

    def last_event(self) -> int:
        """Return the highest number of an event, 0 where there is none."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])

    def lines_after(self, number: int, count: int) -> list[tuple[int, str]]:
        """Return the first lines with higher numbers, in their order, with these."""
        rows = self._db.execute("SELECT id, text FROM lines WHERE id > ? ORDER BY id LIMIT ?", (number, count))
        return [(line, from_sql(text)) for line, text in rows]

    def last_starts(self, after: int, until: int) -> list[tuple[int, float]]:
        """Return for each line that was run in this span of events, as far as known, when it was started last in it."""
        return self._db.execute(
            "SELECT line_id, max(start) FROM events"
            " WHERE id > ? AND id <= ? AND line_id IS NOT NULL AND start IS NOT NULL GROUP BY line_id",
            (after, until),
        ).fetchall()

    def lines(self, numbers: Collection[int]) -> list[KnownLine]:
        """Return those lines that are still there."""
        rows = self._db.execute(
            "SELECT id, text, (SELECT max(start) FROM events WHERE line_id = lines.id) FROM lines"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (_listed(numbers),),
        )
        return [KnownLine(number, from_sql(text), last) for number, text, last in rows]

    def figures(self, numbers: Collection[int], runs: RunFilter) -> list[Figures]:
        """Return the figures of those lines that have a run which passes."""
        passes, values = condition(runs)
        # Beside max(), SQLite takes the other columns from the row that has the maximum.
        grouped = (
            "SELECT e.line_id, count(*) AS runs, total(e.exit = 0) AS succeeded, count(e.exit) AS ended,"  # noqa: S608
            f" max({RAN_AT}) AS last, e.exit, e.duration, e.place_id, e.session_id"
            " FROM events e INDEXED BY events_of_line"
            f" WHERE e.line_id IN (SELECT value FROM json_each(?)) AND {passes} GROUP BY e.line_id"
        )
        query = (
            "SELECT line_id, runs, succeeded, ended - succeeded, last, g.exit, g.duration,"  # noqa: S608 - our own text
            " coalesce(p.path, ''),"
            f" s.name, s.shell, s.host, s.author FROM ({grouped}) g"
            " JOIN sessions s ON s.id = g.session_id LEFT JOIN places p ON p.id = g.place_id"
        )
        rows = self._db.execute(query, (_listed(numbers), *values))
        return [_figures(row) for row in rows]

    def latest(self, count: int, runs: RunFilter) -> list[int]:
        """Return the lines of the latest runs that pass, each once."""
        return self._distinct(count, runs, "events e INDEXED BY events_in_order", "e.learned_at DESC, e.id DESC")

    def fitting(self, runs: RunFilter) -> list[int]:
        """Return lines with a run that passes, at most MOST_FITTING, those that were stored last."""
        # Rows in their own order are read five times as fast as by way of an index.
        return self._distinct(MOST_FITTING, runs, "events e NOT INDEXED", "e.id DESC")

    def _distinct(self, count: int, runs: RunFilter, table: str, order: str) -> list[int]:
        passes, values = condition(runs)
        found: dict[int, None] = {}
        query = f"SELECT e.line_id FROM {table} WHERE {passes} ORDER BY {order}"  # noqa: S608 - our own text
        with closing(self._db.execute(query, values)) as rows:
            for (number,) in rows:
                found[number] = None
                if len(found) == count:
                    break
        return list(found)

    def latest_runs(self, number: int, count: int, runs: RunFilter) -> list[RunAt]:
        """Return the latest runs of a line that pass and of which the start is known."""
        passes, values = condition(runs)
        query = (
            "SELECT e.line_id, e.session_id, e.learned_at, e.start FROM events e"  # noqa: S608 - our own text
            f" WHERE e.line_id = ? AND e.start IS NOT NULL AND {passes} ORDER BY e.start DESC LIMIT ?"
        )
        return [RunAt(*row) for row in self._db.execute(query, (number, *values, count))]

    def session_rows(self, session: int, since: float, until: float) -> list[SessionRow]:
        """Return the commands of one shell's life that were learned in a span of time, in their order."""
        rows = self._db.execute(
            "SELECT e.id, e.line_id, l.text, e.start, e.exit, coalesce(p.path, ''), s.name, s.shell, s.host"
            " FROM events e INDEXED BY events_in_order JOIN lines l ON l.id = e.line_id"
            " JOIN sessions s ON s.id = e.session_id LEFT JOIN places p ON p.id = e.place_id"
            " WHERE e.learned_at BETWEEN ? AND ? AND e.session_id = ? AND e.start IS NOT NULL"
            " ORDER BY e.learned_at, e.id",
            (since, until, session),
        )
        return [
            SessionRow(event, line, from_sql(text), start, status, from_sql(cwd), *names)
            for event, line, text, start, status, cwd, *names in rows
        ]


def _figures(row: tuple[Any, ...]) -> Figures:
    line, runs, succeeded, failed, last, status, duration, cwd, *names = row
    return Figures(line, runs, int(succeeded), int(failed), last, status, duration, from_sql(cwd), *names)


def _listed(numbers: Collection[int]) -> str:
    """Return numbers as SQLite reads any amount of them from one parameter."""
    return json.dumps(list(numbers))
