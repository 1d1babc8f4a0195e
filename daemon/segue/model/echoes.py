"""Lines that were never run, or not lately: a known beginning with a word that lies at hand.

A line often ends in a word of an earlier one, as in `mkdir notes`, `cd notes`, in the branch that is checked
out, or in a file that has just been made. Each position keeps where its last word came from, its echo; to
carry it over to the present is to take the word from the same place now: after `mkdir photos` comes `cd photos`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from segue.domain.holes import has_hole
from segue.model.conventions import usual_next
from segue.model.sessions import STEPS
from segue.model.text import MARKS, WORDS, hash_text, last_arguments, shape_of, stem_of
from segue.model.window import ECHO, LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.model.contexts import Context
    from segue.model.lines import Lines
    from segue.model.recall import Recall
    from segue.model.window import Window

NO_ECHO: Final = 0
CARRIED: Final = 12  # positions
COMPLETED: Final = 6  # words
# Echoes beyond those of the steps.
BRANCH: Final = 1_000
FRESH: Final = 1_001  # and the next ones


class Offer(NamedTuple):
    """What stands behind a line that was made up: recall, how near its last word is, how usual it is; each 0 to 1."""

    weight: float
    nearness: float
    usual: float = 0.0


def echo_of(line: str, context: Context) -> int:
    """Return where the last word of a line came from, or NO_ECHO: the latest steps' arguments, or the workplace."""
    words = last_arguments(line)
    if not words or not line.rstrip().endswith(words[0]):
        return NO_ECHO
    last = hash_text(words[0])
    for back, step in enumerate(context.steps):
        if last in step.shape.words:
            return 1 + back * WORDS + step.shape.words.index(last)
    workplace = context.workplace
    fresh = [name.rstrip("/") for name in workplace.fresh]
    if words[0].rstrip("/") in fresh:
        return FRESH + fresh.index(words[0].rstrip("/"))
    return BRANCH if words[0] == workplace.branch else NO_ECHO


def carried_over(window: Window, lines: Lines, context: Context, recalled: Recall) -> dict[str, Offer]:
    """Carry the echoes of the best recalled positions over to the present, and add what is usual there."""
    echoing = np.flatnonzero(window.rows[ECHO])
    weights = recalled.weights[echoing]
    if len(echoing) > CARRIED:
        best = np.argpartition(weights, len(weights) - CARRIED)[-CARRIED:]
        echoing, weights = echoing[best], weights[best]
    echoes, ids = window.rows[ECHO, echoing].tolist(), window.rows[LINE, echoing].tolist()
    words = {echo: word_at(echo, context) for echo in set(echoes)}
    offers: dict[str, Offer] = {}
    for weight, echo, line in zip(weights.tolist(), echoes, ids, strict=True):
        if words[echo]:
            made = stem_of(lines.text(line)) + words[echo]
            before = offers[made].weight if made in offers else 0.0
            offers[made] = Offer(before + weight, 0.0)
    for made, usual in usual_next(context).items():
        offers[made] = offers.get(made, Offer(0.0, 0.0))._replace(usual=usual)
    return {made: offer for made, offer in offers.items() if made in lines.ids or _may_be_made(made, lines)}


def completions(lines: Lines, context: Context, prefix: str) -> dict[str, Offer]:
    """Complete the word that is being typed with what lies at hand, as far as that is new.

    That is the arguments of the latest lines, then the branch, then what the directory holds.
    """
    stem, space, typed = prefix.rpartition(" ")
    offers: dict[str, Offer] = {}
    if not stem.strip() or typed[:1] in tuple(MARKS):
        return offers
    for word, nearness in _at_hand(stem, typed, context):
        made = stem + space + word
        if word.startswith(typed) and word != typed and made not in lines.ids and _may_be_made(made, lines):
            offers.setdefault(made, Offer(0.0, nearness))
            if len(offers) >= COMPLETED:
                break
    return offers


def word_at(echo: int, context: Context) -> str:
    """Return the word that an echo points at now, "" when there is none."""
    workplace = context.workplace
    if echo >= FRESH:
        fresh = workplace.fresh[echo - FRESH : echo - FRESH + 1]
        return fresh[0].rstrip("/") if fresh else ""
    if echo == BRANCH:
        return workplace.branch
    back, index = step_back(echo), (echo - 1) % WORDS
    arguments = last_arguments(context.steps[back].text) if back < len(context.steps) else []
    return arguments[index] if index < len(arguments) else ""


def step_back(echo: int) -> int:
    """Return how many lines back the line stands that an echo below BRANCH points at, 0 for the line before."""
    return (echo - 1) // WORDS


def _at_hand(stem: str, typed: str, context: Context) -> Iterator[tuple[str, float]]:
    """Yield words and how near they are."""
    for back, step in enumerate(context.steps):
        for word in last_arguments(step.text):
            yield word, 1.0 - back / STEPS
    workplace = context.workplace
    if typed:
        yield workplace.branch, 0.0
        only_directories = shape_of(stem).changes_directory
        for name in workplace.entries:
            if name.endswith("/") or not only_directories:
                yield name.rstrip("/"), 0.0


def _may_be_made(made: str, lines: Lines) -> bool:
    return not has_hole(made) and lines.may_be_made_up(made)
