"""Files of the person's keep their link, mode and names when they are changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from segue.shells.rewriting import back_up, is_read_only, rewrite

if TYPE_CHECKING:
    from pathlib import Path


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What is written reaches the file in the person's dotfiles, whose mode stays."""
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "zshrc"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link = tmp_path / ".zshrc"
    link.symlink_to("dotfiles/zshrc")
    rewrite(link, b"new")
    assert (str(link.readlink()), real.read_bytes(), real.stat().st_mode & 0o777) == ("dotfiles/zshrc", b"new", 0o640)


def test_every_name_of_a_file_sees_the_change(tmp_path: Path) -> None:
    """A hard link is not cut off from its other name."""
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"old")
    os.link(first, second)
    rewrite(first, b"new")
    assert second.read_bytes() == b"new"


def test_backups_never_overwrite(tmp_path: Path) -> None:
    """An earlier copy, or a file that only happens to be called so, stays."""
    path = tmp_path / ".zshrc"
    path.write_bytes(b"1")
    path.chmod(0o600)
    first = back_up(path, b"1")
    second = back_up(path, b"2")
    assert (first.name, first.read_bytes()) == (".zshrc.before-segue", b"1")
    assert (second.name, second.read_bytes()) == (".zshrc.before-segue-2", b"2")
    assert first.stat().st_mode & 0o777 == 0o600


def test_protection_is_respected(tmp_path: Path) -> None:
    """A file without any permission to write is read-only, even for root."""
    path = tmp_path / ".zshrc"
    assert not is_read_only(path)
    path.touch(mode=0o444)
    assert is_read_only(path)
    path.chmod(0o644)
    assert not is_read_only(path)


def test_what_cannot_be_written_is_as_it_was(tmp_path: Path) -> None:
    """A failure leaves neither half a file nor a temporary one."""
    (tmp_path / "directory").mkdir()
    with pytest.raises(OSError, match="directory"):
        rewrite(tmp_path / "directory", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["directory"]
