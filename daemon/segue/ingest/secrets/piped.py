"""Secrets that one command prints for another to read: `echo X | sudo -S …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.ingest.secrets.options import take_pair, take_value
from segue.ingest.secrets.tools import PRINTERS, STDIN_FLAGS, STDIN_TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.ingest.secrets.words import Command, Found, Word


def piped_in(command: Command) -> Iterator[Found]:
    """Yield what is printed into, or handed as a here-string to, a command that reads a secret."""
    texts = [word.text for word in command.words]
    for kind in (kind for flag, (tool, kind) in STDIN_FLAGS.items() if flag in texts and (not tool or tool in texts)):
        for word in _handed(command):
            yield from take_value(kind, *word.inner())
    for kind in (kind for tool, kind in STDIN_TOOLS.items() if tool in texts):
        for word in _handed(command):
            yield from take_pair(kind, ":", *word.inner())


def _handed(command: Command) -> Iterator[Word]:
    if command.here is not None:
        yield command.here
    printer = command.source.words if command.source else []
    if printer and printer[0].text in PRINTERS:
        yield from (word for word in printer[1:] if not word.text.startswith("-"))
