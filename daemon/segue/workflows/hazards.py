"""How likely a workflow goes on with the very next command, and as foreseen, from how often it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from segue.domain.errors import WorkflowError
from segue.domain.workflow import Origin

if TYPE_CHECKING:
    from segue.domain.workflow import Workflow
    from segue.workflows.runs import Run

FAR: Final = 3
"""Commands since the last step beyond which it makes no difference how many they were."""
FAILED: Final = FAR + 1
RETURNED: Final = FAR + 2
"""The run was interrupted, and somebody has just come back to where it was: a new shell, a `cd`, the end of a break."""
INTERRUPTED: Final = FAR + 3
STATES: Final = FAR + 4
"""0 stands for a run whose last command was a step: that is counted for each step apart."""
POOLED: Final = ((0.0, 1.0), (1.0, 3.0), (1.0, 4.0), (1.0, 6.0), (1.0, 4.0), (2.0, 4.0), (0.5, 10.0))
"""For each state, of how many commands how many are taken to have been foreseen before any was seen."""

ASKED_FOR: Final = 0.99
PRIOR: Final = (0.5, 3.0)
"""The same right behind a step: a chain that was found because it recurs looks better than it is."""
TRUSTED: Final = (2.0, 3.0)
"""The same for what a person has pinned, taught, edited or imported."""


@dataclass(slots=True)
class Hazards:
    """How many commands came in each state of a run, and how many were foreseen by it; all workflows together."""

    asked: list[int] = field(default_factory=lambda: [0] * STATES)
    hits: list[int] = field(default_factory=lambda: [0] * STATES)

    def note(self, state: int, *, hit: bool) -> None:
        """Count a command that came while a run was in this state; `hit` tells whether it was foreseen."""
        self.asked[state] += 1
        self.hits[state] += hit

    def chance(self, state: int) -> float:
        """Return the probability that the next command is as foreseen by a run in this state."""
        hits, asked = POOLED[state]
        return (self.hits[state] + hits) / (self.asked[state] + asked)

    def plain(self) -> list[list[int]]:
        """Return the counts as lists."""
        return [self.asked, self.hits]


def hazards_from(plain: object) -> Hazards:
    """Return what `plain` gave.

    Raises:
        WorkflowError: it is something else.
    """
    match plain:
        case [list(asked), list(hits)] if len(asked) == len(hits) == STATES and all(
            type(count) is int and count >= 0 for count in (*asked, *hits)
        ):
            return Hazards(asked, hits)
    raise WorkflowError("the counts of how workflows go on are damaged")


def state_of(run: Run) -> int:
    """Return the state of a run that is under way."""
    return FAILED if run.failed else min(run.passed, FAR)


def chance_at_once(reached: int, hits: int, workflow: Workflow) -> float:
    """Return the probability of what has happened to so many of the runs that had come to a step."""
    before, of = TRUSTED if is_trusted(workflow) else PRIOR
    return (hits + before) / (reached + of)


def is_trusted(workflow: Workflow) -> bool:
    """Tell whether the person has said that this is a workflow of theirs."""
    return workflow.pinned or bool(workflow.name) or workflow.origin is not Origin.OBSERVED
