"""Saves all that a daemon remembers into a file, and brings it back into another one."""

from __future__ import annotations

from os import SEEK_END
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from segue.client.memory_file import open_memory, read_memory, write_memory
from segue.client.memory_rows import EVENT, WORKFLOW, check_row
from segue.client.workflow_rows import is_own, without_values
from segue.protocol.codec import pack
from segue.protocol.memory_messages import Page, Restore, Workflows
from segue.protocol.messages import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from segue.client.client import Client
    from segue.client.memory_rows import Row

PAGE: Final = 500
MOST_BYTES: Final = 512 << 10
"""Of the rows in one frame."""
PATIENCE: Final = 120.0
"""Seconds for one answer: workflows are listed from a history that has been searched to its end."""


class Saved(NamedTuple):
    """What a file holds."""

    events: int
    workflows: int


class Loaded(NamedTuple):
    """What a file has brought; `known` events are there already, or were forgotten."""

    events: int
    known: int
    workflows: int


def save_memory(
    client: Client,
    path: Path,
    *,
    force: bool = False,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> Saved:
    """Write every event and the person's own workflows; `progress` is told how many events of how many.

    Raises:
        FileFormatError: something else is there, and `force` is not given.
        SegueError: the daemon does not answer.
        OSError: the file cannot be written.
    """
    total = client.ask(Status(1, "cli"))[0]["events"]
    workflows = [without_values(each) for each in _workflows(client) if is_own(each)]
    events = 0

    def rows() -> Iterator[Row]:
        nonlocal events
        for workflow in workflows:
            yield WORKFLOW, workflow
        for page in _pages(client):
            for event in page:
                yield EVENT, event
            events += len(page)
            progress(events, max(total, events))

    write_memory(path, rows(), force=force)
    return Saved(events, len(workflows))


def load_memory(
    client: Client, path: Path, *, progress: Callable[[str, int, int], object] = lambda _what, _done, _total: None
) -> Loaded:
    """Check a file to its end, and then bring back what the daemon neither has nor was told to forget.

    `progress` is told what is done, and how many bytes of how many. The daemon learns in the background what is new.

    Raises:
        FileFormatError: the file is foreign, newer, damaged or cut off; nothing has changed.
        SegueError: the daemon does not answer.
        OSError: the file cannot be read.
    """
    with open_memory(path) as file:
        size = file.seek(0, SEEK_END)
        workflows = []
        for kind, fields in read_memory(file, lambda done: progress("checking", done, size)):
            check_row((kind, fields))
            if kind == WORKFLOW:
                workflows.append(fields)
        # Before the events: what a person calls a workflow must not wait until it is found in them.
        taken = _restore_workflows(client, workflows)
        events = (fields for kind, fields in read_memory(file) if kind == EVENT)
        added, known = _restore_events(client, events, lambda: progress("restoring", file.tell(), size))
    return Loaded(added, known, taken)


def _workflows(client: Client) -> list[dict[str, Any]]:
    workflows: list[dict[str, Any]] = client.ask(Workflows(1, "cli", "list", {}))[0]["workflows"]
    return workflows


def _pages(client: Client) -> Iterator[list[dict[str, Any]]]:
    learned_at, event = None, 0
    while True:
        last, rows = client.ask(Page(1, "cli", learned_at, event, PAGE))
        if last is None:
            return
        yield rows
        learned_at, event = last


def _restore_workflows(client: Client, workflows: list[dict[str, Any]]) -> int:
    added = 0
    for batch in _batches(workflows):
        added += client.ask(Workflows(1, "cli", "import", {"workflows": batch, "restored": True}))[0]["added"]
    return added


def _restore_events(
    client: Client, events: Iterable[dict[str, Any]], progress: Callable[[], object]
) -> tuple[int, int]:
    """Return how many events were added, and how many were not."""
    added = known = 0
    try:
        for batch in _batches(events):
            new, old = client.ask(Restore(1, "cli", batch, last=False))
            added, known = added + new, known + old
            progress()
    except BaseException:
        # What is stored by now is there to stay, and has to be learned.
        _learn(client)
        raise
    if added:
        _learn(client)
    return added, known


def _learn(client: Client) -> None:
    client.ask(Restore(1, "cli", [], last=True))


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Cut rows into batches that fit a frame."""
    batch: list[dict[str, Any]] = []
    room = MOST_BYTES
    for row in rows:
        size = len(pack(row))
        if batch and (len(batch) == PAGE or size > room):
            yield batch
            batch, room = [], MOST_BYTES
        batch.append(row)
        room -= size
    if batch:
        yield batch
