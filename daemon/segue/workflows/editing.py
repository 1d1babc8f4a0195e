"""Workflows as a person writes them: a line a step, `<NAME>` where something varies, `?` before an optional one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from segue.domain.errors import WorkflowError
from segue.domain.workflow import Origin, Part, Slot, Step, Workflow
from segue.workflows.identity import workflow_id
from segue.workflows.shapes import KINDS
from segue.workflows.template import join_template, pieces_of
from segue.workflows.titles import category_of, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SLOT: Final = re.compile(r"<([A-Z]+)(\d*)>")
OPTIONAL: Final = "?"
FEWEST: Final = 2
MOST: Final = 99


def written(workflow: Workflow) -> list[str]:
    """Return the steps of a workflow as `edited` reads them."""
    return [
        f"{OPTIONAL} {workflow.pattern(place)}" if step.optional else workflow.pattern(place)
        for place, step in enumerate(workflow.steps)
    ]


def edited(workflow: Workflow, lines: Sequence[str]) -> Workflow:
    """Return the workflow with these steps and a title of them; a slot of the same name keeps its values.

    Raises:
        WorkflowError: there are fewer than two steps, or too many.
    """
    wanted = [line.strip() for line in lines if line.strip()]
    if not FEWEST <= len(wanted) <= MOST:
        raise WorkflowError(f"a workflow has {FEWEST} to {MOST} steps, not {len(wanted)}")
    names: dict[str, int] = {}
    steps = tuple(_step(line, names) for line in wanted)
    before = {slot.name: slot.values for slot in workflow.slots}
    slots = tuple(Slot(name, before.get(name, ())) for name in names)
    if [step.parts for step in steps] == [step.parts for step in workflow.steps]:
        return workflow
    changed = replace(workflow, steps=steps, slots=slots, origin=Origin.EDITED)
    return identified(replace(changed, title=title_of(changed), category=category_of(steps)))


def identified(workflow: Workflow) -> Workflow:
    """Return the workflow with the id that belongs to its steps."""
    return replace(workflow, id=workflow_id(step.template for step in workflow.steps))


def _step(line: str, names: dict[str, int]) -> Step:
    """Read a step; `names` are the slots so far, of which new ones get the next number."""
    optional = line.startswith(OPTIONAL)
    pattern = line.removeprefix(OPTIONAL).strip()
    marks = [(kind, number) for kind, number in _SLOT.findall(pattern) if kind in KINDS]
    # As `matching` wants it, text and holes take turns: a hole that is no slot stands as what it holds.
    parts: list[Part] = [""]
    pieces = pieces_of(_SLOT.sub(r"<\1>", pattern))
    for piece in pieces:
        if isinstance(piece, str):
            parts[-1] = f"{parts[-1]}{piece}"
        elif marks and piece.text == f"<{marks[0][0]}>":
            kind, number = marks.pop(0)
            parts += [names.setdefault(f"{kind}{number}", len(names)), ""]
        else:
            parts += [piece.text, ""]
    template = join_template(pieces)
    if not template:
        raise WorkflowError("a step is a line")
    return Step(tuple(parts), template, optional)
