"""The predictor as the evaluation harness drives it: one dict an event, the daemon's own code inside."""

from __future__ import annotations

from typing import Any

from segue.domain.observation import Observation, Prompt
from segue.learner.learner import Learner
from segue.model.state import Model
from segue.predictor import predictor


class Predictor:
    """Learns and predicts events with the keys `cmd`, `t` (epoch seconds), `cwd`, `exit` and `session`."""

    def __init__(self) -> None:
        model = Model()
        self._learner = Learner(model)
        self._predictor = predictor.Predictor(model)

    def suggest(self, event: dict[str, Any], prefix: str, k: int) -> list[str]:
        """Return at most `k` lines that extend the prefix, best first."""
        prompt = Prompt(now=event["t"], cwd=event["cwd"], session=_session(event))
        return [suggestion.line for suggestion in self._predictor.suggest(prompt, prefix, k)]

    def observe(self, event: dict[str, Any]) -> None:
        """Learn a command that has been run."""
        self._learner.observe(
            Observation(
                line=event["cmd"],
                cwd=event["cwd"],
                exit=event["exit"],
                start=event["t"],
                session=_session(event),
            )
        )


def _session(event: dict[str, Any]) -> str:
    return "" if event["session"] is None else str(event["session"])
