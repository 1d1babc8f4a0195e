"""Recall: attention over the person's own latest positions.

Each past position weighs as much as its context agrees with the present one;
a line is as probable as the positions that hold it weigh together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from segue.model import contexts as of
from segue.model.lines import ABSENT
from segue.model.sessions import HIDDEN, SUCCEEDED
from segue.model.window import GROUP, GROUPS, LINE, NOBODY, SIZE, Window

if TYPE_CHECKING:
    from segue.model.adagrad import Weights
    from segue.model.contexts import Context
    from segue.model.tables import Bools, Doubles, Floats, Indices

# Agreements that are one atom each, then those of two atoms at once, then the rest.
SINGLE: Final = {
    "line1": of.LINE1,
    "line2": of.LINE2,
    "line3": of.LINE3,
    "template1": of.TEMPLATE1,
    "head1": of.HEAD1,
    "head2": of.HEAD2,
    "directory_line": of.DIRECTORY_LINE,
    "place": of.PLACE,
    "session": of.SESSION,
    "visit": of.VISIT,
    "position": of.POSITION,
    "serious_line": of.SERIOUS_LINE,
    "word": of.WORD,
    "repeats": of.REPEATS,
    "root": of.ROOT,
    "branch": of.BRANCH,
}
JOINT: Final = {
    "line12": (of.LINE1, of.LINE2),
    "template12": (of.TEMPLATE1, of.TEMPLATE2),
    "head12": (of.HEAD1, of.HEAD2),
    "directory_line+line1": (of.DIRECTORY_LINE, of.LINE1),
    "directory_line+head1": (of.DIRECTORY_LINE, of.HEAD1),
    "place+line1": (of.PLACE, of.LINE1),
    "exit+line1": (of.EXIT, of.LINE1),
    "serious_line+line1": (of.SERIOUS_LINE, of.LINE1),
    "visit+line1": (of.VISIT, of.LINE1),
    "visit+head1": (of.VISIT, of.HEAD1),
    "line2+head1": (of.LINE2, of.HEAD1),
    "line2+template1": (of.LINE2, of.TEMPLATE1),
    "position+line1": (of.POSITION, of.LINE1),
    "repeats+line1": (of.REPEATS, of.LINE1),
    "root+line1": (of.ROOT, of.LINE1),
}
NAMES: Final = (
    *SINGLE,
    *JOINT,
    "line123",
    "line1234",
    "head123",
    "line12_any_order",
    "hour",
    "jobs",
    "no_job",
    "latest",
    "followed",
    "alike1",
    "age1",
    "age20",
    "log_age",
)
INDEX: Final = {name: index for index, name in enumerate(NAMES)}
SINGLE_ATOMS: Final = np.array(list(SINGLE.values()))
LEFT_ATOMS: Final = np.array([left for left, _ in JOINT.values()])
RIGHT_ATOMS: Final = np.array([right for _, right in JOINT.values()])

NEVER: Final = -2
NEWEST: Final = 20
NO_GROUP: Final = -1
# ln(age) of every position, oldest first.
LOG_AGES: Final = np.log(np.arange(SIZE, 0, -1, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Recall:
    """What the history says of the present.

    Per position `agreements` (features x positions) and `weights`; per group of the window
    `probability`, and `flat`, the same from the square roots of the weights. `followers` are
    the groups that last and second last came after the same line, and `repair` is the one that
    came both last times that the same line had failed, if it has failed now; or NO_GROUP.
    """

    agreements: Floats
    weights: Floats
    probability: Doubles
    flat: Doubles
    followers: tuple[int, int]
    repair: int


class Attention:
    """The weights of the agreements, and room for the agreements of one prompt.

    The room is used again at each prompt, because to fetch and clear it anew takes longer than
    to fill it. A model therefore belongs to one thread.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.room: Floats = np.zeros((len(NAMES), SIZE), dtype=np.float32)

    def recall(self, window: Window, context: Context, alike: Bools | None = None) -> Recall:
        """Weigh every position, and every line by its positions; the agreements hold until the next recall.

        `alike` marks the positions behind a line like the one before, where that one is new.
        """
        agreements = self.room[:, : len(window)]
        agree(window, context, agreements)
        if alike is not None:
            agreements[INDEX["alike1"]] = alike
        scores = self.weights.single @ agreements
        scores[window.rows[LINE] == ABSENT] = -np.inf
        highest = scores.max(initial=-np.inf)
        weights: Floats = np.exp(scores - highest) if np.isfinite(highest) else np.zeros_like(scores)
        roots = np.sqrt(weights)
        weights /= max(float(weights.sum()), 1.0)
        roots /= max(float(roots.sum()), 1.0)
        groups = window.rows[GROUP]
        same = np.flatnonzero(agreements[INDEX["line1"]])
        latest, earlier = [NO_GROUP, NO_GROUP, *groups[same[-2:]].tolist()][-1:-3:-1]
        return Recall(
            agreements=agreements,
            weights=weights,
            probability=np.bincount(groups, weights, GROUPS).astype(np.float64, copy=False),
            flat=np.bincount(groups, roots, GROUPS).astype(np.float64, copy=False),
            followers=(latest, earlier),
            repair=_repair(window, context, same),
        )

    def learn(self, recalled: Recall, holds: Bools) -> None:
        """Take a step towards the positions that hold the line that came, if they had any weight."""
        at_line = recalled.weights * holds
        total = float(at_line.sum())
        if total > 0.0:
            gradient = recalled.agreements @ (recalled.weights - at_line / total)
            self.weights.descend(gradient.astype(np.float64))

    def to_plain(self) -> dict[str, Any]:
        """Return the weights."""
        return self.weights.to_plain()

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `to_plain` gave, or raise SnapshotError."""
        self.weights.restore(plain)


def _repair(window: Window, context: Context, same: Indices) -> int:
    """Return the group that followed the last two failures of the line that has just failed, or NO_GROUP.

    `same` are the positions behind the same line.
    """
    if not context.failed:
        return NO_GROUP
    failed = same[~np.isin(window.rows[of.EXIT, same], SUCCEEDED)]
    latest, earlier = [NO_GROUP, NO_GROUP, *window.rows[GROUP, failed[-2:]].tolist()][-1:-3:-1]
    return int(latest) if latest == earlier != NOBODY else NO_GROUP


def agree(window: Window, context: Context, found: Floats) -> None:
    """Fill in how every position's context agrees with the present one: 1.0 where it does, and ln(age) below."""
    rows = window.rows
    now = np.array(context.atoms, dtype=np.int32)
    now[now == HIDDEN] = NEVER
    same = rows[: of.ATOMS] == now[:, None]
    singles, joints = len(SINGLE), len(SINGLE) + len(JOINT)
    found[:singles] = same[SINGLE_ATOMS]
    found[singles:joints] = same[LEFT_ATOMS] & same[RIGHT_ATOMS]
    line12 = same[of.LINE1] & same[of.LINE2]
    line123 = line12 & same[of.LINE3]
    found[INDEX["line123"]] = line123
    found[INDEX["line1234"]] = line123 & same[of.LINE4]
    found[INDEX["head123"]] = same[of.HEAD1] & same[of.HEAD2] & same[of.HEAD3]
    crossed = (rows[of.LINE1] == now[of.LINE2]) & (rows[of.LINE2] == now[of.LINE1])
    found[INDEX["line12_any_order"]] = line12 | crossed
    hours, hour = rows[of.HOUR], now[of.HOUR]
    found[INDEX["hour"]] = same[of.HOUR] | (hours == (hour + 1) % 24) | (hours == (hour - 1) % 24)
    # Most prompts have no job, and of many nobody knows: that alone must not bring two of them together.
    some_job = rows[of.JOBS] == of.SOME_JOB
    found[INDEX["jobs"]] = some_job & (now[of.JOBS] == of.SOME_JOB)
    found[INDEX["no_job"]] = ~some_job & (now[of.JOBS] == of.NO_JOB)
    found[INDEX["latest"]] = window.latest
    found[INDEX["followed"] : INDEX["log_age"]] = 0.0
    found[INDEX["followed"], np.flatnonzero(same[of.LINE1])[-1:]] = 1.0
    found[INDEX["age1"], -1:] = 1.0
    found[INDEX["age20"], -NEWEST:] = 1.0
    found[INDEX["log_age"]] = LOG_AGES[SIZE - len(window) :]
