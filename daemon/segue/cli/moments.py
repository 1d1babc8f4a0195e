"""Points in time as a person writes them: `2h`, `3d`, `yesterday`, `2024-05-01`, `14:30`."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any, Final

import click

UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_557_600}
DAYS: Final = {"today": 0, "yesterday": 1}

_AGO: Final = re.compile(r"(\d+(?:\.\d+)?)([smhdwy])")


def moment(text: str, now: datetime, *, end: bool = False) -> float:
    """Return epoch seconds; with `end` a day stands for its end and not for its begin.

    Raises:
        ValueError: it is no point in time.
    """
    ago = _AGO.fullmatch(text)
    if ago:
        return now.timestamp() - float(ago[1]) * UNITS[ago[2]]
    if text in DAYS:
        return _day(now - timedelta(days=DAYS[text]), end=end)
    if re.fullmatch(r"\d{1,2}:\d\d", text):
        return datetime.combine(now.date(), time.fromisoformat(text.zfill(5)), now.tzinfo).timestamp()
    day = datetime.fromisoformat(text)
    if re.fullmatch(r"[\d-]+(W\d+(-\d)?)?", text):
        return _day(day, end=end)
    return day.timestamp()


class Moment(click.ParamType):  # type: ignore[type-arg] # generic only in newer versions
    """An option that takes a point in time."""

    name = "moment"

    def __init__(self, *, end: bool = False) -> None:
        self._end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return epoch seconds."""
        if isinstance(value, float):
            return value
        try:
            return moment(str(value), datetime.now().astimezone(), end=self._end)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no time such as 2h, 3d, yesterday, 2024-05-01 or 2024-05-01T14:30", param, ctx)


def _day(day: datetime, *, end: bool) -> float:
    begin = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return (begin + timedelta(days=1) if end else begin).timestamp()
