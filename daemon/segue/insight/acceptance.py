"""What became of suggestions: in all, and week by week, which is the learning curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.acceptance import Acceptance
from segue.insight.calendar import moment, monday

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from segue.store.figures import FeedbackCount


def acceptance(counts: Iterable[FeedbackCount], zone: tzinfo | None) -> tuple[Acceptance, dict[date, Acceptance]]:
    """Return what became of all suggestions, and of those of each week by its Monday, oldest first."""
    whole = Acceptance()
    curve: dict[date, Acceptance] = {}
    for quarter, outcome, typed, prompts, saved in counts:
        whole.add(outcome, prompts, saved, typed=typed)
        if quarter is not None:
            week = monday(moment(quarter, zone).date())
            curve.setdefault(week, Acceptance()).add(outcome, prompts, saved, typed=typed)
    return whole, dict(sorted(curve.items()))
