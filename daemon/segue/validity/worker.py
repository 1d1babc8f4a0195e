"""A thread for what may block for as long as the disk pleases."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Worker:
    """Takes one job after the other."""

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[tuple[Callable[[], object], Callable[[], object]] | None] = SimpleQueue()
        # A daemon, for it must not hold up the end of the process.
        threading.Thread(target=self._run, name=name, daemon=True).start()

    async def run(self, job: Callable[[], object], end: Callable[[], object], seconds: float) -> None:
        """Take a job, which must not raise, when those before are through, and wait for it as long as that.

        `end` is called in the loop once the job is done, in time or later.
        """
        loop = asyncio.get_running_loop()
        done = loop.create_future()

        def finish() -> None:
            end()
            done.cancel()

        self._jobs.put((job, lambda: loop.call_soon_threadsafe(finish)))
        await asyncio.wait({done}, timeout=seconds)

    def retire(self) -> None:
        """End when those before are through."""
        self._jobs.put(None)

    def _run(self) -> None:
        for job, end in iter(self._jobs.get, None):
            job()
            # The loop may have been closed meanwhile.
            with contextlib.suppress(RuntimeError):
                end()
