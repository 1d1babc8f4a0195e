"""Everything about one prompt that does not depend on what is typed; computed once, shared by all rankings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.model.echoes import Offer, carried_over
from segue.model.recall import INDEX, Recall
from segue.model.window import CELL, CELLS_AND_NONE, GROUP, GROUPS, Window

if TYPE_CHECKING:
    from segue.model.contexts import Context
    from segue.model.state import Model
    from segue.model.tables import Doubles

# The agreements within which lines and heads are counted.
LINE_CONTEXTS: Final = (
    "line1",
    "line12",
    "place",
    "head1",
    "line2",
    "directory_line",
    "serious_line",
    "hour",
    "template1",
    "repeats+line1",
    "root",
    "jobs",
)
HEAD_CONTEXTS: Final = ("head1", "head12", "line1", "directory_line")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each group or cell came in each context, and over the whole window.

    The counts stay apart for each context: as one matrix they would be so large that
    the allocator fetches them from the system, and gives them back, at every prompt.
    """

    counts: tuple[Doubles, ...]
    totals: Doubles
    base: Doubles


@dataclass(frozen=True, slots=True)
class Scene:
    """One prompt: what is recalled and counted, the lines made up for it, and the hashes of those refused there."""

    model: Model
    context: Context
    recalled: Recall
    lines: Tally
    heads: Tally
    recalled_heads: Doubles
    carried: dict[str, Offer]
    refused: frozenset[int]


def look(model: Model, context: Context) -> Scene:
    """Recall and count what the history says of a prompt; the history must not be empty."""
    window = model.window
    alike = model.nearness.after_alike(window, model.lines, context)
    recalled = model.attention.recall(window, context, alike)
    cells = window.rows[CELL].astype(np.intp)
    return Scene(
        model=model,
        context=context,
        recalled=recalled,
        lines=_tally(window, recalled, LINE_CONTEXTS, GROUP, GROUPS),
        heads=_tally(window, recalled, HEAD_CONTEXTS, CELL, CELLS_AND_NONE),
        recalled_heads=np.bincount(cells, recalled.weights, CELLS_AND_NONE).astype(np.float64, copy=False),
        carried=carried_over(window, model.lines, context, recalled) if model.make_up else {},
        refused=model.refusals.refused_in(context),
    )


def _tally(window: Window, recalled: Recall, names: tuple[str, ...], row: int, size: int) -> Tally:
    numbers = window.rows[row].astype(np.intp)
    agreements = [recalled.agreements[INDEX[name]] for name in names]
    return Tally(
        counts=tuple(np.bincount(numbers, agreement, size).astype(np.float64, copy=False) for agreement in agreements),
        totals=np.array([float(agreement.sum()) for agreement in agreements]),
        base=np.bincount(numbers, minlength=size).astype(np.float64),
    )
