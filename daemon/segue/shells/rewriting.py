"""Changes a file of the person's: all of it or nothing, where its link leads, and with the mode that it has."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Final

BACKUP: Final = ".before-segue"


def is_read_only(path: Path) -> bool:
    """Tell whether the person has protected the file, or the place where it would be made, against writing."""
    target = Path(os.path.realpath(path))
    if target.exists():
        return not (target.stat().st_mode & 0o222 and os.access(target, os.W_OK))
    place = next(parent for parent in target.parents if parent.exists())
    return not os.access(place, os.W_OK)


def read(path: Path) -> bytes | None:
    """Return what is in the file, None when there is none.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def rewrite(path: Path, content: bytes) -> None:
    """Put the content into the file, or make it.

    A reader sees the old content or the new one. Only a file with several names is written in place.

    Raises:
        OSError: it cannot be written; then it is as it was.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    found = target.stat() if target.exists() else None
    if found and found.st_nlink > 1:
        target.write_bytes(content)
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if found:
            _dress_like(Path(name), target, found)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove_file(path: Path) -> None:
    """Remove the file that the path leads to, and never the link that leads there.

    Raises:
        OSError: it cannot be removed.
    """
    Path(os.path.realpath(path)).unlink(missing_ok=True)


def back_up(path: Path, content: bytes) -> Path:
    """Keep the content beside the file, with the file's mode and times, never over another file; return where.

    Raises:
        OSError: it cannot be kept.
    """
    number, kept = 1, path.with_name(path.name + BACKUP)
    while kept.exists() or kept.is_symlink():
        number += 1
        kept = path.with_name(f"{path.name}{BACKUP}-{number}")
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    shutil.copystat(path, kept)
    return kept


def restore_times(path: Path, found: os.stat_result) -> None:
    """Give the file the times that it had once."""
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _dress_like(new: Path, old: Path, found: os.stat_result) -> None:
    """Give the new file owner, mode and attributes of the old one."""
    with contextlib.suppress(PermissionError):
        os.chown(new, found.st_uid, found.st_gid)
    shutil.copystat(old, new)
    os.utime(new)
    new.chmod(stat.S_IMODE(found.st_mode))
