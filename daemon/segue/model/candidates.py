"""Which lines are worth ranking at a prompt."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.model.echoes import Offer, completions
from segue.model.lines import ABSENT, FLAGS, GONE, HOLE, LAST, SLOT
from segue.model.pools import Pool, pool_of
from segue.model.text import hash_text
from segue.model.window import GROUPS, LINE, NOBODY

if TYPE_CHECKING:
    from segue.model.scene import Scene
    from segue.model.state import Model
    from segue.model.tables import Ints

RECALLED: Final = 40
RECENT: Final = 25
NOVEL: Final = 3
TYPED_RECALLED: Final = 60
TYPED_RECENT: Final = 30
# To look at more lines than this takes longer than a prompt may.
BROAD: Final = 5_000


def at_empty_prompt(scene: Scene) -> Pool:
    """Take the best lines by recall, the most recent, the most used at several half-lives, and some made up.

    What is refused here is left out. Whoever types its beginning asks for it, so `after_prefix` does not leave it out.
    """
    model, recalled = scene.model, scene.recalled
    best = np.argpartition(recalled.probability, GROUPS - RECALLED)[-RECALLED:]
    chosen = dict.fromkeys(model.window.line_of[best].tolist())
    chosen |= dict.fromkeys(model.window.rows[LINE, -RECENT:].tolist())
    for most_used in model.popular.best:
        chosen |= dict.fromkeys(most_used)
    chosen |= dict.fromkeys(model.lines.ids.get(line, ABSENT) for line in scene.carried)
    chosen.pop(ABSENT, None)
    carried = scene.carried
    if scene.refused:
        chosen = {line: None for line in chosen if is_welcome(scene, model.lines.text(line))}
        carried = {line: offer for line, offer in carried.items() if is_welcome(scene, line)}
    ids = np.fromiter(chosen, np.int32, len(chosen))
    return pool_of(model, scene.context.now, ids, _fewer(model, carried))


def after_prefix(scene: Scene, prefix: str) -> Pool:
    """Take the best lines by recall and the most recent among those that extend the prefix, and some made up."""
    model = scene.model
    ids = _known_extending(model, prefix)
    if len(ids) > TYPED_RECALLED + TYPED_RECENT:
        slots = model.lines.facts[ids, SLOT]
        slots[slots == ABSENT] = NOBODY
        weights = scene.recalled.probability[slots]
        best = np.argpartition(weights, len(ids) - TYPED_RECALLED)[-TYPED_RECALLED:]
        newest = np.argpartition(model.lines.facts[ids, LAST], len(ids) - TYPED_RECENT)[-TYPED_RECENT:]
        chosen = np.zeros(len(ids), dtype=np.bool_)
        chosen[best] = chosen[newest] = True
        ids = ids[chosen]
    carried = {line: offer for line, offer in scene.carried.items() if _extends(line, prefix)}
    completed = completions(model.lines, scene.context, prefix) if model.make_up else {}
    offers = {line: offer for line, offer in completed.items() if not _is_beginning(model, line)}
    offers |= _fewer(model, carried)
    return pool_of(model, scene.context.now, ids, offers)


def is_welcome(scene: Scene, line: str) -> bool:
    """Tell whether a line may stand on the empty prompt of this scene."""
    return not scene.refused or hash_text(line) not in scene.refused


def others_extending(model: Model, prefix: str, without: Ints, most: int) -> list[int]:
    """Return the other known lines that extend what is typed and have no hole, at most so many, most recent first."""
    ids = np.setdiff1d(model.prefixes.find(prefix).ids(), without)
    ids = ids[(model.lines.facts[ids, FLAGS] & (HOLE | GONE)) == 0]
    ages = -model.lines.facts[ids, LAST]
    if most < len(ids):
        newest = np.argpartition(ages, most)[:most]
        ids, ages = ids[newest], ages[newest]
    others: list[int] = ids[np.argsort(ages, kind="stable")].tolist()
    return others


def _known_extending(model: Model, prefix: str) -> Ints:
    """Return the known lines that extend the prefix, or of very many only those in the window."""
    found = model.prefixes.find(prefix)
    if len(found) <= BROAD:
        return found.ids()
    texts, length = model.lines.texts, len(prefix)
    held = model.window.line_of[model.window.line_of != ABSENT].tolist()
    near = [line for line in held if texts[line].startswith(prefix) and len(texts[line]) > length]
    return np.array(near, dtype=np.int32)


def _extends(line: str, prefix: str) -> bool:
    return len(line) > len(prefix) and line.startswith(prefix)


def _fewer(model: Model, offers: dict[str, Offer]) -> dict[str, Offer]:
    """Keep the offers of known lines, and the best few of the others."""
    known = {line: offer for line, offer in offers.items() if line in model.lines.ids}
    novel = sorted(offers.keys() - known.keys(), key=lambda line: (-offers[line].weight - offers[line].usual, line))
    whole = (line for line in novel if not _is_beginning(model, line))
    return known | {line: offers[line] for line in islice(whole, NOVEL)}


def _is_beginning(model: Model, line: str) -> bool:
    """Tell whether known lines go on where this ends: `git commit` would stand in the way of `git commit -m wip`."""
    return model.prefixes.extends(line + " ")
