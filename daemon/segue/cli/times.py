"""Times as a person writes them on a command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from datetime import tzinfo

FORMS: Final = "a date (2026-01-31), a time (2026-01-31T18:00), today, yesterday, or so long ago: 90min, 2h, 3d, 1w"
_UNITS: Final = {"min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_AGO: Final = re.compile(r"(\d{1,6})\s*(min|h|d|w)")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d|\d{8}")
_DAYS_AGO: Final = {"today": 0, "yesterday": 1}


def span_of(text: str, now: float, zone: tzinfo | None = None) -> tuple[float, float]:
    """Return when what was written begins and ends, in epoch seconds: a day is long, a moment is not.

    `now` is epoch seconds; days are those of the zone, without one those of the machine.

    Raises:
        click.BadParameter: it is no time.
    """
    written = text.strip().lower()
    if ago := _AGO.fullmatch(written):
        moment = now - int(ago[1]) * _UNITS[ago[2]]
        return moment, moment
    try:
        if written in _DAYS_AGO:
            present = datetime.fromtimestamp(now, UTC).astimezone(zone).replace(tzinfo=None)
            return _day(present - timedelta(days=_DAYS_AGO[written]), zone)
        found = datetime.fromisoformat(written.upper())
        if _DAY.fullmatch(written):
            return _day(found, zone)
        moment = (found if found.tzinfo else _placed(found, zone)).timestamp()
    except (ValueError, OverflowError) as error:
        raise click.BadParameter(f"{text!r} is no time; {FORMS} would be") from error
    return moment, moment


def _day(day: datetime, zone: tzinfo | None) -> tuple[float, float]:
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return _placed(midnight, zone).timestamp(), _placed(midnight + timedelta(days=1), zone).timestamp()


def _placed(naive: datetime, zone: tzinfo | None) -> datetime:
    return naive.replace(tzinfo=zone) if zone else naive.astimezone()
