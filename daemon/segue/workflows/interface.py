"""What the handlers see of procedural memory, and what stands in where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from segue.workflows.transitions import Transitions


class Procedures(Protocol):
    """What has been mined from the history."""

    mined_at: float | None
    """When it was mined last (epoch seconds); None: not yet."""

    async def transitions(self) -> Transitions | None:
        """Return which command follows which; None: nothing is mined yet."""


class NoProcedures:
    """Has mined nothing."""

    mined_at: float | None = None

    async def transitions(self) -> Transitions | None:
        """Know of none."""
        return None
