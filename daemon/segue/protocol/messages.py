"""The requests and replies of wire version 1, and how they become arrays.

A request is `[kind, sequence, session, …fields]`; a reply is `[kind | 0x80, sequence, …]` or
`[0xff, sequence, code, message]`. Fields that follow the ones listed here are ignored, so that a
newer hook can talk to an older daemon.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import IntEnum
from typing import Any, ClassVar, Final

VERSION: Final = 1
ERROR: Final = 0xFF
REPLY: Final = 0x80
MAX_SUGGESTIONS: Final = 64
STEP_FACTOR: Final = 100
"""A step of a workflow is told as the step × this + how many there are."""
FEEDBACK_FIELDS: Final = 3
MAX_TEXTS: Final = 256
PURPOSES: Final = ("document", "query")
EMBEDDER_ACTIONS: Final = ("health", "stats", "clear", "unload", "reload")


class Kind(IntEnum):
    """The first element of every request."""

    HELLO = 1
    RECORD = 2
    SUGGEST = 3
    FORGET = 4
    STATUS = 5
    SHUTDOWN = 6
    IMPORT = 7
    WHY = 8
    EMBED = 9
    SEQUENCE = 10
    EMBEDDERS = 11
    PREDICT = 12
    LEARN = 13
    SEARCH = 14
    WORKFLOWS = 15
    GRAPH = 16
    PAGE = 17
    RESTORE = 18


@dataclass(frozen=True, slots=True)
class Request:
    """What every request carries: `sequence` comes back in the reply, `session` names one shell's life."""

    kind: ClassVar[Kind]
    late: ClassVar[int] = 0
    """How many of the last fields were not there at first: they may be missing, and stay away while they are None."""
    sequence: int
    session: str

    def message(self) -> list[Any]:
        """Return the array that goes over the wire."""
        message = [int(self.kind), *astuple(self)]
        for _ in range(self.late):
            if message[-1] is not None:
                break
            message.pop()
        return message


@dataclass(frozen=True, slots=True)
class Hello(Request):
    """A shell introduces itself; `author` is "human" or a coding agent's name, `history` its HISTFILE.

    `release` is the shell's version times 100 (502), `search_path` its PATH. `names` are its aliases and functions that
    do not begin with `_`, a line each; the suffix alias `x` is `.x`, and `cd` is one where CDPATH takes it elsewhere.
    """

    kind = Kind.HELLO
    late = 3
    version: int
    shell: str
    pid: int
    author: str = "human"
    history: str = ""
    release: int | None = None
    search_path: str | None = None
    names: str | None = None


@dataclass(frozen=True, slots=True)
class Record(Request):
    """A command has ended; an empty `line` says that one ran which must stay unknown.

    `cwd` is where it was started. `start` is epoch milliseconds, `duration` milliseconds; None when unknown.
    `shown` is the suggestion that stood at the empty prompt when typing began, `outcome` what became of it
    (`domain.feedback.Outcome`), `saved` the characters that taking suggestions saved. All three are left out
    where there is nothing to tell. `jobs` is how many jobs the shell had at that prompt, None when unknown.
    """

    kind = Kind.RECORD
    late = 1
    line: str
    cwd: str
    start: int | None
    duration: int | None
    exit: int | None
    shown: str = ""
    outcome: int = 0
    saved: int = 0
    jobs: int | None = None

    def message(self) -> list[Any]:
        """Return the array that goes over the wire."""
        fields = Request.message(self)
        told = self.shown or self.outcome or self.saved or self.jobs is not None
        return fields if told else fields[:-FEEDBACK_FIELDS]


@dataclass(frozen=True, slots=True)
class Suggest(Request):
    """Ask for at most `count` lines that begin with `prefix`; `after` replaces what the session has run.

    With `marks` 1 or 2 the reply ends with an empty line and a number in place of its thousandths, whose bits, the
    lowest first, tell which of the lines are destructive. With 2 there follows a number for each line: 100 × the step
    of a workflow that it is, counted from 1, + how many steps there are; 0 where it is none.
    `jobs` is how many jobs the shell has, stopped or running.
    """

    kind = Kind.SUGGEST
    late = 2
    prefix: str
    cwd: str
    count: int
    after: list[str] | None = None
    marks: int | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Forget(Request):
    """Remove a line and everything learned from it."""

    kind = Kind.FORGET
    line: str


@dataclass(frozen=True, slots=True)
class Status(Request):
    """Ask how the daemon is."""

    kind = Kind.STATUS


@dataclass(frozen=True, slots=True)
class Shutdown(Request):
    """Ask the daemon to finish what it has accepted and exit."""

    kind = Kind.SHUTDOWN


@dataclass(frozen=True, slots=True)
class Import(Request):
    """A batch of history entries `[line, start, duration, exit, cwd]`, oldest first.

    `source` is the absolute path of the history file, `shell` its kind, `host` the machine that it came from.
    `last` is true on the final batch of a file: what was imported is then learned.
    """

    kind = Kind.IMPORT
    source: str
    shell: str
    host: str
    entries: list[list[Any]]
    last: bool


@dataclass(frozen=True, slots=True)
class Why(Request):
    """Ask what speaks for a line at the empty prompt of a shell, "" for the suggestion that stands there.

    `processes` are the asker's parents, the nearest first: the first that has said hello is the shell, unless `session`
    has said hello itself.
    """

    kind = Kind.WHY
    line: str
    cwd: str
    processes: list[int]


@dataclass(frozen=True, slots=True)
class Embed(Request):
    """Ask for the vectors of some texts.

    `purpose` is "document" or "query". `dims` is how many numbers of each are wanted, None for all. With `fresh` 1
    nothing is answered from the cache, or kept in it.
    """

    kind = Kind.EMBED
    texts: list[str]
    purpose: str
    dims: int | None
    fresh: int


@dataclass(frozen=True, slots=True)
class Sequence(Request):
    """Ask for the vectors of commands in a row, oldest first; `decay` in thousandths, None for the usual one."""

    kind = Kind.SEQUENCE
    texts: list[str]
    decay: int | None
    dims: int | None
    fresh: int


@dataclass(frozen=True, slots=True)
class Embedders(Request):
    """Ask how the embedders are, or let something be done with them: one of EMBEDDER_ACTIONS."""

    kind = Kind.EMBEDDERS
    action: str
