"""What each input of the model is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.domain.observation import Observation
from segue.evaluation.ablation import AGREEMENT, FEATURE, INPUTS, MADE_UP, PART, ablate, count_replays
from segue.model.adagrad import Weights
from segue.store.database import open_database
from segue.store.events import EventStore
from tests.model.histories import routine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a database with a short routine."""
    path = tmp_path / "segue.db"
    store = EventStore(open_database(path, now=0.0))
    store.append((float(number), seen) for number, seen in enumerate(routine()))
    store.close()
    return path


def test_every_input_is_left_out_once(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The losses are differences from the same history with all inputs, the greatest first."""
    chosen = ((AGREEMENT, "line1"), (FEATURE, "recall_ln"), (FEATURE, "age1"), (PART, MADE_UP))
    monkeypatch.setattr("segue.evaluation.ablation.INPUTS", chosen)
    assert set(chosen) <= set(INPUTS)
    done: list[None] = []
    whole, losses = ablate([database, database], 60, lambda: done.append(None))
    assert len(done) == count_replays([database, database]) == 10
    assert 0.0 < whole["top1"] < 1.0
    assert {(loss.kind, loss.name) for loss in losses} == set(chosen)
    lost = [loss.lost["mrr"] for loss in losses]
    assert lost == sorted(lost, reverse=True)
    assert any(lost)


def test_a_silent_weight_stays_at_nothing() -> None:
    """Learning does not bring an input back that was left out, and goes on with the others."""
    weights = Weights(np.array([0.5, 0.5]), rate=0.1, warmth=1.0)
    weights.silence(0)
    for _ in range(5):
        weights.descend(np.array([1.0, 1.0]))
    assert weights.single[0] == 0.0
    assert weights.single[1] < 0.5


def test_without_made_up_lines_only_those_are_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who always enters what they have just made: `cd photos` was never run, what was run before stays."""
    monkeypatch.setattr("segue.evaluation.ablation.INPUTS", ((PART, MADE_UP),))
    path = tmp_path / "segue.db"
    store = EventStore(open_database(path, now=0.0))
    lines = [line for number in range(60) for line in (f"mkdir album{number}", f"cd album{number}", "ls", "cd ..")]
    store.append((float(n), Observation(line, cwd="/srv", start=float(n))) for n, line in enumerate(lines))
    store.close()
    whole, [loss] = ablate([path], len(lines))
    assert loss.lost["top1"] > 0.1
    assert whole["again1"] - loss.lost["again1"] == pytest.approx(whole["again1"], abs=0.05)
    assert whole["again1"] < whole["top1"]
