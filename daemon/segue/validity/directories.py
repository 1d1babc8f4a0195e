"""already-here: the line would go to the directory where the shell is."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from segue.validity.commands import CHANGES_DIRECTORY, certain_commands, directory_entered
from segue.validity.verdict import Rule, Surroundings, Verdict

if TYPE_CHECKING:
    from segue.validity.words import Line


def going_nowhere(line: Line, around: Surroundings) -> Verdict | None:
    """Object to a line that is nothing but a `cd` to the present directory."""
    if len(line.commands) != 1 or not around.cwd:
        return None
    for command in certain_commands(line, around.cwd, around.home):
        if command.head.text in CHANGES_DIRECTORY and not command.inputs:
            entered = directory_entered(command, around.home)
            if entered == os.path.normpath(around.cwd):
                return Verdict(Rule.ALREADY_HERE, f"the shell is in {around.cwd} already")
    return None
