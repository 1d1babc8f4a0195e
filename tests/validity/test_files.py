"""The real disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from segue.validity.files import Disk, is_below
from segue.validity.verdict import Kind, Question

if TYPE_CHECKING:
    from pathlib import Path


def found(path: Path | str) -> set[Kind]:
    """Return what the disk says is at a path."""
    return {kind for kind in Kind if Disk().answer(Question(kind, str(path)))}


def test_what_is_there_is_told_apart(tmp_path: Path) -> None:
    """Files, directories, programs and dangling links."""
    (tmp_path / "file").touch(mode=0o600)
    (tmp_path / "program").touch(mode=0o700)
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "dangling").symlink_to("gone")
    assert found(tmp_path) == {Kind.ANYTHING, Kind.DIRECTORY}
    assert found(tmp_path / "file") == {Kind.ANYTHING}
    assert found(tmp_path / "program") == {Kind.ANYTHING, Kind.PROGRAM}
    assert found(tmp_path / "link") == {Kind.ANYTHING}
    assert found(tmp_path / "dangling") == set()
    assert found(tmp_path / "gone") == set()
    assert found(tmp_path / "file" / "below") == set()


@pytest.mark.parametrize("path", ["/a\0b", "/\ud800", "/" + 5000 * "x"])
def test_what_cannot_be_looked_at_may_be_there(path: str) -> None:
    """Except for a program, which the shell could not find there either."""
    assert found(path) == {Kind.ANYTHING, Kind.DIRECTORY}


def test_every_path_is_on_a_volume(tmp_path: Path) -> None:
    """The mount point is one, and the path is below it."""
    volume = Disk().volume(str(tmp_path))
    assert is_below(str(tmp_path), volume)
    assert os.path.ismount(volume)


def test_below() -> None:
    """A folder is below itself; a name that only begins like it is not."""
    assert is_below("/a", "/a")
    assert is_below("/a/b", "/a")
    assert is_below("/a", "/")
    assert not is_below("/ab", "/a")
