"""missing-path: a file or directory that the line needs is not there."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from segue.validity.commands import CHANGES_DIRECTORY, resolve
from segue.validity.operands import needed_words
from segue.validity.verdict import Kind, Need, Rule, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.validity.commands import CertainCommand
    from segue.validity.words import Word


def path_needs(command: CertainCommand, around: Surroundings) -> Iterator[Need]:
    """Yield the paths that a command cannot do without."""
    head = command.head.text
    if not command.leads:
        # What stands before it in the pipeline may be about to write them.
        return
    if "/" in head:
        yield from _need(command.head, Kind.ANYTHING, command.directory, around.home)
    for word in command.inputs:
        yield from _need(word, Kind.ANYTHING, command.directory, around.home)
    # zsh expands a global alias wherever it stands, to whatever the user likes.
    names = around.names or frozenset()
    arguments = tuple(takewhile(lambda word: word.text not in names, command.arguments))
    for word, kind in needed_words(head, arguments):
        if head in CHANGES_DIRECTORY and not _is_plain_target(word, command, around):
            continue
        yield from _need(word, kind, command.directory, around.home, enters=head in CHANGES_DIRECTORY)


def _is_plain_target(word: Word, command: CertainCommand, around: Surroundings) -> bool:
    """Tell whether a target of `cd` can only be found where it points.

    With two targets zsh replaces one in the present directory by the other. CDPATH and a `cd` of the user's own,
    such as zoxide's, lead a bare name anywhere.
    """
    if len(command.arguments) > 1 or not command.own_path:
        return False
    if word.tilde or word.text in {".", ".."} or word.text.startswith(("/", "./", "../")):
        return True
    return around.names is not None and "cd" not in around.names


def _need(word: Word, kind: Kind, directory: str, home: str, *, enters: bool = False) -> Iterator[Need]:
    path = resolve(word, directory, home)
    if path is not None:
        yield Need(Rule.MISSING_PATH, word.text, kind, path, enters=enters)
