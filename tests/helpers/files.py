"""A disk in memory, parts of which can stop answering."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from segue.validity.files import is_below
from segue.validity.verdict import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.validity.verdict import Question


class MemoryFiles:
    """Answers from a table of paths; nothing else is there.

    Attributes:
        asked: every question in the order of asking.
        hanging: folders below which no answer comes until `thaw`.
        volumes: mount points besides the root.
    """

    def __init__(self, paths: Mapping[str, Kind] | None = None, *, hanging: str = "", volumes: str = "") -> None:
        self.paths = dict(paths or {})
        self.asked: list[Question] = []
        self.hanging = hanging.split()
        self.volumes = volumes.split()
        self._thawed = threading.Event()

    def answer(self, question: Question) -> bool:
        """Look the path up, or hang."""
        self.asked.append(question)
        if any(is_below(question.path, folder) for folder in self.hanging):
            self._thawed.wait()
        found = self.paths.get(question.path)
        return found is not None and question.kind in {Kind.ANYTHING, found}

    def volume(self, path: str) -> str:
        """Return the volume that the path is below."""
        return next((volume for volume in self.volumes if is_below(path, volume)), "/")

    def thaw(self) -> None:
        """Let everything that hangs be answered."""
        self.hanging = []
        self._thawed.set()
