"""Brings the learned state to life at start, saves it, and rebuilds it beside the running daemon."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Final

from segue.app.memory import give_back
from segue.domain.errors import SnapshotError
from segue.handlers.rooms import Rebuild
from segue.learner.learner import Learner
from segue.learner.rebuild import RebuildCancelledError, learn, learn_events
from segue.learner.snapshots import decode_snapshot, encode_snapshot
from segue.model.state import Model
from segue.store.database import open_reader
from segue.store.events import START, EventStore, Position
from segue.store.snapshot_file import read_snapshot, write_snapshot

if TYPE_CHECKING:
    from segue.config.config import Config
    from segue.handlers.rooms import Rooms

log = logging.getLogger(__name__)

LARGEST_TAIL: Final = 2000
"""Events behind the snapshot that are learned before the first answer; more are learned in the background."""


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
        self._stopping = threading.Event()
        self.incomplete = False
        """The model lacks events of the store; a rebuild is due."""

    def load(self, store: EventStore) -> Model:
        """Return the model to start with: the snapshot and the few events behind it."""
        try:
            model, self._position = decode_snapshot(read_snapshot(self._config.paths.snapshot))
        except SnapshotError as error:
            if self._config.paths.snapshot.exists():
                log.warning("%s; what was learned is rebuilt from the history", error)
            self.incomplete = store.count() > 0
            return Model()
        self.incomplete = store.count_after(self._position) > LARGEST_TAIL
        if not self.incomplete:
            self._position = learn_events(model, store.after(self._position), self._position, lambda _done: True)
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
            give_back()

    async def close(self) -> None:
        """Stop a rebuild and save."""
        self._stopping.set()
        if self._rebuilding:
            await asyncio.gather(self._rebuilding, return_exceptions=True)
        await self.save()

    async def _rebuild(self) -> None:
        while self._rebuild_again and not self._stopping.is_set():
            self._rebuild_again = False
            total = await self._rooms.writer.call(lambda store: store.count())
            self._rooms.rebuild = Rebuild(total=total)
            try:
                model, position = await asyncio.to_thread(self._relearn, self._rooms.rebuild)
                await self._catch_up(model, position)
            except RebuildCancelledError:
                return
            except Exception:  # the model in use goes on; the log says why it lacks the past
                log.exception("the history could not be relearned")
                return
            finally:
                self._rooms.rebuild = None
        await self.save()

    def _relearn(self, progress: Rebuild) -> tuple[Model, Position]:
        def report(done: int) -> bool:
            progress.done = done
            return not self._stopping.is_set()

        model = Model()
        with closing(open_reader(self._config.paths.database)) as connection:
            store = EventStore(connection)
            position = learn_events(model, store.after(), START, report)
            model.bury(store.tombstones())
            return model, position

    async def _catch_up(self, model: Model, position: Position) -> None:
        """Learn what was recorded meanwhile, then take the model into use before anything else can be."""
        writer, rebuild = self._rooms.writer, self._rooms.rebuild
        learner = Learner(model)
        while True:
            since = position
            events = await writer.call(lambda store, since=since: list(store.after(since)))  # type: ignore[misc]
            for event in events:
                learn(learner, event.observation, event.position.learned_at)
                position = event.position
            if not events and writer.idle:
                break
        for line in rebuild.forgotten if rebuild else ():
            model.forget(line)
        self._rooms.adopt(model)
        self._position = position
        self.incomplete = self._importing
