"""Times on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
import pytest

from segue.cli.times import span_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 3, 31, 12, 30, tzinfo=BERLIN).timestamp()
"""At noon of the day that has only 23 hours."""


def span(text: str) -> tuple[str, str]:
    """Return the span in Berlin, as a person writes it."""
    begin, end = (datetime.fromtimestamp(time, UTC).astimezone(BERLIN) for time in span_of(text, NOW, BERLIN))
    return f"{begin:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2024-01-31", "2024-01-31 00:00", "2024-02-01 00:00"),
        ("today", "2024-03-31 00:00", "2024-04-01 00:00"),
        ("Yesterday", "2024-03-30 00:00", "2024-03-31 00:00"),
        ("2024-01-31T18:00", "2024-01-31 18:00", "2024-01-31 18:00"),
        ("2024-01-31 18:00", "2024-01-31 18:00", "2024-01-31 18:00"),
        ("2024-01-31T18:00Z", "2024-01-31 19:00", "2024-01-31 19:00"),
        ("90min", "2024-03-31 11:00", "2024-03-31 11:00"),
        ("2h", "2024-03-31 10:30", "2024-03-31 10:30"),
        ("12h", "2024-03-30 23:30", "2024-03-30 23:30"),
        ("1w", "2024-03-24 11:30", "2024-03-24 11:30"),
        ("1 W", "2024-03-24 11:30", "2024-03-24 11:30"),
        ("90m", "2024-03-31 11:00", "2024-03-31 11:00"),
        ("5400s", "2024-03-31 11:00", "2024-03-31 11:00"),
        ("1.5h", "2024-03-31 11:00", "2024-03-31 11:00"),
        ("1y", "2023-04-01 06:30", "2023-04-01 06:30"),
        ("9:05", "2024-03-31 09:05", "2024-03-31 09:05"),
        ("14:30", "2024-03-31 14:30", "2024-03-31 14:30"),
        ("20240131", "2024-01-31 00:00", "2024-02-01 00:00"),
        ("2024-W05-3", "2024-01-31 00:00", "2024-02-01 00:00"),
    ],
)
def test_days_are_long_and_moments_are_not(text: str, begin: str, end: str) -> None:
    """A day begins and ends at midnight of the zone, also where clocks change; hours stay as long as they are."""
    assert span(text) == (begin, end)


def test_the_machines_zone_is_the_default() -> None:
    """Without a zone a date is a day here."""
    begin, end = span_of("2024-01-31", NOW)
    assert datetime.fromtimestamp(begin, UTC).astimezone().strftime("%Y-%m-%d %H:%M") == "2024-01-31 00:00"
    assert end - begin == 86_400


@pytest.mark.parametrize("text", ["", "soon", "2h30", "2024-13-01", "-3d", "9999-12-31", "25:00", f"{10**400}y"])
def test_what_is_no_time_is_said(text: str) -> None:
    """The message shows what would be one."""
    with pytest.raises(click.BadParameter, match="yesterday"):
        span_of(text, NOW, BERLIN)
