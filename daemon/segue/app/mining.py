"""The process that finds workflows and the graph in a history; its result is a packed `Mined`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.app.child import serve
from segue.protocol.codec import pack
from segue.store.events import START
from segue.store.reading import open_history
from segue.workflows.book import Book
from segue.workflows.decisions import decided, decisions_from
from segue.workflows.mined import Mined, encode
from segue.workflows.mining import mine
from segue.workflows.tracker import Tracker
from segue.workflows.transitions import Transitions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from segue.domain.observation import Observation
    from segue.store.events import EventStore, Position

LINES_REMEMBERED: Final = 200_000


def mine_history(database: Path, report: Callable[[int], None], now: float) -> bytes:
    """Find what the events of the database hold, then go through them once more and count; return it packed.

    Raises:
        StoreError: the database cannot be read.
    """
    transitions = Transitions()
    position, done = START, 0

    def events(store: EventStore) -> Iterator[tuple[int, Observation]]:
        nonlocal position, done
        for event in store.after():
            position, done = event.position, done + 1
            transitions.observe(event.observation, position.learned_at)
            report(done)
            yield position.event, event.observation

    with open_history(database) as store:
        decisions = decisions_from(store.workflows.own(), store.workflows.forgotten())
        found = decided(mine(events(store)), decisions)
        tracker = Tracker(Book(found, remembered=LINES_REMEMBERED))
        _count(store, tracker, position)
    tracker.settle(now)
    return encode(
        Mined(
            position=position,
            at=now,
            took=time.process_time(),
            workflows=tuple(tracker.workflows()),
            hazards=tracker.hazards,
            packed_runs=pack(tracker.runs()),
            packed_transitions=pack(transitions.plain()),
        )
    )


def _count(store: EventStore, tracker: Tracker, end: Position) -> None:
    for event in store.after():
        if event.position > end:
            return
        tracker.observe(event.observation, event.position.event)


if __name__ == "__main__":
    serve(lambda report: mine_history(Path(sys.argv[1]), report, time.time()))
