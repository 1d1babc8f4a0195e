"""How a command line has ended so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BROKEN_OFF: Final = frozenset({129, 130, 131, 137, 141, 143, 146, 148})
"""How a shell reports SIGHUP, INT, QUIT, KILL, PIPE, TERM and, on Linux and macOS, TSTP: a person or a pager had
enough, and the command has neither succeeded nor failed."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How a line's runs have ended.

    Attributes:
        failures_in_a_row: its latest runs that failed, all in one directory; what a person broke off did not fail.
        succeeded_before: whether any run ended in another way.
        here: whether the latest run was in the directory of the prompt.
        just_now: whether it is the line that the prompt's session has run last.
    """

    failures_in_a_row: int = 0
    succeeded_before: bool = False
    here: bool = False
    just_now: bool = False


def has_failed(status: int | None) -> bool:
    """Tell whether an exit status, None when unknown, is a failure."""
    return status is not None and status != 0 and status not in BROKEN_OFF
