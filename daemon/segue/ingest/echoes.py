"""Keeps a command that a hook reports and a history file repeats from being recorded twice.

Either may come first. Most shells write their history at the end, or at the next prompt: the report is there
before. With SHARE_HISTORY or INC_APPEND_HISTORY zsh writes an entry when the command begins, and the hook reports
it when it has ended, an hour later perhaps. So an entry is held back for a while: shortly in the files of shells
without hooks, until `patience` has passed since its start in a file that hooked shells are known to write.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.ingest.pending import TOLERANCE, Pending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.ingest.history.entry import Entry

CAPACITY: Final = 10_000
PRIVATE: Final = 100
SETTLE: Final = 2.0
"""Seconds in which the report and the entry of a command that has ended both arrive."""

PATIENCE: Final = 3600.0
"""Seconds after its start that an entry of a hooked file waits for its report."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that waits, and the time from which it is taken for one that no hook has seen."""

    source: str
    entry: Entry
    due: float


class Echoes:
    """What hooks have reported, and what history files have said; times are epoch seconds."""

    def __init__(
        self,
        hooked: Iterable[str] = (),
        *,
        patience: float = PATIENCE,
        settle: float = SETTLE,
        capacity: int = CAPACITY,
    ) -> None:
        self.hooked = set(hooked)
        self._patience = patience
        self._settle = settle
        self._expected: Pending[bool] = Pending(capacity)
        self._released: Pending[bool] = Pending(capacity)
        self._held: Pending[Held] = Pending(capacity)
        self._overflow: list[Held] = []
        self._private: deque[float] = deque(maxlen=PRIVATE)

    def expect(self, line: str, start: float | None) -> None:
        """Take note of a command that a hook reports; a line of "" stands for one that must stay unknown."""
        if not line:
            self._expect_private(start)
            return
        self._expect(line, start)
        # Without timestamps bash reads the lines of one command back as commands of their own.
        for part in line.split("\n") if "\n" in line else ():
            self._expect(part, None)

    def _expect(self, line: str, start: float | None) -> None:
        held = self._held.take(line, start)
        if held is not None:
            self.hooked.add(held.source)
        else:
            self._expected.add(line, start, value=True)

    def _expect_private(self, start: float | None) -> None:
        if start is not None:
            self._private.append(start)
            self._held.pop_where(lambda held: self._is_private(held.entry))

    def _is_private(self, entry: Entry) -> bool:
        start = entry.start
        return start is not None and any(abs(start - private) <= TOLERANCE for private in self._private)

    def was_released(self, line: str, start: float | None) -> bool:
        """Tell, once, whether a history file's entry was let through before its hook reported it."""
        return self._released.take(line, start) is not None

    def hold(self, source: str, entries: Iterable[Entry], now: float) -> None:
        """Take in what was appended to a history file, except what hooks have reported."""
        for entry in entries:
            if self._expected.take(entry.line, entry.start):
                self.hooked.add(source)
            elif not self._is_private(entry):
                self._hold(source, entry, now)

    def _hold(self, source: str, entry: Entry, now: float) -> None:
        due = now + self._settle
        if source in self.hooked:
            # A clock that was set back must not hold an entry for longer than patience lasts.
            began = now if entry.start is None else min(entry.start, now)
            due = max(due, began + self._patience)
        overflow = self._held.add(entry.line, entry.start, Held(source, entry, due))
        if overflow is not None:
            self._overflow.append(overflow)

    def next_due(self) -> float | None:
        """Return when the first held entry is released, None when nothing is held."""
        if self._overflow:
            return 0.0
        return min((held.due for held in self._held.values()), default=None)

    def release(self, now: float) -> dict[str, list[Entry]]:
        """Let go of the entries that are due, in the order of their files."""
        due = [*self._overflow, *self._held.pop_where(lambda held: held.due <= now)]
        self._overflow.clear()
        released: dict[str, list[Entry]] = {}
        for held in due:
            released.setdefault(held.source, []).append(held.entry)
            self._released.add(held.entry.line, held.entry.start, value=True)
        return released
