"""What became of many suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from segue.domain.feedback import Outcome


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

    def add(self, outcome: Outcome, prompts: int, saved: int, *, typed: bool) -> None:
        """Count prompts with one outcome; `typed` says that no key took anything there."""
        self.saved += saved
        match outcome:
            case Outcome.ACCEPTED if typed:
                self.typed_out += prompts
            case Outcome.ACCEPTED:
                self.accepted += prompts
            case Outcome.IN_PART:
                self.in_part += prompts
            case Outcome.TYPED_OVER:
                self.typed_over += prompts
            case Outcome.DISMISSED:
                self.dismissed += prompts
