"""Lays out the files that a made-up person works on, so that what recurs can be run and most of the rest cannot."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.cli.synthetic_history import Person


def lay_out(person: Person) -> None:
    """Make every place of a person, and in each whatever the lines of the workflows name.

    They are links to one directory: to make all files in every place takes longer than what is measured.
    """
    words = {word for lines in person.workflows for line in lines for word in _files(line)}
    common = Path(person.home, ".common")
    common.mkdir(parents=True)
    for word in sorted(words):
        # A word may stand for a file in one line and for a directory in another.
        with contextlib.suppress(FileExistsError, NotADirectoryError):
            (common / word).parent.mkdir(parents=True, exist_ok=True)
            (common / word).touch()
    for place in map(Path, sorted({*person.places})):
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.symlink_to(common, target_is_directory=True)


def _files(line: str) -> list[str]:
    head, *words = line.split()
    # Behind a slash there is something in a directory, which makes the word one.
    return [f"{word}/." if head == "cd" else word for word in words if not word.startswith("--")]
