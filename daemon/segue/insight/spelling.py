"""Slips of the fingers: lines that never succeeded and are one letter away from a line that did."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from segue.store.figures import LineRuns

LONGEST: Final = 200
"""Characters of a line that is looked at."""
SHORTEST_WORD: Final = 4
"""Letters of a word in which one may be missing, too many or another: `cp` is not a slip of `mp`."""


def slips(lines: Sequence[LineRuns]) -> dict[int, int]:
    """Return the places of misspelt lines, each with the place of what was meant: the first that succeeded.

    Two lines that are one slip apart have a text in common that is one of them, or one of them without a letter.
    """
    suspects: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.failed and not line.succeeded:
            for key in _shortened(line.text):
                suspects[key].append(place)
    meant: dict[int, int] = {}
    for place, line in enumerate(lines):
        if not line.succeeded:
            continue
        for key in _shortened(line.text):
            for suspect in suspects.get(key, ()):
                if suspect not in meant and is_slip(lines[suspect].text, line.text):
                    meant[suspect] = place
    return meant


def is_slip(written: str, meant: str) -> bool:
    """Tell whether one letter or blank is missing, too many or another, or two letters stand in the wrong order.

    What has digits in that place is another number, and behind a dash it is another flag; neither is a slip.
    """
    if written == meant or abs(len(written) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(written), len(meant)) and written[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(written), len(meant)) - start and written[-1 - end] == meant[-1 - end]:
        end += 1
    wrong, right = written[start : len(written) - end], meant[start : len(meant) - end]
    if len(wrong) == len(right) == 2 and wrong == right[::-1]:  # noqa: PLR2004 - two letters
        return wrong.isalpha()
    if len(wrong) > 1 or len(right) > 1:
        return False
    if f"{wrong}{right}".isspace():
        return True
    word = _word_around(max(written, meant, key=len), start)
    return (wrong + right).isalpha() and len(word) >= SHORTEST_WORD and word[0] != "-"


def _word_around(text: str, place: int) -> str:
    before, behind = text[:place].rsplit(None, 1), text[place:].split(None, 1)
    first = before[-1] if before and not text[:place][-1:].isspace() else ""
    return first + (behind[0] if behind and not text[place : place + 1].isspace() else "")


def _shortened(text: str) -> Iterator[str]:
    """Yield the text, and the text without each of its letters."""
    if len(text) <= LONGEST:
        yield text
        yield from (text[:place] + text[place + 1 :] for place in range(len(text)))
