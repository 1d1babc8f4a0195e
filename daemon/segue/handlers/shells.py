"""The shells that talk to the daemon, and what each has said of itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segue.domain.bounded import BoundedDict
from segue.domain.observation import HUMAN
from segue.validity.programs import heads_of
from segue.validity.verdict import Surroundings
from segue.validity.words import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

HOME: Final = str(Path.home())
MAX_SESSIONS: Final = 1000
MAX_HEADS: Final = 500


@dataclass(frozen=True, slots=True)
class Shell:
    """What a shell said of itself in `hello`, and how many jobs it had at its latest prompt; None when unknown."""

    name: str = ""
    pid: int = 0
    author: str = HUMAN
    history: str = ""
    search_path: str | None = None
    names: frozenset[str] | None = None
    jobs: int | None = None
    heads: set[str] = field(default_factory=set, compare=False)
    """Commands that it has run and found, as far as they are remembered."""

    def found(self, heads: Iterable[str]) -> None:
        """Remember commands that this shell knows, whatever else is known of them."""
        if len(self.heads) < MAX_HEADS:
            self.heads.update(heads)

    def surroundings(self, cwd: str) -> Surroundings:
        """Describe the shell for the rules of validity."""
        return Surroundings(
            cwd=cwd,
            home=HOME,
            program=self.name,
            search_path=self.search_path,
            names=self.names,
            jobs=self.jobs,
            heads=self.heads,
        )


NO_SHELL: Final = Shell(names=frozenset())
"""Who asks without having said hello is no shell: it has no names of its own."""


class ShellDirectory:
    """The shells that have said hello, the longest silent ones forgotten first."""

    def __init__(self) -> None:
        self._shells: BoundedDict[str, Shell] = BoundedDict(MAX_SESSIONS)

    def introduce(self, session: str, shell: Shell) -> None:
        """Remember a shell; one that introduces itself again keeps what it has run."""
        if session in self._shells:
            shell.found(self._shells[session].heads)
        self._shells[session] = shell

    def at_prompt(self, session: str, jobs: int | None) -> Shell:
        """Return the shell of a session whose prompt has so many jobs, as one that has not said hello if it has not."""
        shell = replace(self.find(session) or NO_SHELL, jobs=jobs)
        if session in self._shells:
            self._shells[session] = shell
        return shell

    def forget(self, line: str) -> None:
        """Forget which commands a line has shown to be known."""
        heads = set(heads_of(parse(line)))
        for shell in self._shells.values():
            shell.heads.difference_update(heads)

    def find(self, session: str) -> Shell | None:
        """Return the shell of a session, or None when it has not said hello to this daemon."""
        shell = self._shells.get(session)
        if shell:
            self._shells.move_to_end(session)
        return shell

    def session_of(self, processes: Iterable[int]) -> str | None:
        """Return the session of the first of these processes that is a shell which has said hello, or None."""
        # A process id may have come again: the shell that spoke last is the one that lives.
        sessions = {shell.pid: session for session, shell in self._shells.items()}
        return next((sessions[pid] for pid in processes if pid in sessions), None)
