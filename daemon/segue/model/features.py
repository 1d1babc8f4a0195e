"""What the ranker looks at: a matrix with one row a feature and one column a candidate.

Each function below describes one side of the candidates and returns its rows in the order of its names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from segue.model import habits as habit
from segue.model import lines as column
from segue.model.scene import HEAD_CONTEXTS, LINE_CONTEXTS, Scene, Tally
from segue.model.window import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.model.pools import Pool
    from segue.model.tables import Floats, Ints

Rows = tuple[npt.NDArray[Any], ...]

RECALLED: Final = ("recall", "recall_ln", "recall_flat_ln", "recall*evidence", "recall*new", "recall*failed")
DECAYED: Final = ("runs8", "runs60", "runs600", "runs5000", "runs4h", "runs7d")
COUNTED: Final = (
    *(f"line|{name}" for name in LINE_CONTEXTS),
    *(f"head|{name}:free" for name in HEAD_CONTEXTS),
    *(f"head|{name}:firm" for name in HEAD_CONTEXTS),
)
HEADS: Final = ("head_recall_ln", "head_ln", "head_reuse", "head_reuse_once")
RUNS: Final = ("age_ln", "age1", "age2", "age3_10", "once", "once_recent", "runs_ln", "length_ln", "succeeded")
MADE_UP: Final = ("novel", "echo", "nearness", "usual", "usual_early")
AGREE: Final = ("same_head", "same_template", "last_of_head", "last_of_template")
WORDS: Final = ("shares1", "shares2", "shares3_6", "arguments")
REPEATED: Final = ("repeats_lately", "repeats_now")
PLACES: Final = ("follower1", "follower2", "repair", "same_visit", "same_place", "seconds_ln")
NAMES: Final = (*RECALLED, *DECAYED, *COUNTED, *HEADS, *RUNS, *MADE_UP, *AGREE, *WORDS, *REPEATED, *PLACES)

# Against the positions counted in a context stand so many imagined ones at the base rate.
LINE_FIRMNESS: Final = 2.0
FREE: Final = 1.0
FIRM: Final = 20.0

# A line is never quite impossible: the floor under its probability is this, and a hundredth of its base rate.
FLOOR: Final = 1e-4
BASE_COLUMN: Final = column.HALF_LIVES_COMMANDS.index(600)
BASE_RUNS: Final = 600 / np.log(2)
# Where only an order of size counts, logarithms start at a thousandth and are shifted to be 0 there.
SMALL: Final = 1e-3
NO_WORD: Final = -2
# Ages in commands.
BEFORE_LAST: Final = 2
NEAR: Final = 10
RECENT: Final = 20
EARLY: Final = 100


@dataclass(frozen=True, slots=True)
class View:
    """A scene and its candidates, with their groups in the window and the cells of their heads."""

    scene: Scene
    pool: Pool
    groups: Ints
    cells: Ints


def features(scene: Scene, pool: Pool) -> Floats:
    """Describe every candidate of a pool."""
    slots = pool.facts[:, column.SLOT]
    groups = np.where(slots == column.ABSENT, NOBODY, slots)
    view = View(scene, pool, groups, pool.facts[:, column.HEAD] % habit.CELLS)
    matrix = np.empty((len(NAMES), len(pool)), dtype=np.float32)
    index = 0
    for describe in DESCRIPTIONS:
        for row in describe(view):
            matrix[index] = row
            index += 1
    return matrix


def _recalled_and_decayed(view: View) -> Rows:
    scene, position = view.scene, view.scene.model.position
    clock = column.clocks(position, scene.context.now)
    decayed = np.exp2(np.minimum(view.pool.decayed - clock, 10.0)).T
    floor = FLOOR + 0.01 * decayed[BASE_COLUMN] / min(max(position, 1), BASE_RUNS)
    probability = scene.recalled.probability[view.groups]
    scale = np.log(probability / SMALL + 1.0)
    evidence = np.log1p(scene.lines.totals[LINE_CONTEXTS.index("line1")]) / 5.0
    return (
        probability,
        np.log(probability + floor),
        np.log(scene.recalled.flat[view.groups] + floor),
        scale * evidence,
        scale * scene.context.before_is_new,
        scale * scene.context.failed,
        *np.log1p(decayed),
    )


def _counted(view: View) -> Rows:
    lines, heads = view.scene.lines, view.scene.heads
    return (
        *_ratios(lines, view.groups, LINE_FIRMNESS, unseen=0.1),
        *_ratios(heads, view.cells, FREE, unseen=0.5),
        *_ratios(heads, view.cells, FIRM, unseen=0.5),
    )


def _ratios(tally: Tally, numbers: Ints, firmness: float, unseen: float) -> npt.NDArray[np.float64]:
    """How much more often than usual each came in each context, as ln of the ratio."""
    base = firmness * (tally.base[numbers] + unseen) / (tally.base.sum() + 50.0)
    counts = np.array([count[numbers] for count in tally.counts])
    ratios: npt.NDArray[np.float64] = np.log((counts + base) / base)
    ratios -= np.log((tally.totals + firmness) / firmness)[:, None]
    return ratios


def _heads(view: View) -> Rows:
    cells, habits = view.cells, view.scene.model.habits.cells
    uses, kinds, repeated = habits[habit.USES, cells], habits[habit.KINDS, cells], habits[habit.REPEATED, cells]
    base = view.scene.heads.base
    return (
        np.log(view.scene.recalled_heads[cells] + 0.003),
        np.log((base[cells] + 0.5) / (base.sum() + 50.0)),
        (uses - kinds + 0.5) / (uses + 1.0),
        (repeated + 0.5) / (kinds + 1.0) * (view.pool.facts[:, column.COUNT] == 1),
    )


def _runs(view: View) -> Rows:
    facts = view.pool.facts
    count = facts[:, column.COUNT]
    age = view.scene.model.position - facts[:, column.LAST]
    once = count == 1
    return (
        np.log(age),
        age == 1,
        age == BEFORE_LAST,
        (age > BEFORE_LAST) & (age <= NEAR),
        once,
        once & (age <= RECENT),
        np.log1p(count),
        np.log1p(facts[:, column.LENGTH]) / 3.0,
        1.0 - facts[:, column.FAILURES] / np.maximum(count, 1),
    )


def _made_up(view: View) -> Rows:
    pool = view.pool
    early = EARLY / (EARLY + view.scene.model.position)
    return (
        pool.ids == column.ABSENT,
        np.log(pool.weight / SMALL + 1.0),
        pool.nearness,
        pool.usual,
        pool.usual * early,
    )


def _agreements(view: View) -> Rows:
    facts, ids, habits = view.pool.facts, view.pool.ids, view.scene.model.habits.cells
    steps = view.scene.context.steps
    head, template = steps[0].shape[:2] if steps else (column.ABSENT, column.ABSENT)
    return (
        facts[:, column.HEAD] == head,
        facts[:, column.TEMPLATE] == template,
        habits[habit.LAST_OF_HEAD, view.cells] == ids,
        habits[habit.LAST_OF_TEMPLATE, facts[:, column.TEMPLATE] % habit.CELLS] == ids,
    )


def _words(view: View) -> Rows:
    facts, steps = view.pool.facts, view.scene.context.steps
    words = facts[:, column.WORD1 : column.WORD3 + 1, None]
    rows: list[npt.NDArray[Any]] = []
    for near, far in ((0, 1), (1, 2), (2, 6)):
        theirs = [word or NO_WORD for step in steps[near:far] for word in step.shape.words]
        rows.append((words == np.array(theirs, dtype=np.int32)).any(axis=(1, 2)))
    return (*rows, (facts[:, column.FLAGS] & column.ARGUMENTS) > 0)


def _repeated(view: View) -> Rows:
    context = view.scene.context
    repeats = view.pool.ids == context.line_before
    return tuple(odds * repeats for odds in view.scene.model.repeats.log_odds(context.repeats))


def _places(view: View) -> Rows:
    facts, context = view.pool.facts, view.scene.context
    latest, earlier = view.scene.recalled.followers
    return (
        view.groups == latest,
        view.groups == earlier,
        view.groups == view.scene.recalled.repair,
        facts[:, column.VISIT] == context.visit,
        facts[:, column.PLACE] == context.place,
        np.log1p(np.maximum(context.now - view.pool.seconds, 0.0)) / 4.0,
    )


DESCRIPTIONS: Final[tuple[Callable[[View], Rows], ...]] = (
    _recalled_and_decayed,
    _counted,
    _heads,
    _runs,
    _made_up,
    _agreements,
    _words,
    _repeated,
    _places,
)
