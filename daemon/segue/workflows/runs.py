"""One run of a workflow: how far it has come, and in which way it may go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from segue.domain.sittings import PAUSE

if TYPE_CHECKING:
    from segue.domain.workflow import Workflow

LEFT_OUT: Final = 1
"""Steps that have to be done and may still be passed over, at once."""
BEGUN: Final = 2
"""Steps after which a run is one; the first alone may have been anything."""


class Ending(IntEnum):
    """How a run has ended."""

    SUCCEEDED = 0
    FAILED = 1
    ABANDONED = 2


@dataclass(slots=True)
class Run:
    """A run of a workflow (by its number in the book).

    `ahead` is the place of the step that comes next, `steps` counts those done. `bindings` are the values of its slots.
    `failed` says that the step ahead was tried and failed. `passed` counts the commands since the last step, `foreign`
    those of them that tell something. `session` is "" while it is interrupted, and `ended` how it then counts.
    Times are epoch seconds, or None.
    """

    workflow: int
    session: str
    place: str
    ahead: int = 0
    steps: int = 0
    bindings: dict[int, str] = field(default_factory=dict)
    failed: bool = False
    asked_for: bool = False
    passed: int = 0
    foreign: int = 0
    began: float | None = None
    at: float | None = None
    host: str = ""
    shell: str = ""
    ended: Ending | None = None
    events: list[int] = field(default_factory=list)

    def pauses(self, now: float | None) -> bool:
        """Tell whether so much time has gone by that the run is interrupted."""
        return now is not None and self.at is not None and now - self.at > PAUSE

    def ending(self, workflow: Workflow) -> Ending:
        """Return how the run ends if nothing more is done."""
        if self.failed:
            return Ending.FAILED
        done = all(step.optional for step in workflow.steps[self.ahead :])
        return Ending.SUCCEEDED if done else Ending.ABANDONED


def place_after(workflow: Workflow, ahead: int, places: tuple[int, ...]) -> int | None:
    """Return the nearest of these places that a run can go on to, or None when it has to pass over too much."""
    for place in places:
        if place >= ahead:
            required = sum(not step.optional for step in workflow.steps[ahead:place])
            return place if required <= LEFT_OUT else None
    return None


def is_beginning(workflow: Workflow, places: tuple[int, ...]) -> bool:
    """Tell whether a run can begin with the first of these places."""
    return all(step.optional for step in workflow.steps[: places[0]])
