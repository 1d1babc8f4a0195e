"""From what a hook says of a suggestion to what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.feedback import Feedback, Outcome
from segue.ingest.rules import MAX_LINE

if TYPE_CHECKING:
    from segue.protocol.messages import Record


def feedback_from(report: Record, line: str) -> Feedback | None:
    """Return what became of the suggestion at the prompt where `line` was run; None when there is nothing to keep.

    Whether it was run as it stood is seen here, where the line is without the blanks at its end.
    """
    saved = min(max(report.saved, 0), MAX_LINE)
    if not report.shown:
        return Feedback("", Outcome.NONE_SHOWN, saved) if saved else None
    if report.shown == line:
        return Feedback(line, Outcome.ACCEPTED, saved)
    match report.outcome:
        case Outcome.ACCEPTED | Outcome.IN_PART:
            return Feedback(report.shown, Outcome.IN_PART, saved)
        case Outcome.TYPED_OVER | Outcome.DISMISSED:
            return Feedback(report.shown, Outcome(report.outcome), saved)
    return None
