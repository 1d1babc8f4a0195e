"""The table of feedback: what was shown beside an event, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.acceptance import Acceptance
from segue.domain.feedback import Outcome

if TYPE_CHECKING:
    import sqlite3

    from segue.domain.feedback import Feedback


def insert_feedback(db: sqlite3.Connection, event: int, line_id: int | None, feedback: Feedback) -> None:
    """Keep feedback beside its event; `line_id` is that of the line that was shown."""
    values = (event, line_id, int(feedback.outcome), feedback.saved)
    db.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", values)


def forget_feedback(db: sqlite3.Connection, line_id: int) -> None:
    """Remove the feedback about a line, and that beside its events."""
    db.execute(
        "DELETE FROM feedback WHERE line_id = :id OR event_id IN (SELECT id FROM events WHERE line_id = :id)",
        {"id": line_id},
    )


def count_feedback(db: sqlite3.Connection) -> Acceptance:
    """Return the counts of all feedback."""
    found = Acceptance()
    rows = db.execute("SELECT outcome, saved = 0, count(*), sum(saved) FROM feedback GROUP BY 1, 2")
    for outcome, typed, prompts, saved in rows:
        found.add(Outcome(outcome), prompts, saved, typed=bool(typed))
    return found
