"""Reads from the disk what lies around a prompt; blocks for as long as the file system pleases."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from segue.domain.workplace import Workplace, is_plain
from segue.validity.listing import Listing, read_listing

MAX_LEVELS: Final = 64
LONGEST_HEAD: Final = 1_000


class Repository(NamedTuple):
    """The top of a git work tree and the branch that is checked out, each "" when there is none."""

    root: str
    branch: str


class Scene(NamedTuple):
    """A prompt's workplace, nothing of it fresh, and all that its directory holds, None when that is too much."""

    workplace: Workplace
    listing: Listing | None = None


def read_scene(cwd: str) -> Scene:
    """Read a directory and the repository around it."""
    root, branch = repository(cwd)
    listing = read_listing(cwd)
    return Scene(Workplace(root, branch, entries(listing) if listing else ()), listing)


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


def entries(listing: Listing) -> tuple[str, ...]:
    """Return the names that need no quotes and are not hidden, directories with a slash behind, in order."""
    shown = (name for name in listing.names if is_plain(name) and not name.startswith("."))
    return tuple(sorted(f"{name}/" if listing.names[name] else name for name in shown))


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
