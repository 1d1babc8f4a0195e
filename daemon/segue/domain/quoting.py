"""Texts as words of a shell's language, and as what its variables are set to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def quote(shell: str, text: str) -> str:
    """Return the text as one word for `zsh`, `bash` or `fish`.

    Unlike `shlex.quote` it always quotes, so that no path is ever taken for an option or an assignment.
    """
    if shell == "fish":
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + text.replace("'", "'\\''") + "'"


def assignment(shell: str, name: str, value: str | int) -> str:
    """Return the line that gives a variable of the shell a value; False and True are 0 and 1."""
    word = quote(shell, value) if isinstance(value, str) else str(int(value))
    return f"set -g {name} {word}" if shell == "fish" else f"{name}={word}"


def array_assignment(shell: str, name: str, values: Iterable[str]) -> str:
    """Return the line that gives a variable of the shell a list of values, which may be empty."""
    words = " ".join(quote(shell, value) for value in values)
    return f"set -g {name} {words}".rstrip() if shell == "fish" else f"{name}=({words})"
