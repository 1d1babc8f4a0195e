"""The line before, which some strategies predict from."""

from __future__ import annotations


class Chain:
    """What each session ran last; a new one goes on from the last command of all."""

    def __init__(self) -> None:
        self._last: dict[str, str | None] = {}
        self._latest = ""

    def previous(self, session: str) -> str | None:
        """Return the line before the session's next one, None when there is none or it must stay unknown."""
        return self._last.get(session if session in self._last else self._latest)

    def follow(self, session: str, line: str) -> None:
        """Take a command of a session; an empty line cuts its chain."""
        self._last[session] = line or None
        self._latest = session
