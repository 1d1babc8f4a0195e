"""The requests about what is remembered: predictions from it, sessions, searches, workflows, its graph, all of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final

from segue.protocol.messages import Kind, Request

MAX_QUERIES: Final = 16
MAX_HITS: Final = 500
OUTCOMES: Final = ("success", "failure", "unknown")
MAX_PAGE: Final = 1_000
MAX_COMMANDS: Final = 1_000
"""Of one session that is taught."""
WORKFLOW_ACTIONS: Final = ("list", "show", "name", "pin", "edit", "forget", "import", "walk")
MAX_DEPTH: Final = 5
MAX_EDGES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Predict(Request):
    """Ask what would come after these lines, oldest first, with how sure that is and why.

    With `cwd` "" it is not looked whether a line can work. Only lines that begin with `prefix` are answered. Without
    any `context` it is what a shell has run: that of `session`, or the first of `processes` that has said hello.
    """

    kind = Kind.PREDICT
    late = 2
    context: list[str]
    cwd: str
    count: int
    prefix: str | None = None
    processes: list[int] | None = None


@dataclass(frozen=True, slots=True)
class Learn(Request):
    """Teach a session: `[line, exit]` each, oldest first, and how it ended as a whole (one of OUTCOMES)."""

    kind = Kind.LEARN
    commands: list[list[Any]]
    outcome: str


@dataclass(frozen=True, slots=True)
class Search(Request):
    """Ask for commands, sessions and workflows; the fields go over the wire as one map, without those that are None.

    `queries` may be empty: then the latest are meant. `since` and `until` are epoch seconds, `exit` is a status, "ok"
    or "failed", `within` is the name of a session. For `author` and `host` "all" stands for any, None for a human and
    for the daemon's own host. `decay` is per day, `wait` how many seconds the queries may take to become vectors.
    """

    kind = Kind.SEARCH
    queries: list[str] = field(default_factory=list)
    cwd: str | None = None
    repo: str | None = None
    since: float | None = None
    until: float | None = None
    exit: int | str | None = None
    author: str | None = None
    host: str | None = None
    shell: str | None = None
    within: str | None = None
    decay: float | None = None
    count: int | None = None
    kinds: list[str] | None = None
    wait: float | None = None

    def message(self) -> list[Any]:
        """Return the array that goes over the wire."""
        names = [each.name for each in fields(self) if each.name not in {"sequence", "session"}]
        options = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return [int(self.kind), self.sequence, self.session, options]


@dataclass(frozen=True, slots=True)
class Workflows(Request):
    """Ask for workflows, or let something be done with one: one of WORKFLOW_ACTIONS, with what that needs."""

    kind = Kind.WORKFLOWS
    action: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Graph(Request):
    """Ask which command follows which, at most `most` transitions of them.

    `around` is a line or the beginning of a template: those are answered that lie within `depth` steps. "": all.
    """

    kind = Kind.GRAPH
    around: str
    depth: int
    most: int


@dataclass(frozen=True, slots=True)
class Page(Request):
    """Ask for at most `count` events behind a place in the order of learning; None stands for the beginning."""

    kind = Kind.PAGE
    learned_at: float | None
    event: int
    count: int


@dataclass(frozen=True, slots=True)
class Restore(Request):
    """Bring events back that a page held. `last` is true with the final ones: they are then learned."""

    kind = Kind.RESTORE
    rows: list[dict[str, Any]]
    last: bool
