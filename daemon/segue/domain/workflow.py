"""A workflow: steps that a person keeps going through, what varies in them, and how their runs ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Part = str | int
"""Of a step: text as it stands, or the number of a slot."""


class Origin(StrEnum):
    """How a workflow came to be known."""

    OBSERVED = "observed"
    TAUGHT = "taught"
    """A session that `segue learn` was given."""
    EDITED = "edited"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Slot:
    """What differs from run to run: its kind (`VERSION`, `FILE`, …), and its latest values, the latest last."""

    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a workflow.

    Slots with the same number, in this step or in others, have the same value within one run.
    `template` is the step as `workflows.template.template_of` writes each of its lines, by which it is recognised.
    `reached` counts the runs that have come to the end of this step, `followed` those that then went on at once with a
    later one, and `foreseen` those of them where the line of the next step could be told before.
    """

    parts: tuple[Part, ...]
    template: str
    optional: bool = False
    reached: int = 0
    followed: int = 0
    foreseen: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How runs have ended: all steps done, one of them failed and was not mended, or left before the last one."""

    succeeded: int = 0
    failed: int = 0
    abandoned: int = 0

    @property
    def runs(self) -> int:
        """All runs, however they ended."""
        return self.succeeded + self.failed + self.abandoned

    @property
    def finished(self) -> int:
        """The runs that came to an end, good or bad."""
        return self.succeeded + self.failed

    @property
    def success_rate(self) -> float:
        """The share of finished runs that succeeded; 0 where none has finished."""
        return self.succeeded / self.finished if self.finished else 0.0


@dataclass(frozen=True, slots=True)
class Workflow:
    """A chain of steps in their order.

    `id` is made from the templates and stays while they do. `name` is what the person calls it, empty where they have
    not said; `title` and `category` are found by rules. Times are epoch seconds, None where no run has one; `seconds`
    is the median length of a run. `places` are repositories, or directories outside of any, where it ran, the latest
    last; so are `hosts` and `shells`.
    """

    id: str
    steps: tuple[Step, ...]
    slots: tuple[Slot, ...] = ()
    title: str = ""
    category: str = ""
    name: str = ""
    pinned: bool = False
    origin: Origin = Origin.OBSERVED
    tally: Tally = field(default_factory=Tally)
    first_run: float | None = None
    last_run: float | None = None
    seconds: float | None = None
    places: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    shells: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is called in front of the person."""
        return self.name or self.title

    def pattern(self, place: int) -> str:
        """Return the step at a place (from 0) as text, slots as `<NAME>`."""
        return "".join(
            part if isinstance(part, str) else f"<{self.slots[part].name}>" for part in self.steps[place].parts
        )
