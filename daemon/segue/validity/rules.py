"""All rules together: what speaks against a line at once, and what it needs of the disk."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from segue.validity.commands import certain_commands
from segue.validity.destructive import is_destructive
from segue.validity.directories import going_nowhere
from segue.validity.failures import failing_again
from segue.validity.jobs import missing_job
from segue.validity.paths import path_needs
from segue.validity.programs import program_needs
from segue.validity.verdict import Need, Rule, Surroundings, Verdict
from segue.validity.words import REMEMBERED, parse

if TYPE_CHECKING:
    from segue.domain.outcomes import Outcomes


def forget_lines() -> None:
    """Drop the lines that were looked at lately, which are kept to save time."""
    for kept in (_findings, is_destructive, parse):
        kept.cache_clear()


def needs_of(text: str, around: Surroundings) -> list[Need]:
    """Return what must be on the disk for a line to work."""
    _, needs = _findings(text, around)
    return [need for need in needs if need.rule is not Rule.UNKNOWN_COMMAND or need.word not in around.heads]


def plain_objection(text: str, around: Surroundings, outcomes: Outcomes) -> Verdict | None:
    """Return what speaks against a line without a look at the disk."""
    impossible, _ = _findings(text, around)
    return impossible or failing_again(text, outcomes)


@lru_cache(maxsize=REMEMBERED)
def _findings(text: str, around: Surroundings) -> tuple[Verdict | None, tuple[Need, ...]]:
    """Return what does not depend on what has been run: the same few dozen lines are candidates at every prompt."""
    line = parse(text)
    needs: list[Need] = []
    for command in certain_commands(line, around.cwd, around.home):
        needs += program_needs(command, around)
        needs += path_needs(command, around)
    return going_nowhere(line, around) or missing_job(line, around), tuple(needs)
