"""Keeps what is known of workflows true to the history: searches it in the background, and forgets."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from segue.app.child import Child
from segue.app.memory import give_back
from segue.domain.errors import SegueError, SnapshotError, WorkflowError
from segue.store.events import PAGE
from segue.store.snapshot_file import read_snapshot, write_snapshot
from segue.workflows.book import Book
from segue.workflows.decisions import body_of, decided, decisions_from, signature, without_line
from segue.workflows.following import Following
from segue.workflows.mined import Mined, decode, encode
from segue.workflows.tracker import Tracker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from segue.config.config import Config
    from segue.config.tables import WorkflowSettings
    from segue.domain.observation import Observation
    from segue.domain.workflow import Workflow
    from segue.handlers.rooms import Rooms
    from segue.store.events import EventStore
    from segue.workflows.decisions import Decisions
    from segue.workflows.transitions import Transitions

log = logging.getLogger(__name__)

SEARCH: Final = "segue.app.mining"
"""Not imported here: what searches a history has no place in the daemon."""
ENOUGH: Final = 20
"""New commands that are worth a search."""
QUIET_SECONDS: Final = 30.0
"""After such a command, until the search begins."""
FOLLOWED: Final = 500
"""The latest commands, from which is known what is under way."""


class ProcedureKeeper:
    """Procedural memory of one daemon: `following` is what the handlers ask, the rest keeps it true."""

    def __init__(self, config: Config) -> None:
        self._path = config.paths.workflows
        self._settings = config.settings.workflows
        self._child = Child(SEARCH, str(config.paths.database))
        self._new = 0
        self._took = 0.0
        self._due: asyncio.TimerHandle | None = None
        self._searching: asyncio.Task[None] | None = None
        self._again = False
        self._changing = asyncio.Lock()
        self.following = Following(Tracker(Book(())))
        self.mined_at: float | None = None
        self.failure = ""

    @property
    def searching(self) -> bool:
        """Whether the history is being searched."""
        return self._searching is not None and not self._searching.done()

    async def start(self, rooms: Rooms) -> None:
        """Follow what these rooms record from now on, from what is known."""
        self._rooms = rooms
        mined = Mined()
        try:
            mined = await asyncio.to_thread(self._read)
        except (SnapshotError, WorkflowError) as error:
            if self._path.exists():
                log.warning("%s; the history is searched for workflows anew", error)
        await self._adopt(mined)
        self._new = await rooms.writer.call(lambda store: store.count_after(mined.position))
        self._schedule()

    async def close(self) -> None:
        """Stop searching."""
        self._child.stop()
        if self._due:
            self._due.cancel()
        if self._searching:
            self._searching.cancel()
            await asyncio.gather(self._searching, return_exceptions=True)

    def workflows(self) -> Sequence[Workflow]:
        """Return those that are known at the moment."""
        return self.following.all()

    def observe(self, seen: Observation) -> None:
        """Follow a command that has just been recorded."""
        self.following.observe(seen)
        self._new += 1
        self._schedule()

    def look_anew(self) -> None:
        """Events were stored that nobody has announced, as after an import."""
        self._new += ENOUGH
        self._schedule()

    def use(self, settings: WorkflowSettings) -> None:
        """Search as these say from now on; what is asked for in so many words is searched in any case."""
        self._settings = settings
        if self._due:
            self._due.cancel()
            self._due = None
        self._schedule()

    async def refresh(self, seconds: float) -> None:
        """Search the history, if there is anything new in it, and wait for that so long at most."""
        if self._new and not self._rooms.rebuild:
            self._search()
        if self._searching:
            await asyncio.wait((self._searching,), timeout=seconds)

    async def transitions(self) -> Transitions | None:
        """Return which command follows which; None: nothing was searched yet."""
        if self.mined_at is None:
            return None
        try:
            return await asyncio.to_thread(lambda: self._read().transitions())
        except (SnapshotError, WorkflowError) as error:
            log.warning("%s; the history is searched anew", error)
            return None

    async def keep(self, workflow: Workflow, *, instead_of: str = "") -> None:
        """Make a workflow the person's own, in place of the one of another id where its steps were changed.

        Raises:
            StoreError: SQLite could not keep it.
        """
        now = self._rooms.clock()
        before = next((each for each in self.following.all() if each.id == instead_of != workflow.id), None)

        def change(store: EventStore) -> Decisions:
            if before:
                # The history still has what was changed, and must not bring it back beside what it has become.
                store.workflows.bury(before.id, json.dumps(signature(before)), now)
            store.workflows.unbury(json.dumps(signature(workflow)))
            store.workflows.keep(workflow.id, body_of(workflow), now)
            return _decisions(store)

        decisions = await self._rooms.writer.call(change)
        known = self.following.all()
        others = [each for each in known if each.id not in {instead_of, workflow.id}]
        self.following.use(decided([*others, workflow], decisions))
        await self._rewrite(lambda mined: mined)
        if all(each.id != workflow.id for each in known):
            self._look_again()

    async def forget(self, workflow: Workflow) -> list[int]:
        """Forget a workflow for good; return the events of its runs.

        Raises:
            StoreError: SQLite could not do it.
        """
        now = self._rooms.clock()

        def change(store: EventStore) -> Decisions:
            store.workflows.bury(workflow.id, json.dumps(signature(workflow)), now)
            return _decisions(store)

        decisions = await self._rooms.writer.call(change)
        self.following.use(decided([each for each in self.following.all() if each.id != workflow.id], decisions))
        runs: list[list[int]] = []

        def without(mined: Mined) -> Mined:
            nonlocal runs
            runs = mined.runs().get(workflow.id, [])
            return mined

        await self._rewrite(without)
        return sorted({event for run in runs for event in run})

    async def forget_lines(self, lines: Sequence[str]) -> None:
        """Remove what came from these lines: nodes of the graph, steps and values of workflows; then search anew."""
        before = self.following.all()
        after = [each for workflow in before if (each := without_line(workflow, lines))]
        changed = [each for each in after if each not in before]
        gone = {each.id for each in before} - {each.id for each in after}
        now = self._rooms.clock()

        def change(store: EventStore) -> None:
            for key in gone:
                store.workflows.drop(key)
            for each in changed:
                store.workflows.keep(each.id, body_of(each), now)

        if gone or changed:
            await self._rooms.writer.call(change)
            self.following.use(after)
        await self._rewrite(lambda mined: mined.forgetting(list(lines)))
        self._look_again()

    def _schedule(self) -> None:
        """Search once there is enough that is new and it is quiet; a search that was long waits for longer."""
        if self._settings.search and self._new >= ENOUGH and self._due is None and not self.searching:
            seconds = max(QUIET_SECONDS, self._took / self._settings.share)
            self._due = asyncio.get_running_loop().call_later(seconds, self._search_now_due)

    def _search_now_due(self) -> None:
        self._due = None
        if self._rooms.rebuild:
            self._schedule()
        else:
            self._search()

    def _look_again(self) -> None:
        """Search, and do not believe a search that has begun before."""
        self._new += 1
        self._again = True
        self._search()

    def _search(self) -> None:
        if not self.searching:
            self._searching = asyncio.get_running_loop().create_task(self._search_history())

    async def _search_history(self) -> None:
        if self._due:
            self._due.cancel()
            self._due = None
        try:
            while True:
                self._again, self._new, self.failure = False, 0, ""
                await self._rooms.writer.flush()
                payload = await asyncio.to_thread(self._child.run, lambda _done: None)
                mined = await asyncio.to_thread(decode, payload)
                # What was forgotten meanwhile may be in it.
                if not self._again:
                    break
            await self._adopt(mined)
            await self._write(mined)
            del mined, payload
            give_back()
        except Exception as error:  # what is known goes on; the log says why it is not more
            self.failure = str(error) or type(error).__name__
            unexpected = not isinstance(error, SegueError)
            log.error("the history could not be searched for workflows: %s", self.failure, exc_info=unexpected)  # noqa: TRY400

    async def _adopt(self, mined: Mined) -> None:
        """Follow these workflows from the latest commands on; those behind the search's position count as well."""
        writer = self._rooms.writer
        decisions = await writer.call(_decisions)
        following = Following(Tracker(Book(decided(mined.workflows, decisions)), mined.hazards))
        position = await writer.call(lambda store: store.before_last(FOLLOWED))
        settled = mined.at is None
        while True:
            events = await writer.call(lambda store, since=position: store.page(since, PAGE))  # type: ignore[misc]
            for event in events:
                position = event.position
                if position > mined.position and not settled:
                    following.settle(mined.at or 0.0)
                    settled = True
                following.observe(event.observation, counting=position > mined.position)
            if not events and (writer.idle or writer.problem):
                break
        if not settled:
            following.settle(mined.at or 0.0)
        following.take_over_walks(self.following)
        self.following = following
        self.mined_at, self._took = mined.at, mined.took

    def _read(self) -> Mined:
        return decode(read_snapshot(self._path))

    async def _write(self, mined: Mined) -> None:
        try:
            await asyncio.to_thread(write_snapshot, self._path, encode(mined))
        except OSError as error:
            log.warning("what was found about workflows cannot be written (%s); it is looked for again", error)

    async def _rewrite(self, change: Callable[[Mined], Mined]) -> None:
        """Write the file anew, with the workflows as they are now."""
        async with self._changing:
            try:
                mined = change(await asyncio.to_thread(self._read))
            except (SnapshotError, WorkflowError):
                return
            await self._write(replace(mined, workflows=tuple(self.following.all())))


def _decisions(store: EventStore) -> Decisions:
    return decisions_from(store.workflows.own(), store.workflows.forgotten())
