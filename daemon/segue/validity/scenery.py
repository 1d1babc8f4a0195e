"""Reads from the disk what lies around a prompt; blocks for as long as the file system pleases."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from segue.domain.workplace import is_plain

MAX_ENTRIES: Final = 400
"""A directory that holds more is no place to choose a file from, and takes long to read."""
MAX_LEVELS: Final = 64
LONGEST_HEAD: Final = 1_000


class Repository(NamedTuple):
    """The top of a git work tree and the branch that is checked out, each "" when there is none."""

    root: str
    branch: str


def repository(cwd: str) -> Repository:
    """Find the git work tree that a directory lies in."""
    folder = Path(cwd)
    for candidate in (folder, *folder.parents)[:MAX_LEVELS]:
        try:
            head = _head_file(candidate / ".git")
            if head is not None:
                return Repository(str(candidate), _branch(head))
        except (OSError, ValueError):
            break
    return Repository("", "")


def entries(cwd: str) -> tuple[str, ...] | None:
    """Return the names in a directory that need no quotes and are not hidden, or None when they are too many."""
    names: list[str] = []
    try:
        with os.scandir(cwd) as found:
            for entry in found:
                if len(names) == MAX_ENTRIES:
                    return None
                if is_plain(entry.name) and not entry.name.startswith("."):
                    names.append(f"{entry.name}/" if entry.is_dir() else entry.name)
    except (OSError, ValueError):
        return None
    return tuple(sorted(names))


def _head_file(git: Path) -> Path | None:
    """Return where the HEAD of a work tree is written; a linked one has a file that names its directory."""
    if git.is_dir():
        return git / "HEAD"
    if not git.is_file():
        return None
    with git.open(encoding="utf-8", errors="replace") as file:
        word, _, directory = file.read(LONGEST_HEAD).strip().partition(" ")
    return git.parent / directory / "HEAD" if word == "gitdir:" else None


def _branch(head: Path) -> str:
    with head.open(encoding="utf-8", errors="replace") as file:
        prefix, found, branch = file.read(LONGEST_HEAD).strip().partition("ref: refs/heads/")
    return branch if found and not prefix and is_plain(branch) else ""
