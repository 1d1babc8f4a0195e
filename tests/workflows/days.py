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


class Failing(str):
    """A line that fails."""

    __slots__ = ()


def ended(line: str, status: int) -> str:
    """Return a line that ends so."""
    return Failing(line) if status else line


def session(name: str, *lines: str) -> list[Observation]:
    """Return the commands of one shell, without times; they succeed unless they are failing lines."""
    return [ran(str(line), int(isinstance(line, Failing)), session=name) for line in lines]
