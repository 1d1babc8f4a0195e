"""import: a batch of a history file's entries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from segue.domain.observation import Observation
from segue.ingest.history.entry import Entry
from segue.ingest.novelty import TOLERANCE
from segue.ingest.observation import Source, observation_from

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
        found = observation_from(Entry(*fields), source)
        if isinstance(found, Observation):
            observations.append(replace(found, trains=False))
        else:
            rooms.rejected[str(found.reason)] += 1
    reading, now = rooms.readings.find(request.session, request.source), rooms.clock()
    rooms.keeper.begin_import()
    added = await rooms.writer.call(lambda store: _store_new(store, observations, reading, now))
    if request.last:
        rooms.readings.finish(request.session, request.source)
        await rooms.writer.call(lambda store: store.train_newest(source.session))
        rooms.keeper.request_rebuild()
    return [added, len(request.entries) - added]


def _store_new(store: EventStore, observations: list[Observation], reading: Reading, now: float) -> int:
    """Append those that the store lacks, at the time when they were run; runs on the store's thread."""
    forgotten = store.forgotten({seen.line for seen in observations})
    wanted = [seen for seen in observations if seen.line not in forgotten]
    timed = [(seen.line, seen.start) for seen in wanted if seen.start is not None]
    spans: dict[str, tuple[float, float]] = {}
    for line, start in timed:
        low, high = spans.get(line, (start, start))
        spans[line] = (min(low, start), max(high, start))
    widened = {line: (low - TOLERANCE, high + TOLERANCE) for line, (low, high) in spans.items()}
    untimed = {seen.line for seen in wanted if seen.start is None}
    new = reading.novelty.new(wanted, store.starts_within(widened), store.counts(untimed))
    placed = []
    for seen in new:
        # A line without a time stands behind the one before it; nothing stands in the future.
        reading.latest = min(now, seen.start if seen.start is not None else reading.latest)
        placed.append((reading.latest, seen))
    store.append(placed)
    return len(placed)
