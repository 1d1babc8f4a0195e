"""Gives the store one thread, so that no commit ever holds up a prompt."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from segue.domain.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.domain.observation import Observation
    from segue.store.events import EventStore, Position

log = logging.getLogger(__name__)

T = TypeVar("T")

BATCH: Final = 500
MAX_PENDING: Final = 20_000
RETRY_SECONDS: Final = 5.0
PROMPT_FIRST: Final = 0.02
"""Seconds before an event is written. Who has just recorded a command asks for the next one: measured, SQLite's thread
beside it takes the interpreter away so often that the answer comes half a millisecond later."""


class Writer:
    """Appends in the background, in order and in batches; other work on the store queues behind.

    While the disk is full the events wait in memory and the write is tried again; `problem` says so.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._pending: deque[tuple[float, Observation]] = deque()
        self._drain: asyncio.Task[None] | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._retry: asyncio.TimerHandle | None = None
        self.problem: str | None = None
        self.written = 0
        self.dropped = 0
        self.last: Position | None = None

    def offer(self, learned_at: float, observation: Observation) -> None:
        """Queue one event; never blocks. When too many wait, the oldest is given up and counted."""
        if len(self._pending) >= MAX_PENDING:
            self._pending.popleft()
            self.dropped += 1
        self._pending.append((learned_at, observation))
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(PROMPT_FIRST, self._wake)

    async def call(self, work: Callable[[EventStore], T]) -> T:
        """Run `work` on the store's thread, after everything that was offered before.

        Raises:
            StoreError: SQLite could not do it.
        """
        await self.flush()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._store)
        except sqlite3.Error as error:
            raise StoreError(f"the history database refuses: {error}") from error

    async def flush(self) -> None:
        """Wait until everything offered so far is written, or the disk has refused it."""
        if self._soon:
            self._wake()
        while self._drain is not None:
            await asyncio.shield(self._drain)

    @property
    def waiting(self) -> int:
        """How many events are not yet on disk."""
        return len(self._pending)

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being written."""
        return self._drain is None and not self._pending

    async def close(self) -> None:
        """Write what waits, once more if the disk refused it, and close the database."""
        self._wake()
        await self.flush()
        if self._retry:
            self._retry.cancel()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        self._thread.shutdown(wait=False)

    def _wake(self) -> None:
        if self._soon:
            self._soon.cancel()
            self._soon = None
        if self._drain is None and self._pending:
            self._drain = asyncio.get_running_loop().create_task(self._write_pending())

    async def _write_pending(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._pending:
                batch = [self._pending[i] for i in range(min(BATCH, len(self._pending)))]
                dropped = self.dropped
                try:
                    self.last = await loop.run_in_executor(self._thread, self._store.append, batch)
                except sqlite3.Error as error:
                    self._postpone(str(error))
                    return
                self.problem = None
                self.written += len(batch)
                # Events given up meanwhile stood at the front and are written now, so they count twice.
                for _ in range(len(batch) - (self.dropped - dropped)):
                    self._pending.popleft()
        finally:
            self._drain = None

    def _postpone(self, problem: str) -> None:
        if self.problem != problem:
            log.error("the history database refuses new commands (%s); they wait in memory", problem)
        self.problem = problem
        if self._retry is None or self._retry.when() <= asyncio.get_running_loop().time():
            self._retry = asyncio.get_running_loop().call_later(RETRY_SECONDS, self._wake)
