"""The table of feedback: what was shown beside an event, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.domain.feedback import Feedback, Outcome

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """How many suggestions of the empty prompt had which outcome; `saved` counts characters, while typing as well.

    What was run as it stood was `accepted` with a key or `typed_out`.
    """

    accepted: int = 0
    typed_out: int = 0
    in_part: int = 0
    typed_over: int = 0
    dismissed: int = 0
    saved: int = 0

    @property
    def shown(self) -> int:
        """All that were shown to somebody who then ran a command."""
        return self.accepted + self.typed_out + self.in_part + self.typed_over + self.dismissed


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


def count_feedback(db: sqlite3.Connection) -> FeedbackCounts:
    """Return the counts of all feedback."""
    rows = db.execute("SELECT outcome, outcome = 1 AND saved = 0, count(*), sum(saved) FROM feedback GROUP BY 1, 2")
    numbers: dict[str, int] = {}
    characters = 0
    for outcome, typed_out, count, saved in rows:
        numbers["typed_out" if typed_out else Outcome(outcome).name.lower()] = count
        characters += saved
    numbers.pop(Outcome.NONE_SHOWN.name.lower(), None)
    return FeedbackCounts(**numbers, saved=characters)
