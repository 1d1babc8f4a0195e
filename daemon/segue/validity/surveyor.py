"""Looks around each prompt, in a thread and against the clock, and tells what is new there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.domain.bounded import BoundedDict
from segue.domain.workplace import NOWHERE, Workplace
from segue.validity.scenery import Scene, read_scene
from segue.validity.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.validity.listing import Listing

SECONDS: Final = 0.02
"""How long a prompt's answer waits for the disk."""
MAX_SESSIONS: Final = 256
MAX_FRESH: Final = 3


@dataclass(slots=True)
class _View:
    """What a session has seen at its latest prompt, and what had been there at the one before.

    `old` tells that a command has been run since.
    """

    cwd: str
    workplace: Workplace
    before: frozenset[str] | None = None
    old: bool = False

    def next(self) -> frozenset[str] | None:
        """Return what a later prompt is compared with: nothing when the directory could not be read."""
        return frozenset(self.workplace.entries) or None


class Surveyor:
    """Knows the workplace of every session.

    While a look is late, because a file server is gone, nobody looks anywhere.

    Args:
        look: reads what lies around a prompt in a directory; may block.
        seconds: how long to wait for it.
        tell: told what a directory holds, whenever one was read.
    """

    def __init__(
        self,
        look: Callable[[str], Scene] = read_scene,
        seconds: float = SECONDS,
        tell: Callable[[Listing], object] = lambda _listing: None,
    ) -> None:
        self._read = look
        self._tell = tell
        self._seconds = seconds
        self._views: BoundedDict[str, _View] = BoundedDict(MAX_SESSIONS)
        self._worker: Worker | None = None
        self._late: set[_Look] = set()

    async def survey(self, session: str, cwd: str) -> Workplace:
        """Look around a session's prompt, once; what is not seen in time is nowhere."""
        last = self._views.get(session)
        if last and last.cwd == cwd and not last.old:
            return last.workplace
        seen = await self._see(cwd)
        before = last.before if last and last.cwd == cwd else None
        if before is not None:
            new = [name for name in seen.entries if name not in before]
            seen = Workplace(seen.root, seen.branch, seen.entries, tuple(new) if len(new) <= MAX_FRESH else ())
        self._views[session] = _View(cwd, seen, before)
        return seen

    def at(self, session: str, cwd: str | None) -> Workplace:
        """Return what was seen at the session's latest prompt, if that was in this directory."""
        view = self._views.get(session)
        return view.workplace if view and view.cwd == cwd else NOWHERE

    def pass_on(self, session: str) -> None:
        """Begin the next prompt of a session: from now on what is new is new since the one before."""
        view = self._views.get(session)
        if view:
            view.before, view.old = view.next(), True

    async def _see(self, cwd: str) -> Workplace:
        if self._late or not cwd.startswith("/"):
            return NOWHERE
        look = _Look(self._read, cwd)

        def end() -> None:
            look.ended = True
            self._late.discard(look)

        self._worker = self._worker or Worker("surveyor")
        await self._worker.run(look.run, end, self._seconds)
        if not look.ended:
            self._late.add(look)
        workplace, listing = look.found
        if listing:
            self._tell(listing)
        return workplace


class _Look:
    """What a thread reads for one prompt."""

    def __init__(self, read: Callable[[str], Scene], cwd: str) -> None:
        self._read = read
        self._cwd = cwd
        self.found = Scene(NOWHERE)
        self.ended = False

    def run(self) -> None:
        """Read; blocks for as long as the disk pleases."""
        self.found = self._read(self._cwd)
