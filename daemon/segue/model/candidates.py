"""Which lines are worth ranking at a prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.model.lines import ABSENT, FLAGS, GONE, HOLE, LAST, SLOT
from segue.model.window import GROUPS, LINE, NOBODY

if TYPE_CHECKING:
    from segue.model.recall import Recall
    from segue.model.state import Model
    from segue.model.tables import Bools, Doubles, Floats, Ints

RECALLED: Final = 40
RECENT: Final = 25
TYPED_RECALLED: Final = 60
TYPED_RECENT: Final = 30


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates: their ids and, row by row, what the tables of lines know of them."""

    ids: Ints
    facts: Ints
    decayed: Floats
    seconds: Doubles

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, chosen: Bools) -> Pool:
        """Return the chosen candidates."""
        return Pool(self.ids[chosen], self.facts[chosen], self.decayed[chosen], self.seconds[chosen])


def pool_of(model: Model, ids: Ints) -> Pool:
    """Collect the rows of these lines; one with a hole can never be run as it stands and is left out."""
    facts = model.lines.facts[ids]
    shown = np.flatnonzero((facts[:, FLAGS] & (HOLE | GONE)) == 0)
    if len(shown) < len(ids):
        ids, facts = ids[shown], facts[shown]
    return Pool(ids=ids, facts=facts, decayed=model.lines.decayed[ids], seconds=model.lines.seconds[ids])


def for_empty_prompt(model: Model, recalled: Recall) -> Ints:
    """Return the best lines by recall, the most recent, and the most used at several half-lives."""
    best = np.argpartition(recalled.probability, GROUPS - RECALLED)[-RECALLED:]
    chosen = dict.fromkeys(model.window.line_of[best].tolist())
    chosen |= dict.fromkeys(model.window.rows[LINE, -RECENT:].tolist())
    for most_used in model.popular.best:
        chosen |= dict.fromkeys(most_used)
    chosen.pop(ABSENT, None)
    return np.fromiter(chosen, np.int32, len(chosen))


def for_prefix(model: Model, recalled: Recall, prefix: str) -> Ints:
    """Return the best lines by recall and the most recent among those that extend what is typed."""
    ids = model.prefixes.starting_with(prefix)
    if len(ids) <= TYPED_RECALLED + TYPED_RECENT:
        return ids
    facts = model.lines.facts
    slots = facts[ids, SLOT]
    slots[slots == ABSENT] = NOBODY
    best = np.argpartition(recalled.probability[slots], len(ids) - TYPED_RECALLED)[-TYPED_RECALLED:]
    newest = np.argpartition(facts[ids, LAST], len(ids) - TYPED_RECENT)[-TYPED_RECENT:]
    chosen = np.zeros(len(ids), dtype=np.bool_)
    chosen[best] = chosen[newest] = True
    return ids[chosen]


def extending(model: Model, prefix: str, *, without: list[int]) -> list[int]:
    """Return every other line that extends what is typed and has no hole, the most recent first."""
    ids = np.setdiff1d(model.prefixes.starting_with(prefix), without)
    pool = pool_of(model, ids)
    others: list[int] = pool.ids[np.argsort(-pool.facts[:, LAST], kind="stable")].tolist()
    return others
