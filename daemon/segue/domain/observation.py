"""What happened at a prompt, and what is known at the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.domain.workplace import NOWHERE, Workplace

if TYPE_CHECKING:
    from segue.domain.feedback import Feedback

HUMAN: Final = "human"


@dataclass(frozen=True, slots=True)
class Observation:
    """One command that has been run, as recorded.

    `line` is the whole command line; bytes that are not UTF-8 are kept as
    surrogate escapes (PEP 383). Times are epoch seconds, `duration` is seconds.
    A field that the recorder could not know is None or empty.
    `trains` is False for old imported lines, which add context and counts but no weight updates.
    `feedback` is None where no suggestion was shown or taken, or nobody knows. `workplace` is that of the prompt,
    `jobs` how many jobs the shell had there, stopped or running.
    """

    line: str
    cwd: str | None = None
    exit: int | None = None
    start: float | None = None
    duration: float | None = None
    session: str = ""
    shell: str = ""
    host: str = ""
    author: str = HUMAN
    trains: bool = True
    feedback: Feedback | None = None
    workplace: Workplace = NOWHERE
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is known when the shell waits for a command: `now` is epoch seconds.

    `after` replaces the lines that the session has run, oldest first, to ask "what if";
    None means the session's own. `jobs` is how many jobs the shell has, None when unknown.
    """

    now: float | None = None
    cwd: str | None = None
    session: str = ""
    after: tuple[str, ...] | None = None
    workplace: Workplace = NOWHERE
    jobs: int | None = None


class Suggestion(NamedTuple):
    """A command line, its probability in thousandths (0 to 1000), and whether what it does cannot be undone.

    A tuple, for two dozen are made at every key.
    """

    line: str
    milli: int
    destructive: bool = False
