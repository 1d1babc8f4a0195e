"""The yardstick of zoxide's ranking, for lines: how often, how recently, and more so in this directory.

What zoxide does to a database of directories that grows too large is left out: lines are many, and most are run once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.evaluation.known_lines import KnownLines
from segue.evaluation.strategy import without_probability

if TYPE_CHECKING:
    from segue.domain.observation import Prompt, Suggestion
    from segue.store.events import StoredEvent

HOUR: Final = 3_600.0
AGES: Final = np.array([HOUR, 24 * HOUR, 7 * 24 * HOUR])
WEIGHTS: Final = np.array([4.0, 2.0, 0.5, 0.25])
"""zoxide's: a score counts this much when the last run was within the hour, the day, the week, or before."""
HERE: Final = 4
"""As many runs elsewhere are worth one in this directory."""
UNTIMED: Final = 60.0
"""Seconds from one command to the next in a history without times."""
BEGINNING: Final = 256


class Frecency:
    """Suggests the lines whose runs, weighed by directory and by the age of the last one, are the most."""

    def __init__(self) -> None:
        self._known = KnownLines()
        self._lines: list[str] = []
        self._ids: dict[str, int] = {}
        self._runs = np.zeros(BEGINNING)
        self._last_time = np.zeros(BEGINNING)
        self._last_place = np.zeros(BEGINNING)
        self._here: defaultdict[str | None, Counter[int]] = defaultdict(Counter)
        self._observed = 0
        self._now = 0.0

    def suggest(self, prompt: Prompt, prefix: str, k: int) -> list[Suggestion]:
        """Return at most `k` lines that extend the prefix, the most frecent first, the latest of equals first."""
        if prefix:
            chosen = np.array([self._ids[line] for line in self._known.extending(prefix)], dtype=int)
        else:
            chosen = np.arange(len(self._lines))
        here = self._here.get(prompt.cwd, Counter()) if prompt.cwd else Counter()
        runs = self._runs[: len(self._lines)].copy()
        runs[list(here)] += (HERE - 1) * np.array(list(here.values()))
        now = self._now if prompt.now is None else prompt.now
        weight = WEIGHTS[np.searchsorted(AGES, now - self._last_time[chosen])]
        # Scores are multiples of a quarter: less than that decides between equals.
        scores = runs[chosen] * weight + 0.25 * self._last_place[chosen] / (self._observed + 1)
        best = np.argpartition(-scores, k)[:k] if len(scores) > k else np.arange(len(scores))
        ordered = chosen[best[np.argsort(-scores[best])]].tolist()
        return without_probability(self._lines[line] for line in ordered)

    def observe(self, event: StoredEvent) -> None:
        """Count a line, here and now."""
        seen = event.observation
        if not seen.line:
            return
        learned_at = event.position.learned_at
        self._now = seen.start or (learned_at if learned_at > 0 else self._now + UNTIMED)
        self._known.add(seen.line)
        line = self._id(seen.line)
        self._observed += 1
        self._runs[line] += 1
        self._last_time[line], self._last_place[line] = self._now, self._observed
        self._here[seen.cwd][line] += 1

    def _id(self, line: str) -> int:
        known = self._ids.setdefault(line, len(self._lines))
        if known == len(self._lines):
            self._lines.append(line)
            if known == len(self._runs):
                self._runs, self._last_time, self._last_place = (
                    np.concatenate([column, np.zeros_like(column)])
                    for column in (self._runs, self._last_time, self._last_place)
                )
        return known
