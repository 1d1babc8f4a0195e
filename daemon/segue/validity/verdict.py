"""What the rules say of a line, and what they have to be told."""

from __future__ import annotations

import os.path
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet


class Rule(StrEnum):
    """Why a line is not suggested."""

    MISSING_PATH = "missing-path"
    ALREADY_HERE = "already-here"
    UNKNOWN_COMMAND = "unknown-command"
    NO_JOB = "no-job"
    KEEPS_FAILING = "keeps-failing"
    DESTRUCTIVE = "destructive"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which rule speaks against a line, and what it has found, for a person to read."""

    rule: Rule
    detail: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rules know of the shell at whose prompt a line would stand.

    Attributes:
        cwd: its directory, "" when unknown.
        home: the user's home directory.
        program: "zsh", "bash", or "" when unknown.
        search_path: its PATH, None when unknown.
        names: its aliases and functions that do not begin with `_`, and `cd` where that is more than the builtin;
            None when unknown.
        jobs: how many jobs it has, stopped or running; None when unknown.
        heads: commands that it has run and found.
    """

    cwd: str = ""
    home: str = ""
    program: str = ""
    search_path: str | None = None
    names: frozenset[str] | None = None
    jobs: int | None = None
    heads: AbstractSet[str] = field(default_factory=frozenset, compare=False)


class Kind(StrEnum):
    """What has to be at a path."""

    ANYTHING = "anything"
    DIRECTORY = "directory"
    PROGRAM = "program"


class Question(NamedTuple):
    """Is there something of this kind at this absolute path?"""

    kind: Kind
    path: str


class Need(NamedTuple):
    """What a line cannot do without: it needs something of a kind at a path, or a program in a folder of a PATH.

    `word` is how the line names it, `enters` tells that the shell itself would go there, and hang where the file
    system does not answer. A tuple, for it is a key wherever answers are kept.
    """

    rule: Rule
    word: str
    kind: Kind
    path: str
    search_path: str = ""
    enters: bool = False

    @property
    def verdict(self) -> Verdict:
        """What speaks against the line where the need is not met."""
        if self.rule is Rule.UNKNOWN_COMMAND:
            return Verdict(self.rule, f"{self.word} is no command of this shell")
        return Verdict(self.rule, f"{self.word} is not there")

    def questions(self) -> Iterator[Question]:
        """Yield what to ask the disk; one yes is enough."""
        for folder in self.search_path.split(":") if self.search_path else ():
            yield Question(Kind.PROGRAM, f"{folder.rstrip('/')}/{self.word}")
        yield Question(self.kind, self.path)
        if self.enters:
            # Behind a symbolic link `cd ..` goes back to where the link is, unless an option says otherwise.
            yield Question(self.kind, os.path.normpath(self.path))
