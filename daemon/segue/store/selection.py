"""Which part of the history is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from segue.domain.observation import HUMAN
from segue.domain.sittings import TAUGHT

RUN: Final = (
    "e.line_id IS NOT NULL",
    "e.session_id NOT IN (SELECT id FROM sessions WHERE name GLOB :taught)",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Commands that began at `since` or later and before `until` (epoch seconds), on a host, typed by an author.

    What is None is not asked for; of a period, commands without a time are no part.
    """

    since: float | None = None
    until: float | None = None
    host: str | None = None
    author: str | None = HUMAN

    def condition(self) -> tuple[str, dict[str, float | str]]:
        """Return a condition on `events e` in SQL, and the values of its names.

        What was private is no command, and what was only taught has not been run.
        """
        wishes: dict[str, tuple[str, float | str | None]] = {
            "since": ("e.start >= :since", self.since),
            "until": ("e.start < :until", self.until),
            "host": ("e.session_id IN (SELECT id FROM sessions WHERE host = :host)", self.host),
            "author": ("e.session_id IN (SELECT id FROM sessions WHERE author = :author)", self.author),
        }
        chosen = {name: value for name, (_, value) in wishes.items() if value is not None}
        return " AND ".join([*RUN, *(wishes[name][0] for name in chosen)]), {**chosen, "taught": f"{TAUGHT}*"}
