"""The candidates of one prompt, with their rows from the tables of lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.model.echoes import Offer
from segue.model.lines import ABSENT, FLAGS, GONE, HOLE, LAST, Lines, new_row
from segue.model.window import SIZE

if TYPE_CHECKING:
    from segue.model.state import Model
    from segue.model.tables import Bools, Doubles, Floats, Ints

# A line that was never run passes for one that was run when the window began, and a month ago.
NEVER_SECONDS: Final = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates: known ones by id, then `novel` ones, whose id is ABSENT; one row each.

    `weight`, `nearness` and `usual` are those of the offer, where a candidate was made up, and 0 elsewhere.
    """

    ids: Ints
    facts: Ints
    decayed: Floats
    seconds: Doubles
    weight: Floats
    nearness: Floats
    usual: Floats
    novel: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def text(self, lines: Lines, place: int) -> str:
        """Return the line at a place."""
        line = int(self.ids[place])
        return self.novel[place - len(self)] if line == ABSENT else lines.text(line)

    def hits(self, line: str, line_id: int) -> Bools:
        """Mark the candidate that is this line; the id of an unknown line is ABSENT."""
        if line_id != ABSENT:
            known: Bools = self.ids == line_id
            return known
        found = np.zeros(len(self), dtype=np.bool_)
        if line in self.novel:
            found[self.novel.index(line) - len(self.novel)] = True
        return found


def pool_of(model: Model, now: float, ids: Ints, offers: dict[str, Offer]) -> Pool:
    """Collect the rows of known lines and of lines on offer.

    A line with a hole can never be run as it stands and is left out.
    """
    lines = model.lines
    facts = lines.facts[ids]
    shown = np.flatnonzero((facts[:, FLAGS] & (HOLE | GONE)) == 0)
    if len(shown) < len(ids):
        ids, facts = ids[shown], facts[shown]
    decayed, seconds = lines.decayed[ids], lines.seconds[ids]
    novel = tuple(line for line in offers if line not in lines.ids)
    if novel:
        rows = np.array([new_row(line) for line in novel], dtype=np.int32)
        rows[:, LAST] = model.position - SIZE
        ids = np.append(ids, np.full(len(novel), ABSENT, dtype=np.int32))
        facts = np.concatenate((facts, rows))
        never = np.full((len(novel), decayed.shape[1]), -np.inf, dtype=np.float32)
        decayed = np.concatenate((decayed, never))
        seconds = np.append(seconds, np.full(len(novel), now - NEVER_SECONDS))
    weight, nearness, usual = _offered(lines, ids, offers, novel)
    return Pool(ids, facts, decayed, seconds, weight, nearness, usual, novel)


def _offered(lines: Lines, ids: Ints, offers: dict[str, Offer], novel: tuple[str, ...]) -> Floats:
    """Return one row for each field of an offer."""
    fields: Floats = np.zeros((len(Offer._fields), len(ids)), dtype=np.float32)
    if not offers:
        return fields
    places = {line: place for place, line in enumerate(ids.tolist())}
    places.pop(ABSENT, None)
    made_up = {line: place for place, line in enumerate(novel, len(ids) - len(novel))}
    for line, offer in offers.items():
        place = made_up.get(line, places.get(lines.ids.get(line, ABSENT)))
        if place is not None:
            fields[:, place] = offer
    return fields
