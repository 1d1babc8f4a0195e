"""Learns from each command: first predict, then compare, then remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.domain.observation import HUMAN
from segue.model.lines import ABSENT
from segue.model.ranking import Ranking, rank, ranking_gradient
from segue.model.scene import Scene, look
from segue.model.text import stem_of
from segue.model.window import LINE

if TYPE_CHECKING:
    from segue.domain.observation import Observation
    from segue.model.contexts import Context
    from segue.model.state import Model

# The typed ranker learns as if each command had been typed up to these lengths.
TYPED: Final = (1, 2, 4)


class Learner:
    """Changes a model by what is observed."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def observe(self, observation: Observation) -> None:
        """Learn one command; what no person typed, and what is blank, is ignored."""
        if observation.author != HUMAN or not observation.line.strip():
            return
        context = self.model.context(
            observation.session, observation.cwd, observation.start, observation.workplace, observation.jobs
        )
        if observation.trains and len(self.model.window):
            self._train(context, observation.line)
        if observation.feedback:
            self.model.hear(context, observation.feedback)
        self.model.add(context, observation.line, observation.session, observation.exit)

    def break_chain(self, session: str) -> None:
        """Keep the session's next command apart from what stood before a command that must stay private."""
        self.model.break_chain(session)

    def _train(self, context: Context, line: str) -> None:
        """Move every weight towards having predicted the line, all from the state before it."""
        model = self.model
        scene = look(model, context)
        line_id = model.lines.ids.get(line, ABSENT)
        _compare(rank(scene, ""), line, line_id, scene)
        prefixes = _typed(line)
        if prefixes:
            # One length for each command teaches as much as all of them, in a quarter of the time.
            _compare(rank(scene, prefixes[model.position % len(prefixes)]), line, line_id, scene)
        if line_id != ABSENT:
            model.attention.learn(scene.recalled, model.window.rows[LINE] == line_id)


def _compare(ranking: Ranking, line: str, line_id: int, scene: Scene) -> None:
    """Learn from one ranking what came: which candidate, and whether the first was right to believe."""
    model = scene.model
    ranker = model.typed_ranker if ranking.typed else model.ranker
    confidence = model.typed_confidence if ranking.typed else model.confidence
    hits = ranking.pool.hits(line, line_id)
    known = bool(hits.any())
    right = known and bool(hits[ranking.probability.argmax()])
    taken_rate = model.refusals.rate(ranking.first(model))
    inputs = confidence.describe(ranking.probability, scene.context, taken_rate)
    confidence.learn(inputs, right=right, known=known)
    if known:
        ranker.descend(ranking_gradient(ranking, hits, ranker.values))


def _typed(line: str) -> list[str]:
    """Return what had been typed of a line at a few lengths, and when its last word began."""
    lengths = {*TYPED, len(stem_of(line)) + 1}
    return [line[:length] for length in sorted(lengths) if length < len(line)]
