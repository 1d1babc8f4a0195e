"""What the person's settings mean for requests: which commands are not kept, and where nothing is suggested."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from segue.config.pauses import Pauses
from segue.domain.observation import HUMAN
from segue.ingest.rules import Reason, Rules

if TYPE_CHECKING:
    from segue.domain.observation import Observation

LOOKING_SECONDS: Final = 0.5
"""How long the disk may take to say where a directory is; one that does not answer counts as private."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that requests obey, replaced as a whole when they change.

    Attributes:
        rules: which lines are never kept.
        private: the directories below which nothing is recorded and nothing suggested, as they are named and without
            links.
        agents: whether what agents type is kept.
        pauses: the quiet times.
        mark: tells the settings of shells from others; 0 where there are none.
    """

    rules: Rules = field(default_factory=Rules)
    private: tuple[str, ...] = ()
    agents: bool = True
    pauses: Pauses = field(default_factory=Pauses)
    mark: int = 0

    @property
    def told(self) -> list[int]:
        """What stands behind a reply to a shell."""
        return [self.mark] if self.mark else []

    async def refusal(self, seen: Observation, now: float) -> Reason | None:
        """Return why a command that has just been run is not kept, whatever its line is; None when it is."""
        if self.pauses.unrecorded(now) or self.was_paused(seen):
            return Reason.PAUSED
        if not self.agents and seen.author != HUMAN:
            return Reason.AGENT
        if await self.is_private(seen.cwd):
            return Reason.PRIVATE
        return None

    def was_paused(self, seen: Observation) -> bool:
        """Tell whether a command is known to have been run while recording was paused."""
        return seen.start is not None and self.pauses.unrecorded(seen.start)

    async def is_quiet(self, cwd: str, now: float) -> bool:
        """Tell whether nothing is to be suggested there now."""
        return self.pauses.now(now) is not None or await self.is_private(cwd)

    async def is_private(self, cwd: str | None) -> bool:
        """Tell whether a directory is private, by its name or by where that leads."""
        if not self.private or not cwd:
            return False
        if self._covers(cwd):
            return True
        try:
            async with asyncio.timeout(LOOKING_SECONDS):
                return self._covers(await asyncio.to_thread(os.path.realpath, cwd))
        except TimeoutError:
            return True

    def _covers(self, directory: str) -> bool:
        directory = os.path.normpath(directory)
        return any(directory == each or directory.startswith(each.rstrip("/") + "/") for each in self.private)
