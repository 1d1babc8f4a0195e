"""What a directory holds, as far as that answers whether a path below it is there."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from segue.validity.verdict import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.validity.verdict import Question

MAX_NAMES: Final = 400
"""A directory that holds more is no place to choose a file from, and takes long to read."""
UNWALKED: Final = frozenset({"", ".", ".."})
"""Parts of a path that a listing cannot follow."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Every name in a directory at one moment.

    Attributes:
        folder: the absolute path of the directory.
        names: for each name whether it is a directory, or a link to one; None for a link that may lead nowhere.
    """

    folder: str
    names: Mapping[str, bool | None] = field(default_factory=dict)
    _folded: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_folded", frozenset(map(_fold, self.names)))

    def answer(self, question: Question) -> bool | None:
        """Tell whether what was asked for is there; None when the disk has to be asked."""
        first, *deeper = question.path.removeprefix(self.folder.rstrip("/") + "/").split("/")
        if first in UNWALKED or not UNWALKED.isdisjoint(deeper):
            return None
        if first not in self.names:
            # Many file systems take A for a.
            return None if _fold(first) in self._folded else False
        is_directory = self.names[first]
        if deeper:
            return False if is_directory is False else None
        if is_directory is None or question.kind is Kind.PROGRAM:
            return None
        return is_directory or question.kind is Kind.ANYTHING


def read_listing(folder: str) -> Listing | None:
    """Read a directory, which may block; None when it holds too much or cannot be read. One that is gone is empty."""
    names: dict[str, bool | None] = {}
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if len(names) == MAX_NAMES:
                    return None
                names[entry.name] = entry.is_dir() or (None if entry.is_symlink() else False)
    except (FileNotFoundError, NotADirectoryError):
        return Listing(folder)
    except (OSError, ValueError):
        return None
    return Listing(folder, names)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
