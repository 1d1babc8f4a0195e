"""What each shell was offered at its empty prompt, so that it can be explained and feedback about it be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.domain.bounded import BoundedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_SESSIONS: Final = 1_000


@dataclass(slots=True)
class _Prompt:
    sequence: int
    lines: tuple[str, ...]


class Offers:
    """The lines that a session was shown at its prompt, best first; the longest silent ones forgotten first.

    A session's requests come over several connections, and a slow answer to an earlier one may be ready after that to
    a later one: their sequence numbers tell.
    """

    def __init__(self) -> None:
        self._prompts: BoundedDict[str, _Prompt] = BoundedDict(MAX_SESSIONS)

    def begin(self, session: str) -> None:
        """Forget a session's prompt and count its requests anew: it has said hello, and may begin again at 1."""
        self._prompts.pop(session, None)

    def note(self, session: str, sequence: int, lines: Iterable[str]) -> None:
        """Remember what stands on a session's prompt in place of what stood on the one before."""
        if session in self._prompts and sequence < self._prompts[session].sequence:
            return
        self._prompts[session] = _Prompt(sequence, tuple(lines))

    def end(self, session: str, sequence: int) -> None:
        """Forget what stood on a session's prompt, at which something has been run."""
        self.note(session, sequence, ())

    def holds(self, session: str, line: str) -> bool:
        """Tell whether the line was offered at the session's latest prompt."""
        return session in self._prompts and line in self._prompts[session].lines

    def best(self, session: str) -> str:
        """Return the first line of the session's present prompt, "" when there is none."""
        return next(iter(self._prompts[session].lines), "") if session in self._prompts else ""

    def forget(self, line: str) -> None:
        """Take a line away from every prompt."""
        for prompt in self._prompts.values():
            prompt.lines = tuple(other for other in prompt.lines if other != line)
