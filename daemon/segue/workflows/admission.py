"""Workflows that come from outside: what of them must not be kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from segue.domain.holes import has_hole
from segue.domain.workflow import Origin
from segue.ingest.redaction import redact
from segue.workflows.editing import edited, identified, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.domain.workflow import Slot, Workflow

MOST_LINES: Final = 512
"""Of one step with all the values of its slots; in practice a few dozen."""


def admitted(workflow: Workflow) -> Workflow:
    """Return the workflow without secrets, under the id that belongs to its steps.

    Raises:
        WorkflowError: it is too short or too long.
    """
    clean = replace(
        workflow,
        name=redact(workflow.name),
        title=redact(workflow.title),
        slots=tuple(map(_without_secrets, workflow.slots)),
    )
    steps = written(clean)
    redacted = [redact(step) for step in steps]
    if redacted != steps:
        clean = replace(edited(clean, redacted), origin=workflow.origin)
    return identified(clean)


def lines_of(workflow: Workflow) -> Iterator[str]:
    """Yield the lines that a workflow gives away: its steps with every value of their slots."""
    for step in workflow.steps:
        choices = [(part,) if isinstance(part, str) else workflow.slots[part].values for part in step.parts]
        yield from map("".join, islice(product(*choices), MOST_LINES))


def is_own(workflow: Workflow) -> bool:
    """Tell whether the person has decided something about a workflow here."""
    return bool(workflow.name) or workflow.pinned or workflow.origin in {Origin.EDITED, Origin.IMPORTED}


def decided_before(restored: Workflow, known: Workflow | None) -> Workflow:
    """Return a workflow as a person has decided on it, with what is known of its runs."""
    return replace(known, name=restored.name, pinned=restored.pinned) if known else restored


def _without_secrets(slot: Slot) -> Slot:
    return replace(slot, values=tuple(value for value in slot.values if value == redact(value) and not has_hole(value)))
