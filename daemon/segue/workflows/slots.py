"""What of a workflow's steps varies from run to run: its slots; what never does becomes text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from segue.domain.workflow import Slot, Step
from segue.workflows.matching import read_values, split_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.domain.workflow import Part

LOOKED_AT: Final = 200
"""The latest runs, which say what varies."""
SAME: Final = 0.9
"""Share of the runs in which two holes have to agree to be one slot."""
KEPT: Final = 8
"""Different values of a slot."""
LONGEST: Final = 500
"""Characters of a value that is kept."""
COMMON: Final = 0.8
"""Share of the runs that have a step which is not optional."""


@dataclass(slots=True)
class _Column:
    """A hole: its kind, and what stood in it in each run, None where the run left the step out."""

    kind: str
    values: list[str | None] = field(default_factory=list)

    @property
    def varies(self) -> bool:
        return len({value for value in self.values if value is not None}) > 1

    def agrees(self, other: _Column) -> bool:
        pairs = [
            (one, two)
            for one, two in zip(self.values, other.values, strict=True)
            if one is not None and two is not None
        ]
        return bool(pairs) and sum(one == two for one, two in pairs) >= SAME * len(pairs)


def describe(
    templates: Sequence[str], runs: Sequence[Sequence[str | None]]
) -> tuple[tuple[Step, ...], tuple[Slot, ...]]:
    """Return the steps and slots of runs, oldest first, each with a line or None for every template.

    The parts of a step are the text of its template and what stands in the holes between, in turn. In a single run
    nothing varies; there a value that comes again is what the next run will have another of.
    """
    runs = runs[-LOOKED_AT:]
    columns = [_columns(template, [run[place] for run in runs]) for place, template in enumerate(templates)]
    everything = [column for step in columns for column in step]
    groups: list[list[_Column]] = []
    for column in everything:
        if column.varies or (len(runs) == 1 and _comes_again(column, everything)):
            group = next((group for group in groups if group[0].agrees(column)), None)
            if group:
                group.append(column)
            else:
                groups.append([column])
    numbers = {id(column): number for number, group in enumerate(groups) for column in group}
    steps = tuple(
        Step(
            parts=_parts(template, step, numbers),
            template=template,
            optional=sum(run[place] is not None for run in runs) < COMMON * len(runs),
        )
        for place, (template, step) in enumerate(zip(templates, columns, strict=True))
    )
    return steps, _named(groups)


def _columns(template: str, lines: list[str | None]) -> list[_Column]:
    columns = [_Column(kind) for kind in split_template(template)[1::2]]
    for line in lines:
        values = None if line is None else read_values(template, line)
        for place, column in enumerate(columns):
            column.values.append(None if values is None else values[place])
    return columns


def _comes_again(column: _Column, columns: list[_Column]) -> bool:
    return sum(other.values == column.values and other.kind == column.kind for other in columns) > 1


def _parts(template: str, columns: list[_Column], numbers: dict[int, int]) -> tuple[Part, ...]:
    parts: list[Part] = list(split_template(template))
    for place, column in enumerate(columns):
        standing = next((value for value in reversed(column.values) if value is not None), "")
        parts[2 * place + 1] = numbers.get(id(column), standing)
    return tuple(parts)


def _named(groups: list[list[_Column]]) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    kinds: dict[str, int] = {}
    for group in groups:
        kind = group[0].kind
        kinds[kind] = kinds.get(kind, 0) + 1
        latest: dict[str, None] = {}
        for row in zip(*(column.values for column in group), strict=True):
            value = next((value for value in row if value is not None), None)
            if value is not None and len(value) <= LONGEST:
                latest.pop(value, None)
                latest[value] = None
        name = kind if kinds[kind] == 1 else f"{kind}{kinds[kind]}"
        slots.append(Slot(name, tuple(latest)[-KEPT:]))
    return tuple(slots)
