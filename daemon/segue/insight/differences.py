"""In what two lines that are nearly the same differ."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import Final, NamedTuple

from segue.insight.spelling import is_slip

ALIKE: Final = 2 / 3
_QUOTES: Final = re.compile(r"""['"\\]""")
_SHORT_FLAGS: Final = re.compile(r"-[A-Za-z]{2,}")
_DIGITS: Final = re.compile(r"\d+")


class Difference(StrEnum):
    """What sets a line apart from another."""

    QUOTES = "quotes"
    """Only quotes or blanks."""
    ORDER = "order"
    """The same words, and the same flags in other places."""
    SPELLING = "spelling"
    """One letter."""
    NUMBERS = "numbers"
    """Only digits."""
    WORDS = "words"
    """More than that."""


class Words(NamedTuple):
    """The words of a line without quotes, in their order, and its flags, `-la` as `-a` and `-l`, in alphabetical order.

    Two lines that have the same are the same to most programs.
    """

    plain: tuple[str, ...]
    flags: tuple[str, ...]


def words_of(line: str) -> Words:
    """Return the words of a line."""
    plain: list[str] = []
    flags: list[str] = []
    for word in _split(line):
        if _SHORT_FLAGS.fullmatch(word):
            flags += [f"-{letter}" for letter in word[1:]]
        else:
            (flags if word[0] == "-" else plain).append(word)
    return Words(tuple(plain), tuple(sorted(flags)))


def are_alike(words: Words, others: Words) -> bool:
    """Tell whether two lines have at least two thirds of all their words in common."""
    counts, other_counts = (Counter(each.plain + each.flags) for each in (words, others))
    most = max(counts.total(), other_counts.total())
    # What they have in common is at most the shorter one, which mostly settles it.
    if min(counts.total(), other_counts.total()) < ALIKE * most:
        return False
    return (counts & other_counts).total() >= ALIKE * (counts | other_counts).total()


def difference(line: str, other: str) -> Difference:
    """Return the first of the differences that explains all."""
    if _split(line) == _split(other):
        return Difference.QUOTES
    if words_of(line) == words_of(other):
        return Difference.ORDER
    if is_slip(line, other) or is_slip(other, line):
        return Difference.SPELLING
    return Difference.NUMBERS if _DIGITS.sub("0", line) == _DIGITS.sub("0", other) else Difference.WORDS


def _split(line: str) -> list[str]:
    return _QUOTES.sub("", line).split()
