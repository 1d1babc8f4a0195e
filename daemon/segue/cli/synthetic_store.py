"""Writes a made-up history into a new store, through the store's own door."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from segue.store.database import open_database
from segue.store.events import TRAINED_OF_AN_IMPORT, EventStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from segue.domain.observation import Observation

BATCH: Final = 10_000


def fill_store(
    path: Path, history: Iterator[Observation], events: int, progress: Callable[[int, int | None], None]
) -> None:
    """Store so many events as an import would: only the newest few thousand train weights."""
    with closing(EventStore(open_database(path, time.time()))) as store:
        done = 0
        while batch := list(islice(history, BATCH)):
            trained_from = events - TRAINED_OF_AN_IMPORT - done
            store.append(
                (seen.start or 0.0, replace(seen, trains=place >= trained_from)) for place, seen in enumerate(batch)
            )
            done += len(batch)
            progress(done, events)
