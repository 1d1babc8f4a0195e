"""import: a batch of a history file's entries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from segue.domain.observation import Observation
from segue.ingest.history.entry import Entry
from segue.ingest.novelty import TOLERANCE
from segue.ingest.observation import Source, observation_from
from segue.ingest.rules import Reason, Rejection

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.ingest.readings import Reading
    from segue.protocol.messages import Import
    from segue.store.events import EventStore


async def import_history(request: Import, rooms: Rooms) -> list[Any]:
    """Store what is new of the entries; after a file's last batch, learn the history anew."""
    source = Source(f"history:{request.source}", request.shell, request.host)
    observations: list[Observation] = []
    for fields in request.entries:
        found = observation_from(Entry(*fields), source, rooms.policy.rules)
        if isinstance(found, Observation) and rooms.policy.was_paused(found):
            found = Rejection(Reason.PAUSED)
        if isinstance(found, Observation):
            observations.append(replace(found, trains=False))
        else:
            rooms.rejected[str(found.reason)] += 1
    reading = rooms.readings.find(request.session, request.source)
    new = await rooms.writer.call(lambda store: _unknown(store, observations, reading))
    if new:
        rooms.keeper.begin_import()
        placed = reading.place(new, rooms.clock())
        await rooms.writer.call(lambda store: store.append(placed))
    if request.last:
        rooms.readings.finish(request.session, request.source)
        if reading.added:
            await rooms.writer.call(lambda store: store.train_newest(source.session))
            rooms.keeper.request_rebuild()
            rooms.retrieval.look_anew()
            rooms.procedures.look_anew()
    return [len(new), len(request.entries) - len(new)]


def _unknown(store: EventStore, observations: list[Observation], reading: Reading) -> list[Observation]:
    """Return those that the store neither has nor was told to forget; runs on the store's thread."""
    forgotten = store.forgotten({seen.line for seen in observations})
    wanted = [seen for seen in observations if seen.line not in forgotten]
    spans: dict[str, tuple[float, float]] = {}
    for seen in wanted:
        if seen.start is not None:
            low, high = spans.get(seen.line, (seen.start, seen.start))
            spans[seen.line] = (min(low, seen.start - TOLERANCE), max(high, seen.start + TOLERANCE))
    untimed = {seen.line for seen in wanted if seen.start is None}
    return reading.novelty.new(wanted, store.starts_within(spans), store.counts(untimed))
