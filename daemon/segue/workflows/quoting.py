"""The particulars of a word with quotes, substitutions, variables, or holes that are there already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.domain.holes import has_hole
from segue.workflows.shapes import KINDS, LITERAL, LOOKED_AT, LOOKS, NAME, Hole, as_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.workflows.shapes import Piece

KIND: Final = f"(?:{'|'.join(KINDS)})"

_OPEN: Final = frozenset({LOOKS, NAME, LITERAL})
_NAMED: Final = re.compile(r"[A-Za-z_@][\w.@-]{0,46}\+?=")
_PLACEHOLDER: Final = re.compile(rf"<({KIND})>")
_SPECIAL: Final = re.compile(r"['\"\\`$]")
_VARIABLE: Final = re.compile(r"\$(?:\w{1,32}|\{\w{1,32}\}|[?!#$@*-])")
_COMPUTED: Final = re.compile(r"['\"\\`]|\$\(")


def quoted(word: str, kind: str) -> Sequence[Piece]:
    """Return the pieces of such a word of which the command says the kind; nothing of what is quoted stays."""
    if kind in _OPEN and (named := _NAMED.match(word)) and named.end() < len(word):
        return [named[0], *_value(word[named.end() :], LOOKS)]
    return _value(word, kind)


def _value(word: str, kind: str) -> Sequence[Piece]:
    open_kind = kind in _OPEN
    if has_hole(word):
        return [Hole("SECRET", word)]
    if not _SPECIAL.search(word):
        return _with_placeholders(word, kind)
    if word == r"\;" or (open_kind and _VARIABLE.fullmatch(word)):
        return [word]
    if kind == LOOKS and "/" in word and not _COMPUTED.search(word):
        return [Hole("FILE", word)]
    return [Hole({"REMOTE": "FILE"}.get(kind, "STR" if open_kind or kind == "NUM" else kind), word)]


def _with_placeholders(word: str, kind: str) -> Sequence[Piece]:
    """Keep the typed holes of a template where they stand."""
    parts = _PLACEHOLDER.split(word)
    if len(parts) == 1:
        return as_kind(word, kind)
    if len(word) > LOOKED_AT:
        return [Hole("STR", word)]
    pieces = [Hole(part, f"<{part}>") if place % 2 else part for place, part in enumerate(parts)]
    return [piece for piece in pieces if piece]
