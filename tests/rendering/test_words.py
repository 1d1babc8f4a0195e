"""Figures as a person reads them."""

from __future__ import annotations

import pytest

from segue.rendering.words import as_percentage, counted, duration


def test_counts_and_shares() -> None:
    """One is no plural, thousands are set apart, and what was not counted is a dash."""
    assert (counted(1, "line"), counted(0, "line"), counted(2_000, "line")) == ("1 line", "0 lines", "2,000 lines")
    assert counted(2, "stretch", "stretches") == "2 stretches"
    assert (as_percentage(0.333), as_percentage(0), as_percentage(None)) == ("33.3%", "0.0%", "–")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (3_599, "59 min 59 s"),
        (3_600, "1 h 0 min"),
        (1e7, "2,777 h 46 min"),
    ],
)
def test_lengths_of_time(seconds: float, text: str) -> None:
    """Two units at most, and hours are not cut into days."""
    assert duration(seconds) == text
