"""Removes what segue has put on the disk, and nothing that it has not."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

from segue.domain.errors import ServiceError, SetupError
from segue.service.instance import end_process, running_process
from segue.shells.rc_line import remove_line
from segue.shells.rewriting import is_read_only, read, remove_file, restore_times, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from segue.cli.setup_record import SetupRecord
    from segue.config.paths import Paths

DATA: Final = ("segue.db*", "models", "model.json", "config.toml", "pauses.json*")
"""In the state directory: what nothing on this machine could make again."""
CACHES: Final = (
    "learned.snapshot*",
    "workflows.snapshot*",
    "vectors*",
    "init.*",
    "daemon.errors",
    "daemon.log*",
    "exchanges.log*",
    "service.directories",
    ".model.json.*",
    "setup.json",
    "run",
)
"""In the state directory: what is made anew when it is needed."""


def end_daemon(paths: Paths) -> None:
    """Stop the daemon.

    Raises:
        SetupError: it lives and does not end.
    """
    try:
        end_process(paths)
    except ServiceError as error:
        remedy = f"`kill -9 {running_process(paths)}`, then try again"
        raise SetupError(f"the daemon does not end: {remedy}") from error


def clean_rc_file(path: Path, record: SetupRecord) -> None:
    """Take our line out of an rc file; without other changes since, it is then as it was, times included.

    Raises:
        SetupError: the file is protected against writing.
        OSError: it cannot be changed.
    """
    text = read(path)
    backup = record.backup_of(path)
    if text is not None and (cleaned := remove_line(text)) != text:
        if is_read_only(path):
            raise SetupError(f"{path} is read-only: remove the line that ends with `# segue setup` yourself")
        if not cleaned and record.was_made(path):
            remove_file(path)
            return
        rewrite(path, cleaned)
    if backup and backup.is_file():
        if backup.read_bytes() == read(path):
            restore_times(path, backup.stat())
        backup.unlink()


def remove_state(paths: Paths, *, keep_data: bool, kept: Sequence[Path] = ()) -> None:
    """Delete the run directory and what is in the state directory; only names that are segue's own are touched."""
    if paths.run.parent != paths.state:
        shutil.rmtree(paths.run, ignore_errors=True)
        remove_empty([paths.run.parent])
    for pattern in CACHES if keep_data else (*CACHES, *DATA):
        for path in paths.state.glob(pattern):
            if path in kept:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def remove_empty(directories: Iterable[Path]) -> None:
    """Remove those of the directories that are empty, the inner ones first."""
    for directory in sorted(directories, reverse=True):
        if directory.is_dir() and not directory.is_symlink() and not os.listdir(directory):  # noqa: PTH208 - no order is needed
            directory.rmdir()


def leftovers(paths: Paths) -> list[Path]:
    """Return what still is in the state directory."""
    return sorted(paths.state.iterdir()) if paths.state.is_dir() else []
