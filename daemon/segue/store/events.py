"""Appends, reads and forgets events. Synchronous; `Writer` gives it a thread of its own."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from segue.domain.digest import line_digest
from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation
from segue.domain.workplace import NOWHERE
from segue.store.backup import remove_backups
from segue.store.feedback import count_feedback, insert_feedback
from segue.store.forgetting import forget_events, forget_line
from segue.store.texts import from_sql, printable, to_sql
from segue.store.transactions import transaction
from segue.store.workflows import WorkflowTables
from segue.store.workplaces import insert_workplace, stored_workplace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from segue.domain.acceptance import Acceptance

log = logging.getLogger(__name__)

TRAINED_OF_AN_IMPORT: Final = 4000
"""The newest imported lines that also train weights; older ones add only context and counts."""

PAGE: Final = 1_000
"""Events that are read at once."""


class Position(NamedTuple):
    """A place in the order of learning."""

    learned_at: float
    event: int


START: Final = Position(float("-inf"), 0)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An observation at its place; a line of "" says that a private command cut the chain there."""

    position: Position
    observation: Observation


class EventStore:
    """The append-only history, and the few facts that are kept beside it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.workflows = WorkflowTables(connection)
        self._session_ids: dict[tuple[str, str, str, str], int] = {}

    def append(self, events: Iterable[tuple[float, Observation]]) -> Position | None:
        """Append (learned_at, observation) pairs in one transaction; return the last one's position."""
        last = None
        with transaction(self._db, self._session_ids.clear):
            for learned_at, seen in events:
                last = Position(learned_at, self._insert(learned_at, seen))
        return last

    def _insert(self, learned_at: float, seen: Observation) -> int:
        cursor = self._db.execute(
            "INSERT INTO events (learned_at, line_id, place_id, session_id, exit, start, duration, trains, jobs)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                learned_at,
                self._line_id(seen.line) if seen.line else None,
                self._intern("places", "path", seen.cwd)[0] if seen.cwd else None,
                self._session_id(seen),
                seen.exit,
                seen.start,
                seen.duration,
                seen.trains,
                seen.jobs,
            ),
        )
        if cursor.lastrowid is None:  # pragma: no cover - SQLite always knows the row it has just made
            raise AssertionError
        if seen.feedback:
            shown = seen.feedback.shown
            line_id = self._intern("lines", "text", shown)[0] if shown else None
            insert_feedback(self._db, cursor.lastrowid, line_id, seen.feedback)
        if seen.workplace != NOWHERE:
            root = seen.workplace.root
            root_id = self._intern("places", "path", root)[0] if root else None
            insert_workplace(self._db, cursor.lastrowid, root_id, seen.workplace)
        return cursor.lastrowid

    def _line_id(self, line: str) -> int:
        line_id, is_new = self._intern("lines", "text", line)
        if is_new:
            # Whoever runs a forgotten line again wants it back.
            self._db.execute("DELETE FROM tombstones WHERE digest = ?", (line_digest(line),))
        return line_id

    def _intern(self, table: str, column: str, text: str) -> tuple[int, bool]:
        value = to_sql(text)
        found = self._db.execute(f"SELECT id FROM {table} WHERE {column} = ?", (value,)).fetchone()  # noqa: S608
        if found:
            return int(found[0]), False
        row = self._db.execute(
            f"INSERT INTO {table} ({column}) VALUES (?) RETURNING id",  # noqa: S608 - our own names
            (value,),
        ).fetchone()
        return int(row[0]), True

    def _session_id(self, seen: Observation) -> int:
        key = (seen.session, seen.shell, seen.host, seen.author)
        if key not in self._session_ids:
            values = [printable(part) for part in key]
            self._db.execute("INSERT OR IGNORE INTO sessions (name, shell, host, author) VALUES (?, ?, ?, ?)", values)
            found = self._db.execute(
                "SELECT id FROM sessions WHERE name = ? AND shell = ? AND host = ? AND author = ?", values
            ).fetchone()
            self._session_ids[key] = int(found[0])
        return self._session_ids[key]

    def missing(self, events: Sequence[tuple[float, Observation]]) -> list[tuple[float, Observation]]:
        """Return those events that are neither stored at their very place nor forgotten."""
        forgotten = self.forgotten({seen.line for _, seen in events if seen.line})
        return [each for each in events if each[1].line not in forgotten and not self._holds(*each)]

    def _holds(self, learned_at: float, seen: Observation) -> bool:
        rows = self._db.execute(
            "SELECT l.text FROM events e JOIN sessions s ON s.id = e.session_id LEFT JOIN lines l ON l.id = e.line_id"
            " WHERE e.learned_at = ? AND s.name = ? AND e.start IS ?",
            (learned_at, printable(seen.session), seen.start),
        )
        return any((from_sql(text) or "") == seen.line for (text,) in rows)

    def count(self) -> int:
        """Return the number of events."""
        return int(self._db.execute("SELECT count(*) FROM events").fetchone()[0])

    def count_after(self, position: Position) -> int:
        """Return the number of events behind a position."""
        row = self._db.execute("SELECT count(*) FROM events WHERE (learned_at, id) > (?, ?)", position).fetchone()
        return int(row[0])

    def count_tombstones(self) -> int:
        """Return how many lines are forgotten."""
        return int(self._db.execute("SELECT count(*) FROM tombstones").fetchone()[0])

    def last_learned_at(self) -> float:
        """Return the latest place in the order of learning, minus infinity when there is none."""
        row = self._db.execute("SELECT max(learned_at) FROM events").fetchone()
        return float("-inf") if row[0] is None else float(row[0])

    def after(self, position: Position = START) -> Iterator[StoredEvent]:
        """Yield every event behind `position` in the order of learning, in constant memory.

        It is read page by page: a reading that took a minute as one would keep what is forgotten meanwhile in the WAL.
        """
        while page := self.page(position):
            yield from page
            position = page[-1].position

    def page(self, position: Position, size: int = PAGE) -> list[StoredEvent]:
        """Return the first events behind a position, at most so many."""
        rows = self._db.execute(
            "SELECT e.learned_at, e.id, l.text, p.path, e.exit, e.start, e.duration, e.trains,"
            " e.jobs, f.outcome, shown.text, f.saved, root.path, w.branch, w.fresh, s.name, s.shell, s.host, s.author"
            " FROM events e JOIN sessions s ON s.id = e.session_id"
            " LEFT JOIN lines l ON l.id = e.line_id LEFT JOIN places p ON p.id = e.place_id"
            " LEFT JOIN feedback f ON f.event_id = e.id LEFT JOIN lines shown ON shown.id = f.line_id"
            " LEFT JOIN workplaces w ON w.event_id = e.id LEFT JOIN places root ON root.id = w.root_id"
            " WHERE (e.learned_at, e.id) > (?, ?) ORDER BY e.learned_at, e.id LIMIT ?",
            (*position, size),
        )
        return [_event(row) for row in rows]

    def before_last(self, count: int) -> Position:
        """Return the position behind which the latest so many events stand."""
        row = self._db.execute(
            "SELECT learned_at, id FROM events ORDER BY learned_at DESC, id DESC LIMIT 1 OFFSET ?", (count,)
        ).fetchone()
        return Position(*row) if row else START

    def starts_within(self, spans: Mapping[str, tuple[float, float]]) -> dict[str, list[float]]:
        """Return, for each line with a span of time, the starts of its events in that span."""
        query = (
            "SELECT e.start FROM events e JOIN lines l ON l.id = e.line_id"
            " WHERE l.text = ? AND e.start BETWEEN ? AND ? ORDER BY e.start"
        )
        return {
            line: [start for (start,) in self._db.execute(query, (to_sql(line), *span))] for line, span in spans.items()
        }

    def counts(self, lines: Iterable[str]) -> dict[str, int]:
        """Return how many events each line has."""
        query = "SELECT count(*) FROM events e JOIN lines l ON l.id = e.line_id WHERE l.text = ?"
        return {line: int(self._db.execute(query, (to_sql(line),)).fetchone()[0]) for line in lines}

    def forgotten(self, lines: Iterable[str]) -> set[str]:
        """Return those of the lines that have a tombstone."""
        return {
            line
            for line in lines
            if self._db.execute("SELECT 1 FROM tombstones WHERE digest = ?", (line_digest(line),)).fetchone()
        }

    def tombstones(self) -> set[bytes]:
        """Return the digests of all forgotten lines."""
        return {digest for (digest,) in self._db.execute("SELECT digest FROM tombstones")}

    def forget(self, line: str, now: float) -> int:
        """Remove the line, its events and their traces in the WAL; return how many events there were."""
        with transaction(self._db, self._session_ids.clear):
            removed = forget_line(self._db, line, now)
        remove_backups(self._db)
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed

    def forget_events(self, events: Iterable[int]) -> tuple[int, list[str]]:
        """Remove what ran at these events; return how many there were, and the lines of which none is left."""
        with transaction(self._db, self._session_ids.clear):
            removed, lines = forget_events(self._db, events)
        remove_backups(self._db)
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed, lines

    def train_newest(self, session: str) -> None:
        """Let the newest events of an imported session train weights as well."""
        self._db.execute(
            "UPDATE events SET trains = 1 WHERE id IN (SELECT e.id FROM events e JOIN sessions s"
            " ON s.id = e.session_id WHERE s.name = ? ORDER BY e.learned_at DESC, e.id DESC LIMIT ?)",
            (printable(session), TRAINED_OF_AN_IMPORT),
        )

    def count_feedback(self) -> Acceptance:
        """Return how many suggestions had which outcome."""
        return count_feedback(self._db)

    def history_positions(self) -> dict[str, Any]:
        """Return how far each history file has been read."""
        rows = self._db.execute("SELECT path, position FROM history_positions")
        return {path: json.loads(position) for path, position in rows}

    def save_history_positions(self, positions: dict[str, Any]) -> None:
        """Remember how far each history file has been read."""
        with transaction(self._db, self._session_ids.clear):
            self._db.executemany(
                "INSERT OR REPLACE INTO history_positions VALUES (?, ?)",
                [(printable(path), json.dumps(position)) for path, position in positions.items()],
            )

    def close(self) -> None:
        """Close the database; SQLite folds the WAL into it."""
        self._db.close()


def _event(row: tuple[Any, ...]) -> StoredEvent:
    learned_at, event, line, cwd, status, start, duration, trains, jobs, outcome, shown, saved, *others = row
    root, branch, fresh, name, shell, host, author = others
    return StoredEvent(
        Position(learned_at, event),
        Observation(
            line=from_sql(line) or "",
            cwd=from_sql(cwd),
            exit=status,
            start=start,
            duration=duration,
            session=name,
            shell=shell,
            host=host,
            author=author,
            trains=bool(trains),
            feedback=None if outcome is None else Feedback(from_sql(shown) or "", Outcome(outcome), saved),
            workplace=stored_workplace(from_sql(root), branch, fresh),
            jobs=jobs,
        ),
    )
