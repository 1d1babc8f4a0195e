"""What became of suggestions: in all, and week by week, which is the learning curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.domain.feedback import Outcome
from segue.insight.calendar import moment, monday

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from segue.store.figures import FeedbackCount


@dataclass(slots=True)
class Acceptance:
    """Suggestions of the empty prompt by what became of them; `saved` counts characters, also while typing.

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

    @property
    def taken(self) -> float | None:
        """The share that a key accepted, None where nothing was shown."""
        return self.accepted / self.shown if self.shown else None

    @property
    def right(self) -> float | None:
        """The share that was run as it stood, None where nothing was shown."""
        return (self.accepted + self.typed_out) / self.shown if self.shown else None

    def add(self, count: FeedbackCount) -> None:
        """Count some prompts."""
        self.saved += count.saved
        match count.outcome:
            case Outcome.ACCEPTED if count.typed:
                self.typed_out += count.prompts
            case Outcome.ACCEPTED:
                self.accepted += count.prompts
            case Outcome.IN_PART:
                self.in_part += count.prompts
            case Outcome.TYPED_OVER:
                self.typed_over += count.prompts
            case Outcome.DISMISSED:
                self.dismissed += count.prompts


def acceptance(counts: Iterable[FeedbackCount], zone: tzinfo | None) -> tuple[Acceptance, dict[date, Acceptance]]:
    """Return what became of all suggestions, and of those of each week by its Monday, oldest first."""
    whole = Acceptance()
    curve: dict[date, Acceptance] = {}
    for count in counts:
        whole.add(count)
        if count.quarter is not None:
            curve.setdefault(monday(moment(count.quarter, zone).date()), Acceptance()).add(count)
    return whole, dict(sorted(curve.items()))
