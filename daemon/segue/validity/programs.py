"""unknown-command: the shell would say "command not found"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.validity.builtins import BUILTINS
from segue.validity.commands import COMPOUND, PREFIXES
from segue.validity.jobs import MARK
from segue.validity.verdict import Kind, Need, Rule, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.validity.commands import CertainCommand
    from segue.validity.words import Line


def program_needs(command: CertainCommand, around: Surroundings) -> Iterator[Need]:
    """Yield the program that a command needs on PATH, unless the shell has another meaning for its name.

    Shells that have not told their PATH and their names are believed to know every command.
    """
    head = command.head.text
    if around.search_path is None or around.names is None or not command.own_path or "/" in head or not head:
        return
    if head in BUILTINS.get(around.program, BUILTINS["zsh"]) or head.startswith(MARK) or _is_own(head, around):
        return
    # A relative folder, and with auto_cd the name of a directory, is looked for in the present directory.
    if command.directory and all(folder.startswith("/") for folder in around.search_path.split(":")):
        here = f"{command.directory.rstrip('/')}/{head}"
        yield Need(Rule.UNKNOWN_COMMAND, head, Kind.DIRECTORY, here, around.search_path)


def heads_of(line: Line) -> Iterator[str]:
    """Yield the commands that a line runs."""
    for command in (*line.commands, *line.nested):
        for word in command.words:
            if word.text not in PREFIXES and word.text not in COMPOUND:
                yield word.text
                break


def _is_own(head: str, around: Surroundings) -> bool:
    """Tell whether this is a name of the user's, or ends as one of zsh's suffix aliases."""
    names = around.names or frozenset()
    suffix = head[head.rfind(".") :] if "." in head[1:] else head
    return head in names or suffix in names
