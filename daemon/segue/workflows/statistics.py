"""What the runs of one workflow add up to."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Final, Self

from segue.domain.workflow import Tally
from segue.workflows.runs import Ending

if TYPE_CHECKING:
    from segue.domain.workflow import Workflow
    from segue.workflows.runs import Run

LATEST_RUNS: Final = 200
"""Runs of which the events are known, so that they can be forgotten."""
TIMED: Final = 31
KEPT: Final = 8
"""Places, hosts, shells and values of a slot that are remembered."""


@dataclass(slots=True)
class Statistics:
    """Counts of one workflow: of its steps, of the ends of its runs, and where and when they were."""

    reached: list[int]
    followed: list[int]
    foreseen: list[int]
    endings: list[int] = field(default_factory=lambda: [0] * len(Ending))
    first_run: float | None = None
    last_run: float | None = None
    lengths: deque[float] = field(default_factory=lambda: deque(maxlen=TIMED))
    places: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    shells: tuple[str, ...] = ()
    values: list[tuple[str, ...]] = field(default_factory=list)
    """Of each slot the latest values, the latest last."""
    runs: deque[tuple[int, ...]] = field(default_factory=lambda: deque(maxlen=LATEST_RUNS))

    @classmethod
    def of(cls, workflow: Workflow) -> Self:
        """Return the statistics to go on from."""
        return cls(
            reached=[step.reached for step in workflow.steps],
            followed=[step.followed for step in workflow.steps],
            foreseen=[step.foreseen for step in workflow.steps],
            endings=[workflow.tally.succeeded, workflow.tally.failed, workflow.tally.abandoned],
            first_run=workflow.first_run,
            last_run=workflow.last_run,
            lengths=deque([] if workflow.seconds is None else [workflow.seconds], maxlen=TIMED),
            places=workflow.places,
            hosts=workflow.hosts,
            shells=workflow.shells,
            values=[slot.values for slot in workflow.slots],
        )

    def note_step(self, run: Run, place: int) -> None:
        """Count a step that a run has come to: where and when it was, and with which values."""
        for slot, value in run.bindings.items():
            self.values[slot] = _latest(self.values[slot], value)
        self.reached[place] += 1
        self.first_run = self.first_run if self.first_run is not None else run.began
        self.last_run = run.at if run.at is not None else self.last_run
        self.places = _latest(self.places, run.place)
        self.hosts = _latest(self.hosts, run.host)
        self.shells = _latest(self.shells, run.shell)

    def note_end(self, run: Run, ending: Ending) -> None:
        """Count a run that has ended."""
        self.endings[ending] += 1
        if run.events:
            self.runs.append(tuple(run.events))
        if ending is Ending.SUCCEEDED and run.began is not None and run.at is not None and run.at >= run.began:
            self.lengths.append(run.at - run.began)

    def take_back(self, run: Run, ending: Ending) -> None:
        """Count a run no longer that goes on after all."""
        self.endings[ending] = max(self.endings[ending] - 1, 0)
        events = tuple(run.events)
        if events in self.runs:
            self.runs.remove(events)

    def applied_to(self, workflow: Workflow) -> Workflow:
        """Return the workflow with these counts."""
        steps = tuple(
            replace(step, reached=reached, followed=followed, foreseen=foreseen)
            for step, reached, followed, foreseen in zip(
                workflow.steps, self.reached, self.followed, self.foreseen, strict=True
            )
        )
        slots = tuple(replace(slot, values=values) for slot, values in zip(workflow.slots, self.values, strict=True))
        return replace(
            workflow,
            steps=steps,
            slots=slots,
            tally=Tally(*self.endings),
            first_run=self.first_run,
            last_run=self.last_run,
            seconds=median(self.lengths) if self.lengths else None,
            places=self.places,
            hosts=self.hosts,
            shells=self.shells,
        )


def _latest(known: tuple[str, ...], seen: str) -> tuple[str, ...]:
    """Return the latest few of what is known, with one more at the end."""
    if not seen or (known and known[-1] == seen):
        return known
    return (*(each for each in known if each != seen), seen)[-KEPT:]
