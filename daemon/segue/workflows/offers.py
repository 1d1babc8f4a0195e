"""What the workflows that are under way have to say at a prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.workflows.filling import Filled, fill
from segue.workflows.hazards import ASKED_FOR, FAILED, INTERRUPTED, RETURNED, chance_at_once

if TYPE_CHECKING:
    from segue.domain.workflow import Workflow
    from segue.workflows.runs import Run
    from segue.workflows.tracker import Tracker

MOST: Final = 4
LEAST: Final = 0.02
"""What is less probable is not offered."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be next: its place (from 0), and its line as far as it is known.

    `chance` is the probability of that very line, or of the step where the line is not known as a whole.
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
    asked_for: bool = False


def offers_at(tracker: Tracker, session: str, place: str, now: float | None) -> list[Offer]:
    """Return the steps that may be next at a prompt of a session, the most probable first."""
    offers = [
        offer
        for run, state in tracker.runs_at(session, place, now)
        if (offer := _offer(tracker, run, state)).chance >= LEAST
    ]
    offers.sort(key=lambda each: (-each.chance, -each.place))
    return offers[:MOST]


def _offer(tracker: Tracker, run: Run, state: int) -> Offer:
    workflow, at = tracker.book.workflows[run.workflow], run.ahead
    values = tracker.statistics[run.workflow].values
    line = fill(workflow.steps[at], run.bindings, values)
    after = workflow.steps[at + 1 : at + 2]
    return Offer(
        number=run.workflow,
        workflow=workflow,
        place=at,
        line=line,
        chance=_chance(tracker, run, workflow, state, whole=line.whole),
        resumed=state in {RETURNED, INTERRUPTED},
        asked_for=run.asked_for,
        after=fill(after[0], run.bindings, values) if after else None,
    )


def _chance(tracker: Tracker, run: Run, workflow: Workflow, state: int, *, whole: bool) -> float:
    if run.asked_for and state < FAILED:
        return ASKED_FOR
    if state:
        return tracker.hazards.chance(state)
    counts = tracker.statistics[run.workflow]
    hits = counts.foreseen if whole else counts.followed
    return chance_at_once(counts.reached[run.ahead - 1], hits[run.ahead - 1], workflow)
