"""The yardstick of zsh-autosuggestions' `match_prev_cmd`: what followed the same line the last time."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from segue.evaluation.chain import Chain
from segue.evaluation.known_lines import KnownLines
from segue.evaluation.strategy import without_probability

if TYPE_CHECKING:
    from segue.domain.observation import Prompt, Suggestion
    from segue.store.events import StoredEvent


class MatchPrevious:
    """Suggests the lines that have followed the line before, the latest first, and then the most recent ones."""

    def __init__(self) -> None:
        self._known = KnownLines()
        self._chain = Chain()
        self._followers: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def suggest(self, prompt: Prompt, prefix: str, k: int) -> list[Suggestion]:
        """Return at most `k` lines that extend the prefix, the latest follower first."""
        followers = self._followers.get(self._chain.previous(prompt.session) or "", {})
        extending = (line for line in reversed(followers) if line.startswith(prefix) and line != prefix)
        found = dict.fromkeys(islice(extending, k))
        found.update(dict.fromkeys(self._known.latest(prefix, k)))
        return without_probability(islice(found, k))

    def observe(self, event: StoredEvent) -> None:
        """Note a line and what it followed."""
        session, line = event.observation.session, event.observation.line
        previous = self._chain.previous(session)
        self._chain.follow(session, line)
        if not line:
            return
        self._known.add(line)
        if previous is not None:
            self._followers[previous].pop(line, None)
            self._followers[previous][line] = None
