"""Times as a person writes them on a command line."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from datetime import tzinfo

FORMS: Final = (
    "a date (2026-01-31), a time (2026-01-31T18:00, 18:00), today, yesterday, or so long ago: 90min, 2h, 3d, 1w"
)
_UNITS: Final = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_557_600}
_AGO: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|min|h|d|w|y)")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d\d)")
_DAY: Final = re.compile(r"[\d-]+(w\d+(-\d)?)?")
_DAYS_AGO: Final = {"today": 0, "yesterday": 1}


class Moment(click.ParamType):  # type: ignore[type-arg] # generic only in newer versions
    """An option that takes a time and gives epoch seconds; with `end` a day stands for its end, not for its begin."""

    name = "moment"

    def __init__(self, *, end: bool = False) -> None:
        self._end = end

    def convert(self, value: Any, _param: click.Parameter | None, _context: click.Context | None) -> float:
        """Return epoch seconds."""
        return value if isinstance(value, float) else span_of(str(value), time.time())[self._end]


def span_of(text: str, now: float, zone: tzinfo | None = None) -> tuple[float, float]:
    """Return when what was written begins and ends, in epoch seconds: a day is long, a moment is not.

    `now` is epoch seconds; days are those of the zone, without one those of the machine.

    Raises:
        click.BadParameter: it is no time.
    """
    written = text.strip().lower()
    try:
        if ago := _AGO.fullmatch(written):
            moment = now - timedelta(seconds=float(ago[1]) * _UNITS[ago[2]]).total_seconds()
            return moment, moment
        present = datetime.fromtimestamp(now, UTC).astimezone(zone).replace(tzinfo=None)
        if written in _DAYS_AGO:
            return _day(present - timedelta(days=_DAYS_AGO[written]), zone)
        if clock := _CLOCK.fullmatch(written):
            found = present.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
        else:
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
