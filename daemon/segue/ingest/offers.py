"""What each shell was offered at its empty prompt, so that it can be explained and feedback about it be believed."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SESSIONS: Final = 1_000


class Offers:
    """The lines that a session was shown at its prompt, best first; the longest silent ones forgotten first."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def note(self, session: str, lines: Iterable[str]) -> None:
        """Remember what stands on a session's prompt in place of what stood on the one before."""
        self.end(session)
        if kept := tuple(lines):
            self._lines[session] = kept
            if len(self._lines) > MAX_SESSIONS:
                self._lines.popitem(last=False)

    def end(self, session: str) -> None:
        """Forget what stood on a session's prompt, at which something has been run."""
        self._lines.pop(session, None)

    def holds(self, session: str, line: str) -> bool:
        """Tell whether the line was offered at the session's latest prompt."""
        return line in self._lines.get(session, ())

    def best(self, session: str) -> str:
        """Return the first line of the session's present prompt, "" when there is none."""
        return self._lines.get(session, ("",))[0]

    def forget(self, line: str) -> None:
        """Take a line away from every prompt."""
        for session, lines in list(self._lines.items()):
            if line in lines:
                self._lines[session] = tuple(other for other in lines if other != line)
                if not self._lines[session]:
                    del self._lines[session]
