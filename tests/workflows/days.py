"""Commands as a person runs them, for what is mined from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.domain.observation import Observation
from segue.workflows.transitions import Transitions

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = 86_400.0
BEGIN = 1_700_000_000.0


def ran(line: str, status: int | None = 0, start: float | None = None, **fields: Any) -> Observation:
    """Return a command that took a second."""
    told: dict[str, Any] = {"session": "41-a", "shell": "zsh", "host": "box", "duration": 1.0} | fields
    return Observation(line, exit=status, start=start, **told)


def observed(commands: Iterable[Observation]) -> Transitions:
    """Return what is counted of them."""
    transitions = Transitions()
    for command in commands:
        transitions.observe(command)
    return transitions


def session(name: str, *lines: str | tuple[str, int]) -> list[Observation]:
    """Return the commands of one shell without times: a line that succeeds, or one with its exit status."""
    steps = [(step, 0) if isinstance(step, str) else step for step in lines]
    return [ran(line, status, session=name) for line, status in steps]
