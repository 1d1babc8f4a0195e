"""The program that a line runs first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.model.text import ASSIGNMENT, WRAPPERS
from segue.store.figures import LineRuns

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS: Final = 12
"""Words that are looked at: whoever puts more before a program has a line that is none of its own."""
WITH_A_VALUE: Final = frozenset({"-u", "-g", "-h", "-C", "-p", "-T"})
"""Options of `sudo` and `env` behind which a word stands that is no program."""


def head_of(line: str) -> str:
    """Return the first program of a line, without what is assigned or wrapped around it; "" of a blank line."""
    words = line.split(None, WORDS)[:WORDS]
    wrapped = skip = False
    for word in words:
        if skip:
            skip = False
        elif wrapped and word[0] == "-":
            skip = word in WITH_A_VALUE
        elif word in WRAPPERS:
            wrapped = True
        elif not ASSIGNMENT.match(word):
            return word.lstrip("({!").rstrip(";)") or word
    return words[0] if words else ""


def by_head(lines: Iterable[LineRuns]) -> list[LineRuns]:
    """Return the programs with the runs of all their lines, those first that were run most."""
    found: dict[str, LineRuns] = {}
    for line in lines:
        head = head_of(line.text)
        before = found.get(head, LineRuns(head, 0))
        found[head] = LineRuns(
            head,
            before.runs + line.runs,
            before.succeeded + line.succeeded,
            before.failed + line.failed,
            max((last for last in (before.last, line.last) if last is not None), default=None),
        )
    return sorted(found.values(), key=lambda each: (-each.runs, each.text))
