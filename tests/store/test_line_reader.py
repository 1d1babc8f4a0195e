"""Which lines a person has run, read beside the writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.errors import StoreError
from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.line_reader import LineReader, RecordedLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """Give an empty store, open for writing."""
    store = EventStore(open_database(tmp_path / "segue.db", 0.0))
    yield store
    store.close()


@pytest.fixture
def reader(tmp_path: Path, store: EventStore) -> Iterator[LineReader]:
    """Give a reader of the same database."""
    assert store.count() == 0
    reader = LineReader(tmp_path / "segue.db")
    yield reader
    reader.release()


def record(store: EventStore, *seen: Observation | str) -> None:
    """Store observations, or lines."""
    store.append((1.0, each if isinstance(each, Observation) else Observation(each)) for each in seen)


def test_lines_come_in_slices_and_once(store: EventStore, reader: LineReader) -> None:
    """Each line that a person has run, in the order in which they first came, also when it is not valid UTF-8."""
    record(store, "ls", "make", "ls", "cat \udcff", "git push")
    first = reader.lines_after(0, 2)
    assert [line.text for line in first] == ["ls", "make"]
    assert [line.text for line in reader.lines_after(first[-1].number, 9)] == ["cat \udcff", "git push"]
    assert reader.last_line() == 4
    assert reader.last_event() == 5


def test_what_no_person_has_run_is_left_out(store: EventStore, reader: LineReader) -> None:
    """What agents ran, what was only shown, private commands and forgotten lines are no lines of a person."""
    shown = Observation("make", feedback=Feedback("rm -rf build", Outcome.TYPED_OVER, 0))
    record(store, Observation("cargo fmt", author="agent"), shown, Observation(""), "secret thing", "ls")
    store.forget("secret thing", 2.0)
    assert [line.text for line in reader.lines_after(0, 9)] == ["make", "ls"]
    assert [line.text for line in reader.lines_since(0, 9)[0]] == ["make", "ls"]
    record(store, "cargo fmt")
    assert "cargo fmt" in [line.text for line in reader.lines_after(0, 9)]


def test_events_can_be_followed(store: EventStore, reader: LineReader) -> None:
    """Every event is looked at once, however the slices fall, and at the end there is nothing more."""
    record(store, "ls", "make", "ls", Observation("agent's", author="agent"), "git push", Observation(""))
    seen: list[list[str]] = []
    event = 0
    while event < reader.last_event():
        lines, event = reader.lines_since(event, 2)
        seen.append([line.text for line in lines])
    assert seen == [["ls", "make"], ["ls", "git push"], []]
    assert reader.lines_since(event, 2) == ([], event)
    record(store, "make")
    assert reader.lines_since(event, 2) == ([RecordedLine(2, "make")], event + 1)


def test_lines_are_found_by_their_numbers(store: EventStore, reader: LineReader) -> None:
    """Those that are gone are left out."""
    record(store, "ls", "make")
    store.forget("ls", 2.0)
    assert reader.texts([1, 2, 3]) == {2: "make"}


def test_it_opens_the_database_again_when_it_is_needed(store: EventStore, reader: LineReader) -> None:
    """After it was released it answers as before, and an open reader keeps nobody from forgetting."""
    record(store, "ls")
    assert reader.last_line() == 1
    reader.release()
    assert reader.last_line() == 1
    assert store.forget("ls", 2.0) == 1
    assert reader.lines_after(0, 9) == []


def test_a_database_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """It is said, and no file is made."""
    with pytest.raises(StoreError, match="cannot be read"):
        LineReader(tmp_path / "nothing.db").last_line()
    assert list(tmp_path.iterdir()) == []
