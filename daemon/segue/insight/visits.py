"""Stretches of work: what a shell session ran without a long break."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from segue.domain.sittings import PAUSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from segue.store.figures import Start


class Visit(NamedTuple):
    """A stretch of work: its commands, and the seconds from the beginning of the first to the end of the last."""

    commands: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Visits:
    """How many stretches of work there were, and the middle one's commands and seconds, None where there is none."""

    count: int = 0
    commands: float | None = None
    seconds: float | None = None


def visits(starts: Iterable[Start]) -> Visits:
    """Sum up the stretches of work of commands, session by session and in their order.

    One ends where as many seconds as PAUSE pass between the end of a command and the beginning of the next.
    """
    found = list(_stretches(starts))
    if not found:
        return Visits()
    return Visits(len(found), median(visit.commands for visit in found), median(visit.seconds for visit in found))


def _stretches(starts: Iterable[Start]) -> Iterator[Visit]:
    session, commands, first, end = None, 0, 0.0, 0.0
    for number, start, seconds in starts:
        if commands and (number != session or start - end > PAUSE):
            yield Visit(commands, end - first)
            commands = 0
        if not commands:
            session, first, end = number, start, start
        commands += 1
        end = max(end, start + seconds)
    if commands:
        yield Visit(commands, end - first)
