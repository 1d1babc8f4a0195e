"""In which contexts of the present prompt a line has been run, and how often out of how many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.model import contexts as of
from segue.model.lines import ABSENT
from segue.model.recall import INDEX, JOINT, SINGLE
from segue.model.sessions import HIDDEN, START
from segue.model.window import LINE

if TYPE_CHECKING:
    from segue.model.scene import Scene

LONGER: Final = {
    "line123": (of.LINE1, of.LINE2, of.LINE3),
    "line1234": (of.LINE1, of.LINE2, of.LINE3, of.LINE4),
    "head123": (of.HEAD1, of.HEAD2, of.HEAD3),
    "hour": (of.HOUR,),
    "jobs": (of.JOBS,),
}
# What nobody can picture: counts, and what skips the line before. The rest of recall's agreements are about age,
# or about the usual state.
VAGUE: Final = frozenset({"repeats", "position", "repeats+line1", "position+line1", "line2", "line3", "head2"})
ATOMS_OF: Final = {
    name: atoms
    for name, atoms in ({name: (atom,) for name, atom in SINGLE.items()} | JOINT | LONGER).items()
    if name not in VAGUE
}
NOTHING: Final = frozenset({HIDDEN, START})


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a line was run in a context that holds now: `holding` of `positions` in the window.

    `name` is that of the agreement in `model.recall`. `bits` is what knowing the context was worth at those positions:
    how much more often than anywhere the line was run there. The weights of recall would not tell: they are learned
    together, and where two agreements say the same one of them may be negative.
    """

    name: str
    holding: int
    positions: int
    bits: float


def seen_in(scene: Scene, line_id: int) -> tuple[Seen, ...]:
    """Return the contexts that hold now and held when the line was run, the one that says most first."""
    lines, agreements = scene.model.window.rows[LINE], scene.recalled.agreements
    held, known = lines == line_id, lines != ABSENT
    if not held.any():
        return ()
    usual = float(held.sum() / known.sum())
    positions = (agreements @ known).astype(int).tolist()
    holding = (agreements @ held).astype(int).tolist()
    seen: list[Seen] = []
    for name, atoms in ATOMS_OF.items():
        count, total = holding[INDEX[name]], positions[INDEX[name]]
        if count and NOTHING.isdisjoint(scene.context.atoms[atom] for atom in atoms):
            seen.append(Seen(name, count, total, count * math.log2(count / total / usual)))
    return tuple(sorted(seen, key=lambda context: -context.bits))
