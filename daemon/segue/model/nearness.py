"""Which lines of the window are like a line that was never run before (embedding back-off).

What followed a line that was run for the first time is unknown; what followed the lines that are like it, is not.
The vectors are those of `embedding.lexical`: they are always there and the same everywhere, so that a history that is
learned anew makes the same model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from segue.embedding.lexical import DIMS, lexical_vectors
from segue.model.contexts import LINE1
from segue.model.lines import ABSENT, SLOT
from segue.model.window import GROUPS, NOBODY

if TYPE_CHECKING:
    from segue.embedding.embedder import Vectors
    from segue.model.contexts import Context
    from segue.model.lines import Lines
    from segue.model.tables import Bools
    from segue.model.window import Window

ALIKE: Final = 0.7
"""The cosine from which on two lines are alike."""


class Nearness:
    """The vector of every line in the window, by its group; nothing for those that left it."""

    def __init__(self) -> None:
        self.vectors: Vectors = np.zeros((GROUPS, DIMS), dtype=np.float32)

    def enter(self, group: int, line: str) -> None:
        """Take note of a line that enters the window."""
        self.vectors[group] = lexical_vectors([line])[0]

    def leave(self, group: int) -> None:
        """Keep nothing of a line that is gone from the window."""
        self.vectors[group] = 0.0

    def after_alike(self, window: Window, lines: Lines, context: Context) -> Bools | None:
        """Mark the positions behind a line like the one before this prompt; None unless that one is new."""
        if not context.before_is_new:
            return None
        [before] = lexical_vectors([context.steps[0].text])
        alike: Bools = self.vectors @ before >= ALIKE
        lines_before = window.rows[LINE1]
        groups = np.full(len(window), NOBODY)
        known = lines_before >= 0
        groups[known] = lines.facts[lines_before[known], SLOT]
        groups[groups == ABSENT] = NOBODY
        marked: Bools = alike[groups] & (lines_before != context.line_before)
        return marked

    def restore(self, window: Window, lines: Lines) -> None:
        """Take note of all lines that are in the window."""
        held = np.flatnonzero(window.line_of != ABSENT)
        if len(held):
            self.vectors[held] = lexical_vectors([lines.text(int(line)) for line in window.line_of[held]])
