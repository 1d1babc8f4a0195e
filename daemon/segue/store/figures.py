"""Counts over the whole history or a part of it, made by SQLite, so that a million commands take seconds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.domain.feedback import Outcome
from segue.domain.outcomes import BROKEN_OFF
from segue.store.texts import from_sql

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from segue.store.selection import Selection

QUARTER: Final = 900
"""Seconds: every time zone of today begins its hours at a quarter of UTC's."""
_TIMED: Final = {"earliest": 0.0, "latest": 250e9}
"""Epoch seconds of a start that calendars have: a clock that says anything else is not set."""

# NOT INDEXED: in the order of the table it takes half as long as in that of the index of lines.
_LINES: Final = """
SELECT l.text, runs, succeeded, failed, last FROM (
    SELECT e.line_id, count(*) runs, max(e.start) last, total(e.exit = 0) succeeded,
        total(e.exit <> 0 AND e.exit NOT IN (SELECT value FROM json_each(:broken_off))) failed
    FROM events e NOT INDEXED WHERE {} GROUP BY e.line_id
) found JOIN lines l ON l.id = found.line_id ORDER BY runs DESC, last DESC, l.id DESC LIMIT :most
"""
_QUARTERS: Final = """
SELECT CAST(e.start / :quarter AS INTEGER), count(*) FROM events e
WHERE e.start BETWEEN :earliest AND :latest AND {} GROUP BY 1
"""
_STARTS: Final = """
SELECT e.session_id, e.start, coalesce(e.duration, 0) FROM events e
WHERE e.start BETWEEN :earliest AND :latest AND {} ORDER BY e.session_id, e.start, e.id
"""
_LONGEST: Final = """
SELECT l.text, e.duration, e.start, p.path FROM events e
JOIN lines l ON l.id = e.line_id LEFT JOIN places p ON p.id = e.place_id
WHERE e.duration > 0 AND {} ORDER BY e.duration DESC, e.id LIMIT :most
"""
_FEEDBACK: Final = """
SELECT CASE WHEN e.start BETWEEN :earliest AND :latest THEN CAST(e.start / :quarter AS INTEGER) END,
    f.outcome, f.saved = 0, count(*), sum(f.saved)
FROM feedback f JOIN events e ON e.id = f.event_id WHERE {} GROUP BY 1, 2, 3
"""
_NAMES: Final = {
    "directories": "SELECT p.path, count(*) FROM events e JOIN places p ON p.id = e.place_id WHERE {} GROUP BY p.id",
    "repositories": "SELECT p.path, count(*) FROM workplaces w JOIN events e ON e.id = w.event_id"
    " JOIN places p ON p.id = w.root_id WHERE {} GROUP BY p.id",
    "shells": "SELECT s.shell, count(*) FROM events e JOIN sessions s ON s.id = e.session_id WHERE {} GROUP BY s.shell",
    "hosts": "SELECT s.host, count(*) FROM events e JOIN sessions s ON s.id = e.session_id WHERE {} GROUP BY s.host",
    "authors": "SELECT s.author, count(*) FROM events e JOIN sessions s ON s.id = e.session_id"
    " WHERE {} GROUP BY s.author",
}


class LineRuns(NamedTuple):
    """A line, its runs and how they ended, as far as that is known; `last` is epoch seconds."""

    text: str
    runs: int
    succeeded: int = 0
    failed: int = 0
    last: float | None = None


class LongRun(NamedTuple):
    """A run that took long; `start` is epoch seconds."""

    line: str
    seconds: float
    start: float | None
    directory: str | None


class Start(NamedTuple):
    """When a command of a shell session began (epoch seconds), and how long it took."""

    session: int
    start: float
    seconds: float


class FeedbackCount(NamedTuple):
    """Prompts of a quarter of an hour (counted from 1970, None where the time is unknown) with one outcome.

    `typed` says of what was run as it stood that no key took it; `saved` counts characters.
    """

    quarter: int | None
    outcome: Outcome
    typed: bool
    prompts: int
    saved: int


class HistoryFigures:
    """Counts what is committed; for one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def lines(self, selection: Selection, most: int = -1) -> list[LineRuns]:
        """Return the lines, those first that were run most and then last; at most so many of them, -1 for all."""
        rows = self._rows(_LINES, selection, most=most, broken_off=json.dumps(sorted(BROKEN_OFF)))
        return [
            LineRuns(from_sql(text), runs, int(succeeded), int(failed), last)
            for text, runs, succeeded, failed, last in rows
        ]

    def names(self, kind: str, selection: Selection) -> dict[str, int]:
        """Return how many commands there are of each directory, repository, shell, host or author that is known."""
        counts = {from_sql(name): count for name, count in self._rows(_NAMES[kind], selection)}
        counts.pop("", None)
        return counts

    def quarters(self, selection: Selection) -> dict[int, int]:
        """Return how many commands began in each quarter of an hour, counted from 1970."""
        return dict(self._rows(_QUARTERS, selection, quarter=QUARTER, **_TIMED))

    def starts(self, selection: Selection) -> Iterator[Start]:
        """Yield when the commands with a time began, session by session and in their order."""
        return map(Start._make, self._rows(_STARTS, selection, **_TIMED))

    def longest(self, selection: Selection, most: int) -> list[LongRun]:
        """Return the runs that took longest."""
        rows = self._rows(_LONGEST, selection, most=most)
        return [LongRun(from_sql(text), seconds, start, from_sql(path)) for text, seconds, start, path in rows]

    def feedback(self, selection: Selection) -> list[FeedbackCount]:
        """Return what became of suggestions."""
        rows = self._rows(_FEEDBACK, selection, quarter=QUARTER, **_TIMED)
        return [
            FeedbackCount(quarter, Outcome(outcome), bool(typed), prompts, saved)
            for quarter, outcome, typed, prompts, saved in rows
        ]

    def _rows(self, query: str, selection: Selection, **values: float | str) -> sqlite3.Cursor:
        """Run a query in which {} stands for the condition."""
        condition, chosen = selection.condition()
        return self._db.execute(query.format(condition), {**chosen, **values})
