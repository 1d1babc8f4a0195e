"""Takes lines and events out of the history, with what hangs on them and their traces in the WAL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.digest import line_digest
from segue.store.feedback import forget_feedback
from segue.store.texts import from_sql, to_sql
from segue.store.workplaces import forget_workplaces

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def forget_line(db: sqlite3.Connection, line: str, now: float) -> int:
    """Remove a line and its events, and keep imports from bringing it back; return how many events there were."""
    found = db.execute("SELECT id FROM lines WHERE text = ?", (to_sql(line),)).fetchone()
    removed = 0
    if found:
        forget_feedback(db, found[0])
        forget_workplaces(db, found[0])
        # The chain stays cut where the line stood, so that its neighbours never become a pair.
        removed = db.execute(
            "UPDATE events SET line_id = NULL, place_id = NULL, exit = NULL WHERE line_id = ?", found
        ).rowcount
        db.execute("DELETE FROM lines WHERE id = ?", found)
    db.execute("INSERT OR REPLACE INTO tombstones VALUES (?, ?)", (line_digest(line), now))
    return removed


def forget_events(db: sqlite3.Connection, events: Iterable[int]) -> tuple[int, list[str]]:
    """Remove what ran at these events, and lines of which nothing else is left; return how many, and those lines.

    Unlike what `forget_line` removes, such a line may be imported again.
    """
    ids = [(event,) for event in events]
    found = {row[0] for each in ids for row in db.execute("SELECT line_id FROM events WHERE id = ?", each)} - {None}
    db.executemany("DELETE FROM feedback WHERE event_id = ?", ids)
    db.executemany("DELETE FROM workplaces WHERE event_id = ?", ids)
    removed = db.executemany(
        "UPDATE events SET line_id = NULL, place_id = NULL, exit = NULL WHERE id = ? AND line_id NOT NULL", ids
    ).rowcount
    lines = []
    for line_id in found:
        if not db.execute("SELECT 1 FROM events WHERE line_id = ?", (line_id,)).fetchone():
            db.execute("DELETE FROM feedback WHERE line_id = ?", (line_id,))
            (text,) = db.execute("DELETE FROM lines WHERE id = ? RETURNING text", (line_id,)).fetchone()
            lines.append(from_sql(text))
    return removed, lines
