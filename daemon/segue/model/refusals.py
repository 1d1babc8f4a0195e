"""What a person did with suggestions: which lines they do not want to see, and where.

A place is the line before and the directory. A line that was dismissed there twice, or typed over five
times, is refused there until it is taken anywhere or run there. Earlier refusals fade as commands go by, so
that only those that come close together add up; what is refused stays so. The table has a fixed size: what
has not been heard of for longest makes room.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from segue.domain.errors import SnapshotError
from segue.domain.feedback import Outcome
from segue.model.lines import ABSENT
from segue.model.sessions import HIDDEN
from segue.model.tables import Bools, Doubles, Ints, array_from, plain_array
from segue.model.text import hash_text

if TYPE_CHECKING:
    from segue.domain.feedback import Feedback
    from segue.model.contexts import Context

CELLS: Final = 4_096
HALF_LIFE: Final = 2_000  # commands

# Rows of `keys`.
BEFORE: Final = 0  # the id of the line before
PLACE: Final = 1  # the hash of the directory
LINE: Final = 2  # the hash of the line that was shown, or ABSENT
HEARD: Final = 3  # position of the latest feedback
KEYS: Final = 4

# Rows of `counts`, each as it was at HEARD.
OVER: Final = 0  # typed over, since it was taken or run
DISMISSED: Final = 1  # likewise
REFUSED: Final = 2  # typed over or dismissed, ever
TAKEN: Final = 3  # run as it stood, ever
COUNTS: Final = 4

# With what has faded in between, the fifth and the second are worth at least this.
ENOUGH_OVER: Final = 4.5
ENOUGH_DISMISSED: Final = 1.5


class Verdict(NamedTuple):
    """Whether a line is kept from the empty prompt somewhere, and the faded counts of why."""

    refused: bool
    typed_over: float = 0.0
    dismissed: float = 0.0


class Refusals:
    """One table of a cell for each line and place that there was feedback about."""

    def __init__(self) -> None:
        self.keys: Ints = np.full((KEYS, CELLS), ABSENT, dtype=np.int32)
        self.counts: Doubles = np.zeros((COUNTS, CELLS), dtype=np.float64)

    def hear(self, context: Context, feedback: Feedback, position: int) -> None:
        """Learn what became of the line that was shown in this context; `position` counts commands."""
        if feedback.outcome is Outcome.NONE_SHOWN:
            return
        line = hash_text(feedback.shown)
        if feedback.outcome in {Outcome.ACCEPTED, Outcome.IN_PART}:
            self.counts[: DISMISSED + 1, self.keys[LINE] == line] = 0.0
        if feedback.outcome is Outcome.IN_PART or context.line_before == HIDDEN:
            return
        cell = self._cell(context, line)
        if cell is None:
            cell = self._make_room(context, line)
        else:
            self.counts[:, cell] *= 0.5 ** ((position - self.keys[HEARD, cell]) / HALF_LIFE)
        self.keys[HEARD, cell] = position
        for row in COUNTED[feedback.outcome]:
            self.counts[row, cell] += 1.0

    def run(self, context: Context, line: str) -> None:
        """Learn that a line was run: there it is welcome again."""
        if self:
            cell = self._cell(context, hash_text(line))
            if cell is not None:
                self.counts[: DISMISSED + 1, cell] = 0.0

    def refused_in(self, context: Context) -> frozenset[int]:
        """Return the hashes of the lines that are not to stand on the empty prompt of this context."""
        cells = np.flatnonzero(self._here(context))
        if not len(cells):
            return frozenset()
        return frozenset(self.keys[LINE, cells[_are_refused(self.counts[:, cells])]].tolist())

    def verdict(self, context: Context, line: str) -> Verdict:
        """Return whether a line is refused in this context, and how often it was turned down there."""
        cell = self._cell(context, hash_text(line))
        if cell is None:
            return Verdict(refused=False)
        over, dismissed = self.counts[: DISMISSED + 1, cell].tolist()
        return Verdict(bool(_are_refused(self.counts[:, cell])), over, dismissed)

    def rate(self, line: str) -> float:
        """Return ln of how often a line was taken to how often it was refused, everywhere; 0 without feedback."""
        if not self:
            return 0.0
        refused, taken = self.counts[REFUSED:, self.keys[LINE] == hash_text(line)].sum(axis=1).tolist()
        return math.log((1.0 + taken) / (1.0 + refused))

    def forget(self, line_id: int, line: str) -> None:
        """Empty the cells about a line, and those whose place it was part of; an unknown line's id is ABSENT."""
        gone = self.keys[LINE] == hash_text(line)
        if line_id != ABSENT:
            gone |= self.keys[BEFORE] == line_id
        self.keys[:, gone] = ABSENT
        self.counts[:, gone] = 0.0

    def __bool__(self) -> bool:
        """Tell whether there was any feedback."""
        return bool((self.keys[LINE] != ABSENT).any())

    def to_plain(self) -> dict[str, Any]:
        """Return the used cells and where they are."""
        used = np.flatnonzero(self.keys[LINE] != ABSENT).astype(np.int32)
        return {
            "cells": plain_array(used),
            "keys": plain_array(self.keys[:, used]),
            "counts": plain_array(self.counts[:, used]),
        }

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `to_plain` gave, or raise SnapshotError."""
        used = array_from(plain["cells"], np.int32, (None,))
        keys = array_from(plain["keys"], np.int32, (KEYS, len(used)))
        counts = array_from(plain["counts"], np.float64, (COUNTS, len(used)))
        places = len(np.unique(used)) == len(used) and (used >= 0).all() and (keys[PLACE : HEARD + 1] >= 0).all()
        if not (places and np.isfinite(counts).all() and (counts >= 0.0).all()):
            raise SnapshotError("A snapshot counts impossible feedback; rebuild it from the history.")
        self.keys[:, used], self.counts[:, used] = keys, counts

    def _here(self, context: Context) -> Bools:
        here: Bools = (self.keys[BEFORE] == context.line_before) & (self.keys[PLACE] == context.place)
        return here

    def _cell(self, context: Context, line: int) -> int | None:
        found = np.flatnonzero(self._here(context) & (self.keys[LINE] == line))
        return int(found[0]) if len(found) else None

    def _make_room(self, context: Context, line: int) -> int:
        """Begin a cell in place of the one heard of longest ago; what is refused goes last, empty ones first."""
        protected = np.where(_are_refused(self.counts), np.int64(1) << 32, 0)
        cell = int(np.argmin(self.keys[HEARD] + protected))
        self.keys[:, cell] = context.line_before, context.place, line, ABSENT
        self.counts[:, cell] = 0.0
        return cell


COUNTED: Final = {
    Outcome.ACCEPTED: (TAKEN,),
    Outcome.TYPED_OVER: (OVER, REFUSED),
    Outcome.DISMISSED: (DISMISSED, REFUSED),
}


def _are_refused(counts: Doubles) -> Bools:
    refused: Bools = (counts[OVER] >= ENOUGH_OVER) | (counts[DISMISSED] >= ENOUGH_DISMISSED)
    return refused
