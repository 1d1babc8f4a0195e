"""Everything that speaks for a line at a prompt, and against it; for a person to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.domain.holes import has_hole
from segue.model.lines import COUNT, FAILED_IN_A_ROW, FAILURES
from segue.model.refusals import Verdict
from segue.model.scene import look
from segue.predictor.contexts import seen_in
from segue.predictor.estimates import estimate
from segue.predictor.origins import origin_of

if TYPE_CHECKING:
    from segue.model.contexts import Context
    from segue.model.scene import Scene
    from segue.model.state import Model
    from segue.predictor.contexts import Seen
    from segue.predictor.estimates import Estimates
    from segue.predictor.origins import Origin


WELCOME: Final = Verdict(refused=False)


@dataclass(frozen=True, slots=True)
class Runs:
    """How often a line was run, how often that failed, and when it was last, in epoch seconds."""

    count: int
    failures: int
    failed_in_a_row: int
    last: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a line at an empty prompt.

    Attributes:
        milli: its probability in thousandths.
        rank: its place among the candidates, 1 the best; None when it is none.
        candidates: how many there are.
        new: the probability that what comes is none of them.
        before: the line before and the one before that, as far as they are known.
        runs: how often and when it was run; None when it was never run, or forgotten.
        contexts: where it was run, what says most first.
        origin: what it was made from, if it is a candidate that was never run.
        feedback: whether it is kept from this prompt because it was turned down.
        hole: whether a secret was taken out of it.
    """

    milli: int = 0
    rank: int | None = None
    candidates: int = 0
    new: float = 1.0
    before: tuple[str, ...] = ()
    runs: Runs | None = None
    contexts: tuple[Seen, ...] = ()
    origin: Origin | None = None
    feedback: Verdict = WELCOME
    hole: bool = False


def gather(model: Model, context: Context, line: str) -> Evidence:
    """Return what is known of a line at the empty prompt of a context."""
    if not len(model.window):
        return Evidence(hole=has_hole(line))
    scene = look(model, context)
    estimates = estimate(scene, "")
    rank = _rank(scene, estimates, line)
    line_id = model.lines.ids.get(line)
    return Evidence(
        milli=estimates.milli[rank - 1] if rank else 0,
        rank=rank,
        candidates=len(estimates.order),
        new=1.0 - estimates.belief.known,
        before=tuple(step.text for step in context.steps[:2]),
        runs=None if line_id is None else _runs(model, line_id),
        contexts=() if line_id is None else seen_in(scene, line_id),
        origin=origin_of(scene, line) if rank else None,
        feedback=model.refusals.verdict(context, line),
        hole=has_hole(line),
    )


def _rank(scene: Scene, estimates: Estimates, line: str) -> int | None:
    pool, lines = estimates.ranking.pool, scene.model.lines
    for rank, place in enumerate(estimates.order, 1):
        if pool.text(lines, place) == line:
            return rank
    return None


def _runs(model: Model, line_id: int) -> Runs:
    count, failures, in_a_row = model.lines.facts[line_id, [COUNT, FAILURES, FAILED_IN_A_ROW]].tolist()
    return Runs(count, failures, in_a_row, float(model.lines.seconds[line_id]))
