"""The most used lines, kept without scanning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segue.model.lines import Lines, clocks
from segue.model.popular import FOLLOWED, KEPT, Popular


@given(runs=st.lists(st.integers(0, 60), max_size=300))
def test_keeps_the_same_best_scores_as_a_scan(runs: list[int]) -> None:
    """Updated run by run, each list holds the highest decayed counts of all lines."""
    lines, popular = Lines(), Popular()
    for position, number in enumerate(runs):
        line, _ = lines.intern(f"make target{number}")
        lines.count(line, 0.0, clocks(position, 0.0), failed=False)
        popular.notice(line, lines.decayed[line])
    for best, column in zip(popular.best, lines.decayed[: len(lines), FOLLOWED].T, strict=True):
        assert sorted(best.values(), reverse=True) == sorted(column.tolist(), reverse=True)[:KEPT]
