"""Secrets behind a name: `NAME=value` in its many places, and `"name": "value"` in JSON."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from segue.ingest.secrets.names import secret_kind, weak_kind
from segue.ingest.secrets.values import is_secret, looks_random

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.ingest.secrets.words import Found, Word

MAX_JUDGED: Final = 1024
"""Characters by which a value is judged; to judge all of each of many would take the square of their length."""

# Runs are consumed whole and only entered at their start, so that no text is scanned twice.
_ASSIGNMENT: Final = re.compile(r"(?<![\w.-])-{0,2}([A-Za-z_][\w.-]*+)\]?[+:]?==?")
_TO_NEXT_NAME: Final = re.compile(r"(?:(?![&,;\s][\w.\[\]-]++=).)*+", re.DOTALL)
_PLAIN: Final = re.compile(r"""(?:\\.|(?!,[\w.\[\]-]++=)[^\s'"&;\\])*+""", re.DOTALL)
_QUOTED: Final = re.compile(r"""(\\?['"])((?:(?!\1).)*+)\1?""", re.DOTALL)
_WHOLLY_QUOTED: Final = re.compile(r"""(['"])((?:(?!\1).)*+)\1""", re.DOTALL)
_FIELDS: Final = re.compile(r"[\w.-]++\s?=")
_JSON: Final = re.compile(
    r"""(?<![\w.-]) (\\?['"]) ([A-Za-z_][\w.-]*+) \1 \s{0,4}:\s{0,4} (\\?['"]) ((?:(?!\3)[^\n])*+) \3""", re.VERBOSE
)


def assigned_in(word: Word) -> Iterator[Found]:
    """Yield the secrets that are assigned inside one word, whatever stands around the name."""
    offset, text = word.inner()
    has_fields = _FIELDS.match(text) is not None
    spaced = False
    seen = done = 0
    for match in _ASSIGNMENT.finditer(text):
        spaced = spaced or any(map(str.isspace, text[seen : match.start()]))
        seen = match.start()
        if seen < done or (spaced and not has_fields and not _is_code(text, match)):
            continue
        if not (secret_kind(match[1]) or weak_kind(match[1])):
            continue
        kind = _kind(match[1], _value(text, match, MAX_JUDGED)[1])
        if kind is not None:
            start, value = _value(text, match)
            yield offset + start, offset + start + len(value), kind
            done = start + len(value)


def fields_in(line: str) -> Iterator[Found]:
    """Yield the values of secret names in JSON and in the literals of programming languages."""
    for match in _JSON.finditer(line):
        kind = _kind(match[2], match[4])
        if kind is not None:
            yield *match.span(4), kind


def _kind(name: str, value: str) -> str | None:
    if kind := secret_kind(name):
        return kind if is_secret(value) else None
    kind = weak_kind(name)
    return kind if kind and looks_random(value) else None


def _value(text: str, match: re.Match[str], limit: int = sys.maxsize) -> tuple[int, str]:
    """Return where an assigned value begins, and the value without quotes around it."""
    place = match.end()
    end = min(place + limit, len(text))
    if match.start() == 0:
        value = _part(_TO_NEXT_NAME, text, place, end)
        quoted = _WHOLLY_QUOTED.fullmatch(value)
        return (place + 1, quoted[2]) if quoted else (place, value)
    quoted = _QUOTED.match(text, place, end)
    return (quoted.start(2), quoted[2]) if quoted else (place, _part(_PLAIN, text, place, end))


def _part(pattern: re.Pattern[str], text: str, place: int, end: int) -> str:
    match = pattern.match(text, place, end)
    return match[0] if match else ""


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Tell whether an assignment among several words is one, and not prose as in a commit message."""
    return (
        match[1].isupper() or text[match.start() - 1] in "?&" or text[match.end() : match.end() + 1] in {"'", '"', "\\"}
    )
