"""Reads the map of a search request."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from segue.domain.integers import fits_int64
from segue.domain.search import Ending, HitKind
from segue.protocol.memory_messages import MAX_HITS, MAX_QUERIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST: Final = 4096
"""Characters of a query or a name."""


def read_options(options: Mapping[Any, Any]) -> dict[str, Any] | None:
    """Return the options that this version knows, None if one of them is of a wrong type or size."""
    known = {name: options[name] for name in _CHECKS if options.get(name) is not None}
    return known if all(_CHECKS[name](value) for name, value in known.items()) else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_amount(value: Any) -> bool:
    return _is_number(value) and value >= 0


def _is_status(value: Any) -> bool:
    return value in set(Ending) if isinstance(value, str) else type(value) is int and fits_int64(value)


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 < value <= MAX_HITS


def _are_queries(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MAX_QUERIES and all(map(_is_text, value))


def _are_kinds(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each in set(HitKind) for each in value)


_CHECKS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "queries": _are_queries,
    "cwd": _is_text,
    "repo": _is_text,
    "since": _is_number,
    "until": _is_number,
    "exit": _is_status,
    "author": _is_text,
    "host": _is_text,
    "shell": _is_text,
    "within": _is_text,
    "decay": _is_amount,
    "count": _is_count,
    "kinds": _are_kinds,
    "wait": _is_amount,
}
