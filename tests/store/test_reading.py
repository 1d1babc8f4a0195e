"""Reading beside a daemon, or without one, leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.errors import StoreError
from segue.domain.observation import Observation
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.reading import read_events

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_700_000_000.0


def files(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, but for the locks that SQLite keeps in its shared memory file."""
    return {path.name: b"" if path.name.endswith("-shm") else path.read_bytes() for path in folder.iterdir()}


def test_reads_what_was_written_a_moment_ago(tmp_path: Path) -> None:
    """Beside a writer, what stands in the WAL alone is read too, and nothing on disk changes."""
    store = EventStore(open_database(tmp_path / "segue.db", NOW))
    store.append([(NOW, Observation("ls")), (NOW, Observation("make"))])
    before = files(tmp_path)
    assert [event.observation.line for event in read_events(tmp_path / "segue.db")] == ["ls", "make"]
    assert files(tmp_path) == before
    store.close()


def test_makes_no_files_where_no_daemon_runs(tmp_path: Path) -> None:
    """A database that was closed is one file before and after."""
    store = EventStore(open_database(tmp_path / "segue.db", NOW))
    store.append([(NOW, Observation("ls"))])
    store.close()
    before = files(tmp_path)
    assert len(read_events(tmp_path / "segue.db")) == 1
    assert files(tmp_path) == before


def test_a_missing_database_is_said(tmp_path: Path) -> None:
    """Without a history the error says how to get one, and none is made."""
    with pytest.raises(StoreError, match="segue import"):
        read_events(tmp_path / "segue.db")
    assert files(tmp_path) == {}


def test_a_damaged_database_is_said_and_left(tmp_path: Path) -> None:
    """Garbage is an error of one sentence; setting it aside is the daemon's business."""
    (tmp_path / "segue.db").write_bytes(b"this is no database" * 500)
    before = files(tmp_path)
    with pytest.raises(StoreError, match="cannot read"):
        read_events(tmp_path / "segue.db")
    assert files(tmp_path) == before
