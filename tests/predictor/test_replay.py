"""The adapter that the evaluation drives."""

from __future__ import annotations

from segue.replay import Predictor
from tests.model.histories import ROUTINE


def test_replays_dict_events() -> None:
    """Events as dicts, with all but the command unknown, are learned and predicted."""
    predictor = Predictor()
    event = {"t": None, "cwd": None, "exit": None, "session": None}
    for line in ROUTINE * 5:
        predictor.observe({**event, "cmd": line})
    assert predictor.suggest(event, "", 3)[0] == ROUTINE[0]
    assert predictor.suggest(event, "git p", 3) == ["git push"]
