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
from segue.model.recall import INDEX
from segue.model.window import CELL, NO_CELL, NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.model.candidates import Pool
    from segue.model.contexts import Context
    from segue.model.recall import Recall
    from segue.model.state import Model
    from segue.model.tables import Floats, Ints

Rows = tuple[npt.NDArray[Any], ...]

RECALLED: Final = ("recall", "recall_ln", "recall_flat_ln")
DECAYED: Final = ("runs8", "runs60", "runs600", "runs5000", "runs4h", "runs7d")
HEADS: Final = (
    "head|head1:free", "head|head1:firm",
    "head|head12:free", "head|head12:firm",
    "head|line1:free", "head|line1:firm",
    "head|directory_line:free", "head|directory_line:firm",
    "head_recall_ln", "head_ln", "head_reuse", "head_reuse_once",
)  # fmt: skip
RUNS: Final = (
    "age_ln",
    "age1",
    "age2",
    "age3_10",
    "once",
    "once_recent",
    "runs_ln",
    "length_ln",
    "succeeded",
)
AGREE: Final = ("same_head", "same_template", "last_of_head", "last_of_template")
WORDS: Final = ("shares1", "shares2", "shares3_6", "arguments")
PLACES: Final = ("follower1", "follower2", "same_visit", "same_place", "seconds_ln")
NAMES: Final = (*RECALLED, *DECAYED, *HEADS, *RUNS, *AGREE, *WORDS, *PLACES)

# The contexts of head transitions, by their row of agreements, and how many imagined
# positions at the base rate stand against the counted ones.
TRANSITIONS: Final = ("head1", "head12", "line1", "directory_line")
FREE: Final = 1.0
FIRM: Final = 20.0

# A line is never quite impossible: the floor under ln P is this, and a hundredth of its base rate.
FLOOR: Final = 1e-4
BASE_COLUMN: Final = column.HALF_LIVES_COMMANDS.index(600)
BASE_RUNS: Final = 600 / np.log(2)
NO_WORD: Final = -2
# Ages in commands.
BEFORE_LAST: Final = 2
NEAR: Final = 10
RECENT: Final = 20


@dataclass(frozen=True, slots=True)
class Scene:
    """Candidates and everything that describes them; `groups` and `cells` are theirs."""

    model: Model
    context: Context
    recalled: Recall
    pool: Pool
    groups: Ints
    cells: Ints


def features(model: Model, context: Context, recalled: Recall, pool: Pool) -> Floats:
    """Describe every candidate of a pool."""
    slots = pool.facts[:, column.SLOT]
    groups = np.where(slots == column.ABSENT, NOBODY, slots)
    scene = Scene(model, context, recalled, pool, groups, pool.facts[:, column.HEAD] % habit.CELLS)
    matrix = np.zeros((len(NAMES), len(pool)), dtype=np.float32)
    index = 0
    for describe in DESCRIPTIONS:
        for row in describe(scene):
            matrix[index] = row
            index += 1
    return matrix


def _recalled_and_decayed(scene: Scene) -> Rows:
    clock = column.clocks(scene.model.position, scene.context.now)
    decayed = np.exp2(np.minimum(scene.pool.decayed - clock, 20.0)).T
    floor = FLOOR + 0.01 * decayed[BASE_COLUMN] / min(max(scene.model.position, 1), BASE_RUNS)
    probability = scene.recalled.probability[scene.groups]
    flat = scene.recalled.flat[scene.groups]
    return (probability, np.log(probability + floor), np.log(flat + floor), *np.log1p(decayed))


def _heads(scene: Scene) -> Rows:
    """How much more often than usual each candidate's head came in this context, as ln of the ratio."""
    past = scene.model.window.rows[CELL]
    cells = scene.cells
    share = (np.bincount(past, minlength=NO_CELL)[cells] + 0.5) / (len(past) + 50.0)
    rows: list[npt.NDArray[Any]] = []
    for name in TRANSITIONS:
        positions = np.flatnonzero(scene.recalled.agreements[INDEX[name]])
        counts = np.bincount(past[positions], minlength=NO_CELL)[cells]
        rows += [
            np.log((counts + firmness * share) / ((len(positions) + firmness) * share))
            for firmness in (FREE, FIRM)
        ]
    recalled = np.bincount(past, scene.recalled.weights, NO_CELL)[cells]
    table = scene.model.habits.cells
    uses, kinds, repeated = table[habit.USES, cells], table[habit.KINDS, cells], table[habit.REPEATED, cells]
    once = scene.pool.facts[:, column.COUNT] == 1
    return (
        *rows,
        np.log(recalled + 0.003),
        np.log(share),
        (uses - kinds + 0.5) / (uses + 1.0),
        (repeated + 0.5) / (kinds + 1.0) * once,
    )


def _runs(scene: Scene) -> Rows:
    facts = scene.pool.facts
    count = facts[:, column.COUNT]
    age = scene.model.position - facts[:, column.LAST]
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
        1.0 - facts[:, column.FAILURES] / count,
    )


def _agreements(scene: Scene) -> Rows:
    facts, ids, table = scene.pool.facts, scene.pool.ids, scene.model.habits.cells
    before = scene.context.steps[0].shape if scene.context.steps else None
    return (
        facts[:, column.HEAD] == (before.head if before else column.ABSENT),
        facts[:, column.TEMPLATE] == (before.template if before else column.ABSENT),
        table[habit.LAST_OF_HEAD, scene.cells] == ids,
        table[habit.LAST_OF_TEMPLATE, facts[:, column.TEMPLATE] % habit.CELLS] == ids,
    )


def _words(scene: Scene) -> Rows:
    facts, steps = scene.pool.facts, scene.context.steps
    words = facts[:, column.WORD1 : column.WORD3 + 1, None]
    rows: list[npt.NDArray[Any]] = []
    for near, far in ((0, 1), (1, 2), (2, 6)):
        theirs = [word or NO_WORD for step in steps[near:far] for word in step.shape.words]
        rows.append((words == np.array(theirs, dtype=np.int32)).any(axis=(1, 2)))
    return (*rows, (facts[:, column.FLAGS] & column.ARGUMENTS) > 0)


def _places(scene: Scene) -> Rows:
    facts, context = scene.pool.facts, scene.context
    latest, earlier = scene.recalled.followers
    return (
        scene.groups == latest,
        scene.groups == earlier,
        facts[:, column.VISIT] == context.visit,
        facts[:, column.PLACE] == context.place,
        np.log1p(np.maximum(context.now - scene.pool.seconds, 0.0)) / 4.0,
    )


DESCRIPTIONS: Final[tuple[Callable[[Scene], Rows], ...]] = (
    _recalled_and_decayed,
    _heads,
    _runs,
    _agreements,
    _words,
    _places,
)
