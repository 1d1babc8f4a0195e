"""When commands were run: hours of the week, days, weeks, days in a row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.store.figures import QUARTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

HOURS: Final = 24
WEEK: Final = 7
MOST_WEEKS: Final = 1_040
"""Weeks of a row that are filled up, twenty years: a clock that once was wrong must not stretch them to centuries."""


class Streaks(NamedTuple):
    """Days in a row with at least one command; the current ones end today or yesterday, else there are none."""

    active: int
    longest: int
    current: int


def moment(quarter: int, zone: tzinfo | None) -> datetime:
    """Return the time of a quarter of an hour counted from 1970; without a zone that of the machine."""
    return datetime.fromtimestamp(quarter * QUARTER, UTC).astimezone(zone)


def hours_of_the_week(quarters: Mapping[int, int], zone: tzinfo | None) -> list[list[int]]:
    """Return the commands of each hour of each day of the week, Monday first."""
    counts = [[0] * HOURS for _ in range(WEEK)]
    for quarter, commands in quarters.items():
        when = moment(quarter, zone)
        counts[when.weekday()][when.hour] += commands
    return counts


def days(quarters: Mapping[int, int], zone: tzinfo | None) -> dict[date, int]:
    """Return the commands of each day that has any, oldest first."""
    counts: dict[date, int] = {}
    for quarter in sorted(quarters):
        day = moment(quarter, zone).date()
        counts[day] = counts.get(day, 0) + quarters[quarter]
    return counts


def monday(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(commands_of_days: Mapping[date, int]) -> dict[date, int]:
    """Return the commands of each week by its Monday, oldest first, also of the weeks in between that have none."""
    if not commands_of_days:
        return {}
    last = monday(max(commands_of_days))
    first = max(monday(min(commands_of_days)), last - timedelta(weeks=MOST_WEEKS - 1))
    counts = {first + timedelta(weeks=number): 0 for number in range((last - first).days // WEEK + 1)}
    for day, commands in commands_of_days.items():
        if day >= first:
            counts[monday(day)] += commands
    return counts


def streaks(active: Iterable[date], today: date) -> Streaks:
    """Return the days in a row; days after `today` are a clock's mistake and make no current streak."""
    longest = current = length = count = 0
    before = None
    for count, day in enumerate(sorted(active), 1):  # noqa: B007 - the last number is their count
        length = length + 1 if before and (day - before).days == 1 else 1
        longest = max(longest, length)
        if (today - day).days in {0, 1}:
            current = length
        before = day
    return Streaks(count, longest, current)
