"""Brings the learned state to life at start, saves it, and rebuilds it beside the running daemon."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from segue.app import relearning
from segue.app.child import Child
from segue.app.memory import give_back
from segue.domain.errors import SegueError, SnapshotError
from segue.handlers.rooms import Rebuild
from segue.learner.learner import Learner
from segue.learner.rebuild import learn, learn_events
from segue.learner.snapshots import decode_snapshot, encode_snapshot
from segue.model.state import Model
from segue.store.events import START
from segue.store.snapshot_file import read_snapshot, write_snapshot
from segue.store.writer import RETRY_SECONDS

if TYPE_CHECKING:
    from segue.config.config import Config
    from segue.handlers.rooms import Rooms
    from segue.store.events import EventStore, Position

CAUGHT_UP_AT_ONCE: Final = 200
"""Events that are fetched from the store's thread at once when a rebuilt model catches up."""
SETTLED_SECONDS: Final = 1.0
"""After a save, until freed memory is given back."""
SLICE_SECONDS: Final = 0.002
"""So long the loop learns before it looks after the shells for as long."""

log = logging.getLogger(__name__)

LARGEST_TAIL: Final = 500
"""Events behind the snapshot that are learned before the first answer, in half a second; more in the background.

A bash prompt that stands when the daemon starts asks at once and only once: what is learned after that comes too late.
"""


class Keeper:
    """Keeps the model true to the store: it is what the events make of it, whatever happens to the snapshot."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._position = START
        self._due: asyncio.TimerHandle | None = None
        self._saving = asyncio.Lock()
        self._rebuilding: asyncio.Task[None] | None = None
        self._rebuild_again = False
        self._importing = False
        self._relearner = Child(relearning.__name__, str(config.paths.database))
        self.incomplete = False
        """The model lacks events of the store; a rebuild is due."""
        self.failure = ""
        """Why the last rebuild has failed."""

    def load(self, store: EventStore) -> Model:
        """Return the model to start with: the snapshot, if there is one, and the events behind it, if they are few."""
        model = Model()
        try:
            model, self._position = decode_snapshot(read_snapshot(self._config.paths.snapshot))
        except SnapshotError as error:
            if self._config.paths.snapshot.exists():
                log.warning("%s; what was learned is rebuilt from the history", error)
        self.incomplete = store.count_after(self._position) > LARGEST_TAIL
        if not self.incomplete:
            self._position = learn_events(model, store.after(self._position), self._position, lambda _done: None)
            model.bury(store.tombstones())
        give_back()
        return model

    def attach(self, rooms: Rooms) -> None:
        """Keep these rooms' model from now on, and begin to rebuild it if it is incomplete."""
        self._rooms = rooms
        if self.incomplete:
            self.request_rebuild()

    def schedule_save(self) -> None:
        """Save within the configured time, so that a crash costs little relearning."""
        if self._due is None:
            loop = asyncio.get_running_loop()
            self._due = loop.call_later(self._config.limits.snapshot_seconds, self._save_now_due)

    def _save_now_due(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self.save())

    def begin_import(self) -> None:
        """Events enter the past: the snapshot on disk no longer holds all that stands before its position."""
        if not self._importing:
            self._importing = self.incomplete = True
            self._config.paths.snapshot.unlink(missing_ok=True)

    def request_rebuild(self) -> None:
        """Learn the whole history anew in the background; once more if that is already under way."""
        self._importing = False
        self._rebuild_again = True
        if self._rebuilding is None or self._rebuilding.done():
            self._rebuilding = asyncio.get_running_loop().create_task(self._rebuild())

    async def save(self) -> None:
        """Write a snapshot, unless the model is incomplete or the store has not taken every event."""
        if self._due:
            self._due.cancel()
            self._due = None
        async with self._saving:
            writer = self._rooms.writer
            await writer.flush()
            if self.incomplete or writer.waiting:
                return
            self._position = max(self._position, writer.last or self._position)
            payload = encode_snapshot(self._rooms.model, self._position)
            try:
                await asyncio.to_thread(write_snapshot, self._config.paths.snapshot, payload)
            except OSError as error:
                log.warning("the snapshot cannot be written (%s); the history will be relearned instead", error)
            del payload
            # The thread that has written it lets go of it when it gets round to that.
            asyncio.get_running_loop().call_later(SETTLED_SECONDS, give_back)

    async def close(self) -> None:
        """Stop a rebuild and save."""
        self._relearner.stop()
        if self._rebuilding:
            self._rebuilding.cancel()
            await asyncio.gather(self._rebuilding, return_exceptions=True)
        await self.save()

    async def _rebuild(self) -> None:
        while self._rebuild_again:
            self._rebuild_again = False
            # From now on what is forgotten is noted, for the process may have read it by then.
            self._rooms.rebuild = rebuild = Rebuild()
            self.failure = ""
            try:
                rebuild.total = await self._rooms.writer.call(lambda store: store.count())
                model, position = await asyncio.to_thread(self._relearn, rebuild)
                await self._catch_up(model, position, rebuild)
            except Exception as error:  # the model in use goes on; the log says why it lacks the past
                self.failure = str(error) or type(error).__name__
                unexpected = not isinstance(error, SegueError)
                log.error("the history could not be relearned: %s", self.failure, exc_info=unexpected)  # noqa: TRY400
            finally:
                self._rooms.rebuild = None
        # In a task of its own, which the end of the daemon does not cancel.
        self._save_now_due()

    def _relearn(self, rebuild: Rebuild) -> tuple[Model, Position]:
        return decode_snapshot(self._relearner.run(partial(_note, rebuild)))

    async def _catch_up(self, model: Model, position: Position, rebuild: Rebuild) -> None:
        """Learn what was recorded meanwhile, then take the model into use before anything else can be."""
        writer, learner = self._rooms.writer, Learner(model)
        while True:
            since = position
            events = await writer.call(lambda store, since=since: store.page(since, CAUGHT_UP_AT_ONCE))  # type: ignore[misc]
            begun = time.monotonic()
            for event in events:
                learn(learner, event.observation, event.position.learned_at)
                position = event.position
                if time.monotonic() - begun > SLICE_SECONDS:
                    # A whole request is served in such a pause; of sleep(0) each of its steps would have to wait.
                    await asyncio.sleep(SLICE_SECONDS)
                    begun = time.monotonic()
            if not events and writer.idle:
                break
            if not events and writer.problem:
                await asyncio.sleep(RETRY_SECONDS)
        for line in rebuild.forgotten:
            model.forget(line)
        self._rooms.adopt(model)
        self._position = position
        self.incomplete = self._importing


def _note(rebuild: Rebuild, done: int) -> None:
    # Commands that are recorded meanwhile are learned as well, beyond what was counted.
    rebuild.done = min(done, rebuild.total)
