"""Asks the disk, in a thread and against the clock: a file server that is gone may take minutes to say so.

A look that has run over its time goes on alone in its thread, and others get a new one. Until it comes back nothing
else on its volume is looked at, so that a volume costs one thread; and with several such nothing is looked at at all.
"""

from __future__ import annotations

import os.path
import time
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.validity.files import Files, is_below
from segue.validity.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from segue.validity.listing import Listing
    from segue.validity.verdict import Need, Question

SECONDS: Final = 0.05
"""How long an answer waits for the disk. On a busy machine a thread may wait some milliseconds for its turn."""
FRESH_SECONDS: Final = 2.0
"""How long an answer of the disk holds, unless a command ends before."""
PROGRAM_SECONDS: Final = 600.0
"""How long a program that was found is believed to be there, whatever is run: hardly any command removes one."""
BUSY_SECONDS: Final = 1.0
"""A look that is late for less may just wait for its turn on a busy machine; others are not kept from looking."""
MAX_STUCK: Final = 4
MAX_KEPT: Final = 4_096
MAX_LISTINGS: Final = 16


class Finding(Enum):
    """Whether a need is met."""

    MET = "met"
    UNMET = "unmet"
    LATE = "late"
    """The disk has not answered in time."""
    UNREACHABLE = "unreachable"
    """It lies where an earlier look has not come back."""


class Prober:
    """Finds out which needs are met; keeps what it has found for a moment.

    Args:
        files: the disk.
        seconds: how long to wait for it.
        clock: a clock that never runs backwards, in seconds.
        busy_seconds: how late a look has to be until others keep away from where it is.
    """

    def __init__(
        self,
        files: Files,
        seconds: float = SECONDS,
        clock: Callable[[], float] = time.monotonic,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self._files = files
        self._seconds = seconds
        self._clock = clock
        self._kept: dict[Need, tuple[Finding, float]] = {}
        self._programs: dict[Need, tuple[Finding, float]] = {}
        self._listings: dict[str, tuple[Listing, float]] = {}
        self._busy_seconds = busy_seconds
        self._stuck: dict[_Look, _Stuck] = {}
        self._worker: Worker | None = None

    def forget(self) -> None:
        """Drop every answer."""
        self.look_anew()
        self._programs.clear()

    def look_anew(self) -> None:
        """Drop every answer but that a program is there: a command has ended, and may have changed anything."""
        self._kept.clear()
        self._listings.clear()

    def believe(self, listing: Listing) -> None:
        """Take answers from what a directory was just seen to hold, for as long as from the disk."""
        if len(self._listings) == MAX_LISTINGS:
            self._listings.clear()
        self._listings[listing.folder] = (listing, self._clock() + FRESH_SECONDS)

    async def find(self, needs: Iterable[Need]) -> dict[Need, Finding]:
        """Return what was found for each need."""
        now = self._clock()
        findings = {need: self._known(need, now) for need in needs}
        unknown = [need for need, finding in findings.items() if finding is Finding.LATE]
        if unknown:
            look = await self._look(unknown)
            findings |= {need: self._known(need, now) for need in unknown}
            if look.current and not look.ended:
                self._stuck[look] = _Stuck(self._folder(look.current.path), now)
        return findings

    def _known(self, need: Need, now: float) -> Finding:
        """Say what is known by now; LATE when that is nothing."""
        for kept in (self._kept, self._programs):
            finding, until = kept.get(need, (Finding.LATE, now))
            if until > now:
                return finding
        if self._stuck and self._is_stuck(need, now):
            return Finding.UNREACHABLE
        return self._listed(need, now)

    def _listed(self, need: Need, now: float) -> Finding:
        """Say what the listings tell; of programs they know nothing."""
        if need.search_path or not self._listings:
            return Finding.LATE
        answers = {self._read_off(question, now) for question in need.questions()}
        if True in answers:
            return Finding.MET
        return Finding.LATE if None in answers else Finding.UNMET

    def _read_off(self, question: Question, now: float) -> bool | None:
        folder = question.path
        while len(folder) > 1:
            folder = os.path.dirname(folder)  # noqa: PTH120 - a Path for each folder of each line takes longer
            listing, until = self._listings.get(folder, (None, now))
            answer = listing.answer(question) if listing and until > now else None
            if answer is not None:
                return answer
        return None

    def _is_stuck(self, need: Need, now: float) -> bool:
        hanging = [stuck.folder for stuck in self._stuck.values() if now - stuck.since >= self._busy_seconds]
        return len(self._stuck) >= MAX_STUCK or any(
            is_below(question.path, folder) for question in need.questions() for folder in hanging
        )

    async def _look(self, needs: list[Need]) -> _Look:
        """Look in a thread for as long as an answer may take, and keep what was found."""
        look = _Look(self._files, needs)

        def end() -> None:
            look.ended = True
            self._keep(look)
            self._stuck.pop(look, None)

        worker = self._worker = self._worker or Worker("prober")
        await worker.run(look.run, end, self._seconds)
        if not look.ended:
            self._keep(look)
            worker.retire()
            if self._worker is worker:
                self._worker = None
        return look

    def _keep(self, look: _Look) -> None:
        for kept in (self._kept, self._programs):
            if len(kept) > MAX_KEPT:
                kept.clear()
        now = self._clock()
        for need, met in look.met.copy().items():
            if met and need.search_path:
                self._programs[need] = (Finding.MET, now + PROGRAM_SECONDS)
            else:
                self._kept[need] = (Finding.MET if met else Finding.UNMET, now + FRESH_SECONDS)

    def _folder(self, path: str) -> str:
        """Return what to leave alone: the whole volume, unless that is all there is."""
        volume = self._files.volume(path)
        return str(PurePosixPath(path).parent) if volume == "/" else volume


class _Stuck(NamedTuple):
    """Where a look has not come back from, and since when."""

    folder: str
    since: float


class _Look:
    """What to look at for one answer: for each need the questions in turn, up to the first yes."""

    def __init__(self, files: Files, needs: list[Need]) -> None:
        self._files = files
        self._needs = needs
        self.met: dict[Need, bool] = {}
        self.current: Question | None = None
        self.ended = False

    def run(self) -> None:
        """Look; blocks for as long as the disk pleases."""
        for need in self._needs:
            self.met[need] = any(map(self._ask, need.questions()))

    def _ask(self, question: Question) -> bool:
        self.current = question
        return self._files.answer(question)
