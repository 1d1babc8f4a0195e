"""Which lines a model drops when it holds too many: those that were run seldom, and long ago.

The store keeps them; a dropped line that is run again is a new line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from segue.model.contexts import DIRECTORY_LINE, LINE1, LINE4, SERIOUS_LINE
from segue.model.lines import COUNT, FLAGS, GONE, LAST
from segue.model.window import LINE

if TYPE_CHECKING:
    from segue.model.state import Model
    from segue.model.tables import Bools, Ints

# Some ten years of work at a hundred commands a day; in memory they are about 40 MB.
MOST_LINES: Final = 150_000
# To drop many at once costs little more than to drop one; this share of 150,000 takes 4 ms, once in 2,000 new lines.
SHARE: Final = 75
# A line that was run twice as often is kept for so many commands more.
RENEWAL: Final = 50_000


def least_missed(model: Model) -> Bools:
    """Mark the lines, by id, that will be missed least; none that anything still refers to."""
    facts = model.lines.facts[: len(model.lines)]
    worth = facts[:, LAST] + RENEWAL * np.log2(np.maximum(facts[:, COUNT], 1))
    worth[facts[:, FLAGS] == GONE] = np.inf
    worth[_referred_to(model)] = np.inf
    dropped = 1 + model.most_lines // SHARE
    # Compared with the worth of the last, and not chosen by order, so that every machine agrees on ties.
    least: Bools = worth < np.partition(worth, dropped)[dropped]
    return least


def _referred_to(model: Model) -> Ints:
    rows = model.window.rows
    held = rows[[LINE, *range(LINE1, LINE4 + 1), DIRECTORY_LINE, SERIOUS_LINE]]
    popular = [line for best in model.popular.best for line in best]
    ids = np.concatenate((held.ravel(), model.sessions.lines(), popular)).astype(np.int32)
    return ids[ids >= 0]
