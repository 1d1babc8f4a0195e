"""Text as SQLite holds it: readable where it is UTF-8, and its bytes where it is not."""

from __future__ import annotations

from typing import overload


def to_sql(text: str) -> str | bytes:
    """Return text that is valid UTF-8 as it is, so that the file is readable, and other text as its bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")
    return text


@overload
def from_sql(value: str | bytes) -> str: ...
@overload
def from_sql(value: str | bytes | None) -> str | None: ...
def from_sql(value: str | bytes | None) -> str | None:
    """Return what `to_sql` was given."""
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value


def printable(text: str) -> str:
    """Return text with a sign in place of what is not UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
