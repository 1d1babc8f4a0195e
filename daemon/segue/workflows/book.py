"""The workflows that are known, and which of their steps a line is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.workflows.matching import ANY_WORDS, is_of
from segue.workflows.noise import is_trivial
from segue.workflows.template import template_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.domain.workflow import Workflow

REMEMBERED: Final = 2_000
"""Lines of which the steps are remembered."""


class Found(NamedTuple):
    """The places (from 0) that a line can have in each workflow, by its number; and whether the line tells nothing."""

    steps: tuple[tuple[int, tuple[int, ...]], ...]
    noise: bool


class Book:
    """Workflows by number, with an index of their steps."""

    def __init__(self, workflows: Sequence[Workflow], *, remembered: int = REMEMBERED) -> None:
        self.workflows = tuple(workflows)
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._open: dict[str, list[tuple[str, int, int]]] = {}
        """Steps that any words can stand in, by the first word of their templates."""
        for number, workflow in enumerate(self.workflows):
            for place, step in enumerate(workflow.steps):
                if ANY_WORDS in step.template:
                    head = step.template.partition(" ")[0]
                    self._open.setdefault(head, []).append((step.template, number, place))
                else:
                    self._places.setdefault(step.template, []).append((number, place))
        self.find = lru_cache(maxsize=remembered)(self._find)
        """Tell which steps a line is."""

    def number_of(self, key: str) -> int | None:
        """Return the one workflow with this name or title, whatever the case, or with an id that begins so."""
        wanted = key.casefold()
        numbers = range(len(self.workflows))
        for found in (
            [number for number in numbers if self.workflows[number].name.casefold() == wanted],
            [number for number in numbers if self.workflows[number].title.casefold() == wanted],
            [number for number in numbers if self.workflows[number].id.startswith(wanted)],
        ):
            if wanted and len(found) == 1:
                return found[0]
        return None

    def _find(self, line: str) -> Found:
        template = template_of(line)
        places: dict[int, set[int]] = {}
        for number, place in self._places.get(template, ()):
            places.setdefault(number, set()).add(place)
        for head in (template.partition(" ")[0], ANY_WORDS):
            for wanted, number, place in self._open.get(head, ()):
                if is_of(wanted, line):
                    places.setdefault(number, set()).add(place)
        steps = tuple((number, tuple(sorted(found))) for number, found in places.items())
        return Found(steps, is_trivial(template))
