"""Work that is done when there is some, one piece at a time, and again after a while when it has failed."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

FIRST_RETRY: Final = 5.0
LAST_RETRY: Final = 300.0


class Background:
    """Calls `work` in a task of its own whenever that is wanted; nothing runs in between."""

    def __init__(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        self._work, self._name = work, name
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.problem = ""
        """Why the work has failed the last time, "" when it has not."""

    def start(self) -> None:
        """Begin to work when that is wanted."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    def want(self) -> None:
        """Work now, or once more when that is going on."""
        self._wanted.set()

    async def stop(self) -> None:
        """Cancel what is being done and wait until that has ended."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        delay = 0.0
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._work()
            except Exception as error:  # noqa: BLE001 - whatever fails in the background, prompts go on
                self._tell(error)
                delay = min(max(2 * delay, FIRST_RETRY), LAST_RETRY)
                await asyncio.sleep(delay)
                self.want()
            else:
                self.problem = ""
                delay = 0.0

    def _tell(self, error: Exception) -> None:
        problem = str(error) or type(error).__name__
        if problem != self.problem:
            unexpected = None if isinstance(error, SegueError | OSError) else error
            log.warning("%s failed and is tried again later: %s", self._name, problem, exc_info=unexpected)
        self.problem = problem
