"""Recognises lines as steps, and reads from them what stands in the slots.

In the template of a step `<ARG>` stands for any words, also for none: it is what several ways of doing the same do not
have in common. Every other hole stands for one particular, as `template_of` finds it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.workflows.shapes import KINDS, Hole, by_looks
from segue.workflows.template import join_template, pieces_of, template_of

if TYPE_CHECKING:
    from segue.domain.workflow import Step, Workflow
    from segue.workflows.shapes import Piece

ANY_WORDS: Final = "<ARG>"
REMEMBERED: Final = 1_024

_HOLE: Final = re.compile(f"<({'|'.join(KINDS)})>")


class _Word(NamedTuple):
    template: str
    text: str
    values: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def split_template(template: str) -> tuple[str, ...]:
    """Cut a template at its holes: text and kinds take turns, text is first and last and may be empty."""
    return tuple(_HOLE.split(template))


def matches(step: Step, line: str) -> bool:
    """Tell whether a line is a run of a step."""
    return is_of(step.template, line)


def is_of(template: str, line: str) -> bool:
    """Tell whether a line is one of those that a template, with or without `<ARG>`, stands for."""
    if not _takes_any_words(template):
        return _template_of(line) == template
    return _ends(template, _words_of(line)) is not None


def bind(workflow: Workflow, place: int, line: str) -> dict[int, str] | None:
    """Return what stands in the slots of a step (places count from 0), None where the line is no run of it."""
    step = workflow.steps[place]
    values = read_values(step.template, line)
    if values is None:
        return None
    bound: dict[int, str] = {}
    if len(step.parts) == 2 * len(values) + 1:
        for part, value in zip(step.parts[1::2], values, strict=True):
            if isinstance(part, int):
                bound.setdefault(part, value)
    return bound


def read_values(template: str, line: str) -> tuple[str, ...] | None:
    """Return what stands in the holes of a template in their order, None where the line is not one of it."""
    if not _takes_any_words(template):
        pieces = pieces_of(line)
        return (
            tuple(piece.text for piece in pieces if isinstance(piece, Hole))
            if join_template(pieces) == template
            else None
        )
    words = _words_of(line)
    ends = _ends(template, words)
    if ends is None:
        return None
    begin, end = ends
    between = " ".join(word.text for word in words[begin:end])
    before = [value for word in words[:begin] for value in word.values]
    behind = [value for word in words[end:] for value in word.values]
    return (*before, between, *behind)


def _takes_any_words(template: str) -> bool:
    return ANY_WORDS in template and ANY_WORDS in template.split(" ")


def _ends(template: str, words: tuple[_Word, ...]) -> tuple[int, int] | None:
    """Return where the words that stand for `<ARG>` begin and end."""
    before, behind = _around(template)
    end = len(words) - len(behind)
    if len(before) > end:
        return None
    found = [word.template for word in words]
    return (len(before), end) if tuple(found[: len(before)]) == before and tuple(found[end:]) == behind else None


@lru_cache(maxsize=REMEMBERED)
def _around(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = template.split(" ")
    place = words.index(ANY_WORDS)
    return tuple(words[:place]), tuple(words[place + 1 :])


@lru_cache(maxsize=REMEMBERED)
def _words_of(line: str) -> tuple[_Word, ...]:
    """Cut a line where its template has a blank."""
    words: list[_Word] = []
    word: list[Piece] = []
    for piece in [*pieces_of(line), " "]:
        if isinstance(piece, str) and join_template([piece]) == "":
            if word:
                texts = [part.text if isinstance(part, Hole) else part for part in word]
                values = tuple(part.text for part in word if isinstance(part, Hole))
                words.append(_Word(join_template(word), "".join(texts), values))
            word = []
        else:
            word.append(piece)
    return tuple(words)


_template_of = lru_cache(maxsize=REMEMBERED)(template_of)


def forget_lines() -> None:
    """Drop the lines that were looked at lately, which are kept to save time."""
    for kept in (_template_of, _words_of, by_looks):
        kept.cache_clear()
