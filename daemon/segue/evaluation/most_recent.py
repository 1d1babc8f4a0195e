"""The yardstick of zsh-autosuggestions' `history` and of fish: the line run last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.evaluation.known_lines import KnownLines
from segue.evaluation.strategy import without_probability

if TYPE_CHECKING:
    from segue.domain.observation import Prompt, Suggestion
    from segue.store.events import StoredEvent


class MostRecent:
    """Suggests the lines that begin with what is typed, the one run last first."""

    def __init__(self) -> None:
        self._known = KnownLines()

    def suggest(self, prompt: Prompt, prefix: str, k: int) -> list[Suggestion]:  # noqa: ARG002 - every strategy's
        """Return at most `k` lines that extend the prefix, the one run last first."""
        return without_probability(self._known.latest(prefix, k))

    def observe(self, event: StoredEvent) -> None:
        """Note a line."""
        if line := event.observation.line:
            self._known.add(line)
