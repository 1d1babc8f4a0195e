"""Every secret in a line, found by all means together."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from segue.ingest.secrets.assignments import assigned_in, fields_in
from segue.ingest.secrets.options import options_in
from segue.ingest.secrets.piped import piped_in
from segue.ingest.secrets.places import places_in
from segue.ingest.secrets.shapes import shapes_in
from segue.ingest.secrets.tools import RUNS_QUOTED
from segue.ingest.secrets.words import commands_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.ingest.secrets.words import Command, Found

MAX_DEPTH: Final = 3
"""Quotes inside quotes inside quotes: deeper, nobody could read the line."""


def secrets_in(line: str) -> Iterator[Found]:
    """Yield the start, the end and the kind of every secret, in any order; they may overlap."""
    yield from shapes_in(line)
    yield from places_in(line)
    yield from fields_in(line)
    yield from _in_commands(line, 0, MAX_DEPTH)


def _in_commands(text: str, offset: int, depth: int) -> Iterator[Found]:
    for command in commands_in(text):
        for start, end, kind in chain(_assigned(command), options_in(command), piped_in(command)):
            yield start + offset, end + offset, kind
        if depth and any(word.text in RUNS_QUOTED for word in command.words):
            for word in command.words:
                start, inner = word.inner()
                if len(inner) < len(word.text):
                    yield from _in_commands(inner, offset + start, depth - 1)


def _assigned(command: Command) -> Iterator[Found]:
    if command.words and command.words[0].text == "alias":
        return
    for word in command.words:
        yield from assigned_in(word)
