"""Requests as lines of ASCII, for a shell that can neither count bytes nor open a FIFO: fish.

A line is the request's elements with blanks between them, and ` .` at its end, without which it was cut short. A text
is `'` and then its bytes, those that are not letters, digits or one of `/_.~-` as `%XX`; a number stands in digits;
nil is `-`.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from segue.domain.errors import ProtocolError

_END: Final = b"."
_TEXT: Final = b"'"
_NIL: Final = b"-"
_NUMBER: Final = re.compile(rb"-?[0-9]{1,18}")


def parse_line(line: bytes) -> list[Any]:
    """Return the request that a line holds, as an array.

    Raises:
        ProtocolError: the line is cut short, or holds no such elements.
    """
    *elements, end = line.split(b" ")
    if end != _END:
        raise ProtocolError("a line has no end")
    return [_element(element) for element in elements]


def _element(element: bytes) -> str | int | None:
    if element.startswith(_TEXT):
        return unquote_to_bytes(element[1:]).decode("utf-8", "surrogateescape")
    if element == _NIL:
        return None
    if _NUMBER.fullmatch(element):
        return int(element)
    raise ProtocolError("a line holds what is neither a text nor a number")
