"""What a person has decided about workflows, laid over what was mined: their own stay, forgotten ones stay away."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from segue.domain.errors import WorkflowError
from segue.domain.workflow import Workflow
from segue.workflows.description import from_plain, to_plain
from segue.workflows.hazards import is_trusted
from segue.workflows.matching import bind
from segue.workflows.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

SAME: Final = 0.7
"""Two workflows are one when so much of their steps is the same, in the same order."""
MOST: Final = 300
FEWEST_STEPS: Final = 2
COUNTED: Final = ("tally", "first_run", "last_run", "seconds", "places", "hosts", "shells")
"""The fields of a workflow that its runs make, beside the counts of its steps."""

Signature = tuple[str, ...]
"""Digests of the templates of a workflow's steps: they tell one that was forgotten without its text."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """A person's own workflows, and the signatures of those that they want forgotten."""

    own: tuple[Workflow, ...] = ()
    forgotten: tuple[Signature, ...] = ()


def signature(workflow: Workflow) -> Signature:
    """Return what a workflow is recognised by once it is forgotten."""
    return tuple(
        hashlib.sha256(step.template.encode("utf-8", "surrogatepass")).hexdigest()[:16] for step in workflow.steps
    )


def likeness(left: Signature, right: Signature) -> float:
    """Return the share of the steps of both that are the same in the same order, 0 to 1."""
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def decisions_from(own: Sequence[str], forgotten: Sequence[str]) -> Decisions:
    """Return the decisions that are kept as JSON; a damaged one is left out and logged."""
    return Decisions(
        tuple(workflow for body in own if (workflow := _own(body))),
        tuple(tuple(json.loads(each)) for each in forgotten),
    )


def body_of(workflow: Workflow) -> str:
    """Return the JSON under which a workflow of the person's own is kept; its counts are not part of it."""
    return json.dumps(to_plain(uncounted(workflow)))


def decided(mined: Sequence[Workflow], decisions: Decisions) -> list[Workflow]:
    """Return the workflows to follow: the person's own, with what was counted of them, and what else was mined."""
    counted = {workflow.id: workflow for workflow in mined}
    own = [_with_counts(workflow, counted.get(workflow.id)) for workflow in decisions.own]
    kept = [*(signature(workflow) for workflow in own), *decisions.forgotten]
    others = [workflow for workflow in mined if all(likeness(signature(workflow), each) < SAME for each in kept)]
    return [*own, *others][: max(MOST, len(own))]


def _with_counts(own: Workflow, counted: Workflow | None) -> Workflow:
    """Return one's own workflow with what was counted of it, if that is of the same steps."""
    if counted is None or signature(own) != signature(counted):
        return own
    steps = tuple(
        replace(step, reached=seen.reached, followed=seen.followed, foreseen=seen.foreseen)
        for step, seen in zip(own.steps, counted.steps, strict=True)
    )
    return replace(
        own,
        steps=steps,
        slots=counted.slots if len(counted.slots) == len(own.slots) else own.slots,
        **{name: getattr(counted, name) for name in COUNTED},
    )


def _own(body: str) -> Workflow | None:
    try:
        return from_plain(json.loads(body))
    except (ValueError, WorkflowError):
        log.exception("a workflow of yours cannot be read and is left out")
        return None


def uncounted(workflow: Workflow) -> Workflow:
    """Return a workflow as if it had never run."""
    steps = tuple(replace(step, reached=0, followed=0, foreseen=0) for step in workflow.steps)
    never = Workflow(id="", steps=steps)
    return replace(workflow, steps=steps, **{name: getattr(never, name) for name in COUNTED})


def without_line(workflow: Workflow, lines: Sequence[str]) -> Workflow | None:
    """Return a workflow without what these lines have put into it, or None when nothing is left.

    One that was mined goes whole: if other lines make it as well, the next search finds it again.
    """
    touched = {
        place for place in range(len(workflow.steps)) for line in lines if bind(workflow, place, line) is not None
    }
    if not touched:
        return workflow
    if not is_trusted(workflow):
        return None
    slotless = {place for place in touched if all(isinstance(part, str) for part in workflow.steps[place].parts)}
    steps = tuple(step for place, step in enumerate(workflow.steps) if place not in slotless)
    emptied = {part for place in touched for part in workflow.steps[place].parts if isinstance(part, int)}
    slots = tuple(replace(slot, values=()) if number in emptied else slot for number, slot in enumerate(workflow.slots))
    if len(steps) < FEWEST_STEPS:
        return None
    left = replace(workflow, steps=steps, slots=slots)
    # Its title was made of the steps that it had.
    return replace(left, title=title_of(left))
