"""What every strategy promises, segue's own included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from segue.domain.observation import Prompt
from segue.evaluation.strategies import all_strategies
from tests.evaluation.events import observe, shown, stored
from tests.model.histories import ROUTINE, routine, usual_histories

if TYPE_CHECKING:
    from segue.domain.observation import Observation
    from segue.evaluation.strategy import Strategy

NAMES = tuple(all_strategies())


@pytest.fixture(params=NAMES)
def strategy(request: pytest.FixtureRequest) -> Strategy:
    """Give each strategy in turn, with a routine of eight commands behind it."""
    fresh = all_strategies()[request.param]
    observe(fresh, stored(routine()))
    return fresh


def test_knows_nothing_before_it_has_observed_anything() -> None:
    """A strategy begins empty, and that is no error."""
    for fresh in all_strategies().values():
        assert fresh.suggest(Prompt(), "", 5) == fresh.suggest(Prompt(), "git", 5) == []


def test_gives_at_most_k_different_lines(strategy: Strategy) -> None:
    """Never more than asked for, never one twice; all of them when there are few."""
    for k in (1, 3, len(ROUTINE)):
        lines = shown(strategy, k=k)
        assert len(lines) == len(set(lines)) == k
    assert set(ROUTINE) <= set(shown(strategy, k=50))


def test_extends_what_is_typed(strategy: Strategy) -> None:
    """Every suggestion begins with the prefix and is longer; nothing is suggested where nothing fits."""
    assert set(shown(strategy, "git ", k=50)) >= {line for line in ROUTINE if line.startswith("git ")}
    assert all(line.startswith("git ") for line in shown(strategy, "git ", k=50))
    assert "git push" not in shown(strategy, "git push", k=50)
    assert shown(strategy, "never typed", k=50) == []


@given(history=usual_histories)
@settings(max_examples=10, deadline=None)
def test_suggesting_changes_nothing(history: list[Observation]) -> None:
    """A strategy that is asked at every prompt learns the same as one that is never asked."""
    asked, silent = all_strategies(), all_strategies()
    for name in NAMES:
        for event in stored(history):
            shown(asked[name], "g", k=2)
            asked[name].observe(event)
        observe(silent[name], stored(history))
        assert shown(asked[name], k=5) == shown(silent[name], k=5), name
