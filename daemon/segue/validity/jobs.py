"""no-job: the line would work on a job, and the shell has said that it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.validity.commands import certain_commands
from segue.validity.verdict import Rule, Surroundings, Verdict

if TYPE_CHECKING:
    from segue.validity.commands import CertainCommand
    from segue.validity.words import Line

MARK: Final = "%"
"""What a job's name begins with. Alone at the head of a command it is a command of its own: `%1` is `fg %1`."""
OF_JOBS: Final = frozenset({"fg", "bg", "disown"})
OF_PROCESSES: Final = frozenset({"kill", "wait"})
"""These work on a job only where they name one."""
_STOPPING: Final = frozenset({"", "&&", "|", "|&"})
"""A line with no other operators comes to nothing where a command of it fails."""


def missing_job(line: Line, around: Surroundings) -> Verdict | None:
    """Object to a line that stops at a command which needs a job.

    A shell that has not told its names may mean something else by these commands.
    """
    if around.jobs != 0 or around.names is None:
        return None
    if any(command.operator not in _STOPPING for command in line.commands):
        return None
    for command in certain_commands(line, around.cwd, around.home):
        if command.leads and command.own_path and command.head.text not in around.names and _needs_job(command):
            return Verdict(Rule.NO_JOB, f"{command.head.text} needs a job, and this shell has none")
    return None


def _needs_job(command: CertainCommand) -> bool:
    head, arguments = command.head.text, [word.text for word in command.arguments]
    if head.startswith(MARK):
        return not arguments
    if head in OF_JOBS:
        return all(argument.startswith(MARK) for argument in arguments)
    operands = [argument for argument in arguments if not argument.startswith("-")]
    return head in OF_PROCESSES and bool(operands) and all(operand.startswith(MARK) for operand in operands)
