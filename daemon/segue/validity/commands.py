"""Which commands of a line are certain to run, and in which directory.

Whatever a line has run may have made what the rest of it needs (`mkdir out && cd out`). So this looks at the first
pipeline only, and beyond it where nothing but `cd` has run.
"""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.validity.words import Command, Line, Word

PREFIXES: Final = frozenset({"command", "builtin", "exec", "nohup", "time", "noglob", "nocorrect", "env", "!"})
"""Words before a command that change nothing of what it needs."""
OTHER_USERS: Final = frozenset({"sudo", "doas"})
COMPOUND: Final = frozenset(
    """
    if then elif else fi for foreach while until repeat case esac select function do done in end coproc
    { } [[ ]] (( )) always
    """.split()  # noqa: SIM905 - a list of words reads best as text
)
CHANGES_DIRECTORY: Final = frozenset({"cd", "chdir", "pushd"})
_PIPES: Final = frozenset({"|", "|&"})
_NEXT: Final = frozenset({"&&", ";", "\n"})


@dataclass(frozen=True, slots=True)
class CertainCommand:
    """A command that will run if the line does.

    Attributes:
        head: its first word.
        arguments: the words behind.
        inputs: files that it is to read from.
        directory: where it runs, "" when unknown.
        leads: whether it is the first of its pipeline, so that nothing else of the line can have run before it.
        own_path: whether it is looked for on the shell's PATH.
    """

    head: Word
    arguments: tuple[Word, ...]
    inputs: tuple[Word, ...]
    directory: str
    leads: bool
    own_path: bool


def certain_commands(line: Line, directory: str, home: str) -> Iterator[CertainCommand]:
    """Yield the commands of a line that will run whatever the others do, as if typed in a directory."""
    for pipeline, following in _pipelines(line):
        # Behind || stands what is to be done when this fails.
        if following == "||" or any(command.odd for command in pipeline):
            return
        certain = [_certain(command, directory, leads=command is pipeline[0]) for command in pipeline]
        yield from (command for command in certain if command)
        if following not in _NEXT or len(pipeline) > 1 or certain[0] is None:
            return
        entered = directory_entered(certain[0], home)
        if entered is None:
            return
        directory = entered


def directory_entered(command: CertainCommand, home: str) -> str | None:
    """Return the directory that a `cd` leads to, or None when the command is none or nobody can tell."""
    if command.head.text not in CHANGES_DIRECTORY or not command.own_path:
        return None
    match command.arguments:
        case ():
            return home or None if command.head.text != "pushd" else None
        case (target,) if target.text[:1] not in {"-", "+"}:
            path = resolve(target, command.directory, home)
            return None if path is None else os.path.normpath(path)
    return None


def resolve(word: Word, directory: str, home: str) -> str | None:
    """Return the absolute path that a word stands for, or None when nobody but the shell can tell."""
    text = word.text
    if not word.literal or not text or "\0" in text:
        return None
    if word.tilde:
        return home + text[1:] if home else None
    if text[0] == "/":
        return text
    return os.path.join(directory, text) if directory else None  # noqa: PTH118 - Path would drop a last slash


def _pipelines(line: Line) -> Iterator[tuple[list[Command], str]]:
    """Yield each pipeline with the operator behind it."""
    pipeline: list[Command] = []
    for command in line.commands:
        if pipeline and command.operator not in _PIPES:
            yield pipeline, command.operator
            pipeline = []
        pipeline.append(command)
    if pipeline:
        yield pipeline, ""


def _certain(command: Command, directory: str, *, leads: bool) -> CertainCommand | None:
    words, own_path = command.words, "PATH" not in command.assigned
    while words and words[0].text in PREFIXES | OTHER_USERS:
        own_path &= words[0].text not in OTHER_USERS
        words = words[1:]
        # Options of such a word may change the directory, the user or everything.
        if not words or words[0].text[:1] == "-" or "=" in words[0].text:
            return None
    if not words or not words[0].literal or words[0].text in COMPOUND:
        return None
    return CertainCommand(words[0], tuple(words[1:]), tuple(command.inputs), directory, leads, own_path)
