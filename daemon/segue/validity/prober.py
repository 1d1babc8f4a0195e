"""Asks the disk, in a thread and against the clock: a file server that is gone may take minutes to say so.

A look that has run over its time goes on alone in its thread, and others get a new one. Until it comes back nothing
else on its volume is looked at, so that a volume costs one thread; and with several such nothing is looked at at all.
"""

from __future__ import annotations

import time
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.validity.answers import Answers
from segue.validity.files import Files, is_below
from segue.validity.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from segue.validity.listing import Listing
    from segue.validity.verdict import Need, Question

SECONDS: Final = 0.05
"""How long an answer waits for the disk. On a busy machine a thread may wait some milliseconds for its turn."""
BUSY_SECONDS: Final = 1.0
"""A look that is late for less may just wait for its turn on a busy machine; others are not kept from looking."""
MAX_STUCK: Final = 4


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
        self._answers = Answers(clock)
        self._busy_seconds = busy_seconds
        self._stuck: dict[_Look, _Stuck] = {}
        self._worker: Worker | None = None

    def forget(self) -> None:
        """Drop every answer, and every line that was asked about."""
        self._answers.forget()

    def believe(self, listing: Listing) -> None:
        """Take answers from what a directory was just seen to hold, for as long as from the disk."""
        self._answers.believe(listing)

    async def look_anew(self) -> None:
        """Ask again what was asked lately: a command has ended, and may have changed anything."""
        await self._find(self._answers.outdate())

    async def find(self, needs: Iterable[Need]) -> dict[Need, Finding]:
        """Return what was found for each need."""
        findings = await self._find(needs)
        for need in findings:
            self._answers.want(need)
        return findings

    async def _find(self, needs: Iterable[Need]) -> dict[Need, Finding]:
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
        met = self._answers.known(need)
        if met is not None:
            return Finding.MET if met else Finding.UNMET
        return Finding.UNREACHABLE if self._stuck and self._is_stuck(need, now) else Finding.LATE

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
        for need, met in look.met.copy().items():
            self._answers.keep(need, met=met)

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
