"""segue itself, as the daemon runs it: the same learner, predictor and model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.learner.learner import Learner
from segue.learner.rebuild import learn
from segue.model.state import Model
from segue.predictor.predictor import Predictor

if TYPE_CHECKING:
    from segue.domain.observation import Prompt, Suggestion
    from segue.store.events import StoredEvent


class DaemonStrategy:
    """Suggests and learns what a daemon that begins with this history would.

    Args:
        make_up: also suggest lines that were never run.
    """

    def __init__(self, *, make_up: bool = True) -> None:
        self.model = Model(make_up=make_up)
        self._learner = Learner(self.model)
        self._predictor = Predictor(self.model)

    def suggest(self, prompt: Prompt, prefix: str, k: int) -> list[Suggestion]:
        """Return at most `k` lines that extend the prefix, the most probable first."""
        return self._predictor.suggest(prompt, prefix, k)

    def observe(self, event: StoredEvent) -> None:
        """Learn an event of the history."""
        learn(self._learner, event.observation, event.position.learned_at)
