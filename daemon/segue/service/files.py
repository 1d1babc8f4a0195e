"""Writes the files of a supervisor, and takes back what was written."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from segue.domain.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from segue.config.paths import Paths


def write_files(files: Mapping[Path, str], paths: Paths) -> bool:
    """Write each file that differs, atomically, and tell whether any did; directories that are made are remembered.

    Raises:
        ServiceError: one cannot be written.
    """
    changed = False
    try:
        paths.state.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path, text in files.items():
            if _read(path) == text:
                continue
            _make_directory(path.parent, _memory(paths))
            fresh = path.with_name(f".{path.name}.new")
            fresh.write_text(text, "utf-8", "surrogateescape")
            fresh.chmod(0o644)
            fresh.replace(path)
            changed = True
    except OSError as error:
        raise ServiceError(f"{error.filename} cannot be written: {error.strerror}") from error
    return changed


def remove_files(files: Iterable[Path], paths: Paths) -> bool:
    """Remove the files, and those of the directories made for them that are empty; tell whether any file was there.

    Raises:
        ServiceError: one cannot be removed.
    """
    there = [path for path in files if path.is_file()]
    memory = _memory(paths)
    try:
        for path in there:
            path.unlink()
        for directory in reversed((_read(memory) or "").splitlines()):
            with contextlib.suppress(OSError):
                Path(directory).rmdir()
        memory.unlink(missing_ok=True)
    except OSError as error:
        raise ServiceError(f"{error.filename} cannot be removed: {error.strerror}") from error
    return bool(there)


def _memory(paths: Paths) -> Path:
    return paths.state / "service.directories"


def _make_directory(directory: Path, memory: Path) -> None:
    missing = [each for each in (directory, *directory.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir()
        with memory.open("a", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"{each}\n")


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8", "surrogateescape")
    except OSError:
        return None
