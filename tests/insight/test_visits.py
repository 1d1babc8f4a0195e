"""Stretches of work."""

from __future__ import annotations

from segue.domain.sittings import PAUSE
from segue.insight.visits import Visits, visits
from segue.store.figures import Start


def test_a_long_break_and_another_session_end_a_stretch() -> None:
    """Three stretches: of 3, 1 and 2 commands, of 70, 5 and 20 seconds."""
    starts = [
        Start(1, 0, 1),
        Start(1, 30, 1),
        Start(1, 60, 10),
        Start(1, 70 + PAUSE + 1, 5),
        Start(2, 2000, 0),
        Start(2, 2010, 10),
    ]
    assert visits(starts) == Visits(3, 2, 20.0)


def test_a_long_command_is_no_break() -> None:
    """The break is counted from the end of the command, also of one that went on while others began."""
    assert visits([Start(1, 0, 5 * PAUSE), Start(1, 10, 1), Start(1, 6 * PAUSE, 1)]) == Visits(1, 3, 6 * PAUSE + 1)


def test_nothing_has_no_median() -> None:
    """Without a command there is no stretch."""
    assert visits([]) == Visits(0, None, None)
