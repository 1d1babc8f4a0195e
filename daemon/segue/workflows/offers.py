"""What the workflows that are under way have to say at a prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.workflows.filling import Filled, fill
from segue.workflows.hazards import ASKED_FOR, chance_at_once, state_of

if TYPE_CHECKING:
    from segue.domain.workflow import Workflow
    from segue.workflows.runs import Run
    from segue.workflows.tracker import Tracker

MOST: Final = 4
LEAST: Final = 0.02
"""What is less probable is not offered."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be next: its place (from 0), its line as far as it is known, and how probable it is.

    `after` is the line of the step behind it, for who passes it over; None at the end. `similarity` tells how alike
    what was run is to the steps before.
    """

    number: int
    workflow: Workflow
    place: int
    line: Filled
    chance: float
    resumed: bool = False
    after: Filled | None = None
    similarity: float = 1.0


def offers_at(tracker: Tracker, session: str, place: str, now: float | None) -> list[Offer]:
    """Return the steps that may be next at a prompt of a session, the most probable first."""
    offers = [
        offer
        for run, here in tracker.runs_at(session, place, now)
        if (offer := _offer(tracker, run, here=here)).chance >= LEAST
    ]
    offers.sort(key=lambda each: (-each.chance, -each.place))
    return offers[:MOST]


def _offer(tracker: Tracker, run: Run, *, here: bool) -> Offer:
    workflow, at = tracker.book.workflows[run.workflow], run.ahead
    values = tracker.statistics[run.workflow].values
    after = workflow.steps[at + 1 : at + 2]
    return Offer(
        number=run.workflow,
        workflow=workflow,
        place=at,
        line=fill(workflow.steps[at], run.bindings, values),
        chance=_chance(tracker, run, workflow, here=here),
        resumed=not here,
        after=fill(after[0], run.bindings, values) if after else None,
    )


def _chance(tracker: Tracker, run: Run, workflow: Workflow, *, here: bool) -> float:
    state = state_of(run, here=here)
    if run.asked_for and here and not run.failed:
        return ASKED_FOR
    if state:
        return tracker.hazards.chance(state)
    counts = tracker.statistics[run.workflow]
    return chance_at_once(counts.reached[run.ahead - 1], counts.followed[run.ahead - 1], workflow)
