"""Learns from each command: first predict, then compare, then remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.domain.observation import HUMAN
from segue.model.lines import ABSENT
from segue.model.ranking import Ranking, rank, rank_typed, ranking_gradient
from segue.model.recall import attention_gradient, recall
from segue.model.window import LINE

if TYPE_CHECKING:
    from segue.domain.observation import Observation
    from segue.model.adagrad import Weights
    from segue.model.confidence import Confidence
    from segue.model.contexts import Context
    from segue.model.recall import Recall
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
        context = self.model.context(observation.session, observation.cwd, observation.start)
        if observation.trains and len(self.model.window):
            self._train(context, observation.line)
        self.model.add(context, observation.line, observation.session, observation.exit)

    def break_chain(self, session: str) -> None:
        """Keep the session's next command apart from what stood before a command that must stay private."""
        self.model.break_chain(session)

    def _train(self, context: Context, line: str) -> None:
        """Move every weight towards having predicted the line, all from the state before it."""
        model = self.model
        recalled = recall(model.window, context, model.attention.single)
        line_id = model.lines.ids.get(line, ABSENT)
        lengths = [length for length in TYPED if length < len(line)]
        empty = rank(model, context, recalled, "")
        typed = rank_typed(model, context, recalled, [line[:length] for length in lengths])
        _compare(empty, line_id, context, model.ranker, model.confidence)
        for ranking in typed:
            _compare(ranking, line_id, context, model.typed_ranker, model.typed_confidence)
        if line_id != ABSENT:
            self._train_attention(recalled, line_id)

    def _train_attention(self, recalled: Recall, line_id: int) -> None:
        gradient = attention_gradient(recalled, self.model.window.rows[LINE] == line_id)
        if gradient is not None:
            self.model.attention.descend(gradient)


def _compare(
    ranking: Ranking, line_id: int, context: Context, weights: Weights, confidence: Confidence
) -> None:
    """Learn from one ranking what came: which candidate, and whether the first was right to believe."""
    hits = ranking.pool.ids == line_id
    known = bool(hits.any())
    right = known and bool(hits[ranking.probability.argmax()])
    confidence.learn(confidence.describe(ranking.probability, context), right=right, known=known)
    if known:
        weights.descend(ranking_gradient(ranking, hits, weights.values))
