"""What the handlers see of procedural memory, and what stands in where no history is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from segue.workflows.book import Book
from segue.workflows.following import Following
from segue.workflows.tracker import Tracker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.domain.observation import Observation
    from segue.domain.workflow import Workflow
    from segue.workflows.transitions import Transitions


class Procedures(Protocol):
    """What is known of workflows, kept true to the history."""

    following: Following
    mined_at: float | None
    """When the history was searched last (epoch seconds); None: not yet."""
    failure: str
    """Why the last search has failed, empty otherwise."""

    @property
    def searching(self) -> bool:
        """Whether the history is being searched."""

    def observe(self, seen: Observation) -> None:
        """Follow a command that has just been recorded."""

    def look_anew(self) -> None:
        """Events were stored that nobody has announced, as after an import."""

    async def refresh(self, seconds: float) -> None:
        """Search the history, if there is anything new in it, and wait for that so long at most."""

    async def transitions(self) -> Transitions | None:
        """Return which command follows which; None: nothing was searched yet."""

    async def keep(self, workflow: Workflow, *, instead_of: str = "") -> None:
        """Make a workflow the person's own, in place of the one of another id where its steps were changed."""

    async def forget(self, workflow: Workflow) -> list[int]:
        """Forget a workflow for good; return the events of its runs."""

    async def forget_lines(self, lines: Sequence[str]) -> None:
        """Remove what came from these lines."""


class NoProcedures:
    """Searches no history, and follows what it is given."""

    mined_at: float | None = None
    failure = ""
    searching = False

    def __init__(self, workflows: Sequence[Workflow] = ()) -> None:
        self.following = Following(Tracker(Book(workflows)))

    def observe(self, seen: Observation) -> None:
        """Follow a command."""
        self.following.observe(seen)

    def look_anew(self) -> None:
        """Look at nothing."""

    async def refresh(self, seconds: float) -> None:
        """Have nothing to search."""

    async def transitions(self) -> Transitions | None:
        """Know of none."""
        return None

    async def keep(self, workflow: Workflow, *, instead_of: str = "") -> None:
        """Follow it from now on."""
        gone = {workflow.id, instead_of}
        self.following.use([workflow, *(each for each in self.following.all() if each.id not in gone)])

    async def forget(self, workflow: Workflow) -> list[int]:
        """Follow it no longer; its runs are unknown."""
        self.following.use([each for each in self.following.all() if each.id != workflow.id])
        return []

    async def forget_lines(self, lines: Sequence[str]) -> None:
        """Have learned from none."""
