"""Which steps of two chains are ways of doing the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from segue.workflows.matching import ANY_WORDS
from segue.workflows.operands import ANOTHER_NAME, SUBCOMMANDS, WRAPPERS

DIFFERENT_WORDS: Final = 3
"""In a row, in which two ways of taking a step may differ."""
IN_COMMON: Final = 0.5
"""Share of the words of the longer one that both ways have."""
REMEMBERED: Final = 65_536

_OPERATORS: Final = frozenset({"&&", "||", "|", ";", "&", "|&"})


@lru_cache(maxsize=REMEMBERED)
def head_of(template: str) -> tuple[str, ...]:
    """Return the words that say what a line does: its command, and its subcommand where it has one."""
    words = template.split(" ")
    place = next((place for place, word in enumerate(words) if word not in WRAPPERS and "=" not in word), 0)
    head = ANOTHER_NAME.get(words[place], words[place])
    return tuple(words[: place + 1 + (head in SUBCOMMANDS)])


@lru_cache(maxsize=REMEMBERED)
def common_template(one: str, other: str) -> str | None:
    """Return the template of two ways of taking one step, None where they are two things."""
    if one == other:
        return one
    head = head_of(one)
    if head_of(other) != head:
        return None
    left, right = one.split(" "), other.split(" ")
    shorter = min(len(left), len(right))
    before = next((place for place in range(shorter) if left[place] != right[place]), shorter)
    behind = next((n for n in range(shorter - before) if left[-1 - n] != right[-1 - n]), shorter - before)
    differing = [*left[before : len(left) - behind], *right[before : len(right) - behind]]
    if (
        before < len(head)
        or before + behind < IN_COMMON * max(len(left), len(right))
        or max(len(left), len(right)) - before - behind > DIFFERENT_WORDS
        or not _OPERATORS.isdisjoint(differing)
        or any(ANY_WORDS in word for word in [*left[:before], *left[len(left) - behind :]])
    ):
        return None
    return " ".join([*left[:before], ANY_WORDS, *left[len(left) - behind :]])


def aligned(one: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[int | None, int | None]]:
    """Return which steps stand for each other: as many as can, equal ones rather than alike ones."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for left in range(len(one) - 1, -1, -1):
        for right in range(len(other) - 1, -1, -1):
            best[left][right] = max(
                best[left + 1][right],
                best[left][right + 1],
                _fit(one[left], other[right]) + best[left + 1][right + 1],
            )
    pairs: list[tuple[int | None, int | None]] = []
    left = right = 0
    while left < len(one) and right < len(other):
        fit = _fit(one[left], other[right])
        if fit and best[left][right] == fit + best[left + 1][right + 1]:
            pairs.append((left, right))
            left, right = left + 1, right + 1
        elif best[left][right] == best[left + 1][right]:
            pairs.append((left, None))
            left += 1
        else:
            pairs.append((None, right))
            right += 1
    return [
        *pairs,
        *((rest, None) for rest in range(left, len(one))),
        *((None, rest) for rest in range(right, len(other))),
    ]


def _fit(one: str, other: str) -> int:
    return 3 if one == other else 2 if common_template(one, other) else 0
