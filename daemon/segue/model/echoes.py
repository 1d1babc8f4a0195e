"""Lines that were never run, or not lately: a known beginning with a word from the lines just before.

A line often ends in a word of an earlier one, as in `mkdir notes`, `cd notes`. Each position
keeps where its last word had stood, its echo; to carry it over to the present is to take the
word from the same place now: after `mkdir photos` comes `cd photos`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from segue.domain.holes import has_hole
from segue.model.sessions import STEPS
from segue.model.text import MARKS, WORDS, hash_text, last_arguments, stem_of
from segue.model.window import ECHO, LINE

if TYPE_CHECKING:
    from segue.model.contexts import Context
    from segue.model.lines import Lines
    from segue.model.recall import Recall
    from segue.model.sessions import Step
    from segue.model.window import Window

NO_ECHO: Final = 0
CARRIED: Final = 12  # positions
COMPLETED: Final = 6  # words


class Offer(NamedTuple):
    """How much recall stands behind a line that was made up, and how near its last word is (0 to 1)."""

    weight: float
    nearness: float


def echo_of(line: str, steps: tuple[Step, ...]) -> int:
    """Return where the last word of a line stands among the arguments of the latest steps, or NO_ECHO."""
    words = last_arguments(line)
    if not words or not line.rstrip().endswith(words[0]):
        return NO_ECHO
    last = hash_text(words[0])
    for back, step in enumerate(steps):
        if last in step.shape.words:
            return 1 + back * WORDS + step.shape.words.index(last)
    return NO_ECHO


def carried_over(window: Window, lines: Lines, context: Context, recalled: Recall) -> dict[str, Offer]:
    """Carry the echoes of the best recalled positions over to the present."""
    echoing = np.flatnonzero(window.rows[ECHO])
    weights = recalled.weights[echoing]
    if len(echoing) > CARRIED:
        best = np.argpartition(weights, len(weights) - CARRIED)[-CARRIED:]
        echoing, weights = echoing[best], weights[best]
    echoes, ids = window.rows[ECHO, echoing].tolist(), window.rows[LINE, echoing].tolist()
    arguments: dict[int, list[str]] = {}
    offers: dict[str, Offer] = {}
    for weight, echo, line in zip(weights.tolist(), echoes, ids, strict=True):
        back, index = divmod(echo - 1, WORDS)
        if back >= len(context.steps):
            continue
        if back not in arguments:
            arguments[back] = last_arguments(context.steps[back].text)
        if index < len(arguments[back]):
            made = stem_of(lines.text(line)) + arguments[back][index]
            before = offers[made].weight if made in offers else 0.0
            offers[made] = Offer(before + weight, 0.0)
    return {made: offer for made, offer in offers.items() if made in lines.ids or _may_be_made(made, lines)}


def completions(lines: Lines, context: Context, prefix: str) -> dict[str, Offer]:
    """Complete the word that is being typed with the arguments of the latest lines, as far as that is new."""
    stem, space, typed = prefix.rpartition(" ")
    offers: dict[str, Offer] = {}
    if not stem.strip() or typed[:1] in tuple(MARKS):
        return offers
    for back, step in enumerate(context.steps):
        for word in last_arguments(step.text):
            made = stem + space + word
            if word.startswith(typed) and word != typed and made not in lines.ids and _may_be_made(made, lines):
                offers.setdefault(made, Offer(0.0, 1.0 - back / STEPS))
        if len(offers) >= COMPLETED:
            break
    return offers


def _may_be_made(made: str, lines: Lines) -> bool:
    return not has_hole(made) and lines.may_be_made_up(made)
