"""What was made up for each shell's empty prompt, so that feedback about it can be believed."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SESSIONS: Final = 1_000


class Offers:
    """The lines that nobody has ever run and that a session was shown last; the longest silent ones forgotten first."""

    def __init__(self) -> None:
        self._made_up: OrderedDict[str, frozenset[str]] = OrderedDict()

    def note(self, session: str, made_up: Iterable[str]) -> None:
        """Remember what stands on a session's prompt in place of what stood on the one before."""
        self._made_up.pop(session, None)
        if lines := frozenset(made_up):
            self._made_up[session] = lines
            if len(self._made_up) > MAX_SESSIONS:
                self._made_up.popitem(last=False)

    def holds(self, session: str, line: str) -> bool:
        """Tell whether the line was made up for the session's latest prompt."""
        return line in self._made_up.get(session, ())
