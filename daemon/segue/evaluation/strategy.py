"""What every way to suggest lines looks like to the evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from segue.domain.observation import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.domain.observation import Prompt
    from segue.store.events import StoredEvent


class Strategy(Protocol):
    """Suggests the next line from those that it has observed; it never sees the future."""

    def suggest(self, prompt: Prompt, prefix: str, k: int) -> list[Suggestion]:
        """Return at most `k` lines that extend the prefix, the most probable first."""

    def observe(self, event: StoredEvent) -> None:
        """Learn the next event of the history; a line of "" cuts the chain of its session."""


def without_probability(lines: Iterable[str]) -> list[Suggestion]:
    """Return lines as the suggestions of a strategy that says nothing of how sure it is."""
    return [Suggestion(line, 0) for line in lines]
