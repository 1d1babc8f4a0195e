"""Hours of the week, days, weeks, streaks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from segue.insight.calendar import MOST_WEEKS, Streaks, days, hours_of_the_week, streaks, weeks
from segue.store.figures import QUARTER

KATHMANDU = ZoneInfo("Asia/Kathmandu")
"""Five hours and three quarters before UTC."""


def quarter(day: int, hour: int, minute: int) -> int:
    """Return the quarter of an hour of a time of January in UTC."""
    return int(datetime(2024, 1, day, hour, minute, tzinfo=UTC).timestamp()) // QUARTER


def test_the_hours_of_the_week_are_those_of_the_zone() -> None:
    """18:15 on Sunday in London is midnight on Monday in Kathmandu."""
    quarters = {quarter(7, 18, 15): 3, quarter(7, 18, 0): 2}
    london, kathmandu = hours_of_the_week(quarters, UTC), hours_of_the_week(quarters, KATHMANDU)
    assert (london[6][18], sum(map(sum, london))) == (5, 5)
    assert (kathmandu[0][0], kathmandu[6][23]) == (3, 2)


def test_days_are_those_of_the_zone() -> None:
    """Two quarters of one day in UTC are two days elsewhere."""
    quarters = {quarter(7, 18, 15): 3, quarter(7, 18, 0): 2}
    assert days(quarters, UTC) == {date(2024, 1, 7): 5}
    assert days(quarters, KATHMANDU) == {date(2024, 1, 7): 2, date(2024, 1, 8): 3}


def test_weeks_begin_on_monday_and_have_no_gaps() -> None:
    """Sunday belongs to the week before; a week without a command counts none."""
    counts = weeks({date(2024, 1, 7): 2, date(2024, 1, 8): 3, date(2024, 1, 23): 1})
    assert counts == {date(2024, 1, 1): 2, date(2024, 1, 8): 3, date(2024, 1, 15): 0, date(2024, 1, 22): 1}
    assert weeks({}) == {}


def test_a_clock_that_was_wrong_makes_no_centuries() -> None:
    """The weeks are bounded, and the latest are kept."""
    counts = weeks({date(1, 1, 1): 1, date(2024, 1, 1): 2})
    assert len(counts) == MOST_WEEKS
    assert counts[date(2024, 1, 1)] == 2


def test_streaks() -> None:
    """Days in a row; the current ones end today or yesterday."""
    active = [date(2024, 1, day) for day in (1, 2, 3, 5, 9, 10)]
    assert streaks(active, date(2024, 1, 10)) == Streaks(6, 3, 2)
    assert streaks(active, date(2024, 1, 11)) == Streaks(6, 3, 2)
    assert streaks(active, date(2024, 1, 12)) == Streaks(6, 3, 0)
    assert streaks([], date(2024, 1, 1)) == Streaks(0, 0, 0)
