"""Snapshot files: whole and right, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segue.domain.errors import SnapshotError
from segue.store.snapshot_file import read_snapshot, write_snapshot

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A payload survives, replaces the one before, and leaves no temporary file."""
    path = tmp_path / "learned.snapshot"
    write_snapshot(path, b"old")
    write_snapshot(path, b"new")
    assert read_snapshot(path) == b"new"
    assert list(tmp_path.iterdir()) == [path]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(0, 200), flip=st.integers(1, 255))
def test_a_changed_byte_is_noticed(tmp_path: Path, position: int, flip: int) -> None:
    """Whatever single byte is altered, the snapshot is refused."""
    path = tmp_path / "learned.snapshot"
    write_snapshot(path, bytes(200))
    content = bytearray(path.read_bytes())
    content[position % len(content)] ^= flip
    path.write_bytes(content)
    with pytest.raises(SnapshotError):
        read_snapshot(path)


def test_a_cut_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    """A snapshot that lacks its end, or is not there, is a SnapshotError."""
    path = tmp_path / "learned.snapshot"
    with pytest.raises(SnapshotError):
        read_snapshot(path)
    write_snapshot(path, bytes(100))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SnapshotError):
        read_snapshot(path)
