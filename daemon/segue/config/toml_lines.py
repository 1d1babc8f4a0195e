"""On which line of a TOML file a key stands, which the parser does not tell."""

from __future__ import annotations

import re
from typing import Final

_HEADER: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_KEY: Final = re.compile(r"""\s*([\w\-."' ]+?)\s*=""")


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """Return the line, from 1, of a key or of what holds it; None when it cannot be found."""
    header: tuple[str, ...] = ()
    nearest = None
    for number, line in enumerate(text.splitlines(), 1):
        if found := _HEADER.fullmatch(line):
            header = _parts(found[1])
            full = header
        elif found := _KEY.match(line):
            full = header + _parts(found[1])
        else:
            continue
        if full == path:
            return number
        if full == path[: len(full)]:
            nearest = number
    return nearest


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
