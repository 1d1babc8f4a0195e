"""The history to replay: the person's own from the database, or a history file that is not imported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from segue.domain.observation import HUMAN, Observation
from segue.ingest.history.entry import Report
from segue.ingest.history.formats import chunks_of, detect_shell, parse_history
from segue.ingest.observation import Source, observation_from
from segue.store.events import Position, StoredEvent
from segue.store.reading import read_events

if TYPE_CHECKING:
    from pathlib import Path

HEAD: Final = 1 << 16


def stored_history(database: Path, shell: str | None) -> list[StoredEvent]:
    """Return what people ran, of one shell or of all, in the order of learning; the database stays as it is.

    Raises:
        StoreError: there is no database, or it cannot be read.
    """
    return [event for event in read_events(database) if _counts(event.observation, shell)]


def file_history(path: Path, shell: str | None) -> list[StoredEvent]:
    """Return the commands of a history file as an import would keep them: redacted, and in the file's order.

    Raises:
        HistoryFormatError: it is no shell's history.
        OSError: it cannot be read.
    """
    events: list[StoredEvent] = []
    time = 0.0
    with path.open("rb") as file:
        shell = shell or detect_shell(path, file.read(HEAD))
        file.seek(0)
        source = Source(session=f"history:{path}", shell=shell)
        for entry in parse_history(shell, chunks_of(file), Report()):
            found = observation_from(entry, source)
            if isinstance(found, Observation):
                time = time if found.start is None else found.start
                events.append(StoredEvent(Position(time, len(events) + 1), replace(found, trains=False)))
    return events


def _counts(seen: Observation, shell: str | None) -> bool:
    """Tell whether an event is of the shell, and a person's command or a cut in the chain."""
    return shell in {None, seen.shell} and (not seen.line or (seen.author == HUMAN and bool(seen.line.strip())))
