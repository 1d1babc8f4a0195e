"""What is searched for in the history, and what is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from segue.domain.observation import HUMAN

DECAY: Final = 0.002
"""How fast a hit fades, per day since its last run: half of the score is left after a year."""


class HitKind(StrEnum):
    """What can be found."""

    COMMAND = "command"
    SESSION = "session"
    """A run of commands in one shell, without a long break."""
    WORKFLOW = "workflow"


class Ending(StrEnum):
    """How a command ended, where its exact status does not matter."""

    OK = "ok"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs of a line count; None stands for any.

    `cwd` is a directory itself, `repo` one with all below it. `since` and `until` are epoch seconds, `within` is the
    name of one shell's life.
    """

    cwd: str | None = None
    repo: str | None = None
    since: float | None = None
    until: float | None = None
    exit: int | Ending | None = None
    author: str | None = HUMAN
    host: str | None = None
    shell: str | None = None
    within: str | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for more than an author and a host, which most runs have in common."""
        rest = (self.cwd, self.repo, self.since, self.until, self.exit, self.shell, self.within)
        return any(each is not None for each in rest)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked: texts, of which any may match, or none for the latest.

    `wait` is how many seconds the texts may take to become vectors; words alone are looked for after that.
    """

    texts: tuple[str, ...] = ()
    filter: RunFilter = field(default_factory=RunFilter)
    decay: float = DECAY
    count: int = 20
    kinds: frozenset[HitKind] = frozenset(HitKind)
    wait: float = 5.0


@dataclass(frozen=True, slots=True)
class Match:
    """How well something fits a query, each from 0 to 1: in all and faded, by meaning, by words."""

    score: float
    meaning: float = 0.0
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class CommandHit:
    """A line, with the figures of those of its runs that pass the filter; the places are those of the last one.

    `succeeded` and `failed` leave out runs whose end nobody knows. `last` is epoch seconds.
    """

    match: Match
    line: str
    runs: int
    succeeded: int
    failed: int
    last: float
    exit: int | None = None
    cwd: str = ""
    session: str = ""
    shell: str = ""
    host: str = ""
    author: str = HUMAN
    duration: float | None = None


@dataclass(frozen=True, slots=True)
class SessionCommand:
    """One command of a session; `matches` says whether it is why the session was found."""

    line: str
    start: float
    exit: int | None
    cwd: str
    matches: bool


@dataclass(frozen=True, slots=True)
class SessionHit:
    """A run of commands in one shell, of which several fit."""

    match: Match
    commands: tuple[SessionCommand, ...]
    begin: float
    end: float
    cwd: str
    session: str
    shell: str
    host: str


@dataclass(frozen=True, slots=True)
class WorkflowHit:
    """A workflow, with its steps as patterns; `runs` are those that came to an end."""

    match: Match
    id: str
    title: str
    category: str
    steps: tuple[str, ...]
    runs: int
    success_rate: float
    last: float | None


Hit = CommandHit | SessionHit | WorkflowHit


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first, and by whose vectors the meaning was compared: "" for by words alone."""

    hits: tuple[Hit, ...] = ()
    by: str = ""
