"""What `segue pause`, `segue resume` and `segue status` have in common."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from segue.client.client import Client
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.protocol.messages import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.config.paths import Paths
    from segue.config.pauses import Pause, Pauses

_SPAN: Final = re.compile(r"(\d{1,5})(s|m|min|h|d)")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_UNITS: Final = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
_EXPECTED: Final = "a time such as 30m, 2h, `until 18:00` or `until tomorrow`"


def end_of(words: Sequence[str], now: datetime) -> float | None:
    """Return when a pause ends that somebody asks for now, in epoch seconds; None: not by itself.

    Raises:
        SegueError: the words are no time.
    """
    match [word.lower() for word in words]:
        case []:
            return None
        case ["until", "tomorrow"]:
            midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
            return midnight.timestamp()
        case ["until", clock] if found := _CLOCK.fullmatch(clock):
            return _next(now, int(found[1]), int(found[2]))
        case [*spans] if spans and all(_SPAN.fullmatch(span) for span in spans):
            seconds = sum(int(amount) * _UNITS[unit] for span in spans for amount, unit in _SPAN.findall(span))
            return now.timestamp() + seconds
    raise SegueError(f"`{' '.join(words)}` is no time: {_EXPECTED} is expected")


def _next(now: datetime, hour: int, minute: int) -> float:
    """Return when the clock shows that time next; it may have been put forward or back by then."""
    try:
        wanted = now.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise SegueError(f"there is no {hour}:{minute:02}: {_EXPECTED} is expected") from None
    if wanted.timestamp() <= now.timestamp():
        wanted += timedelta(days=1)
    return wanted.timestamp()


def take_pauses(paths: Paths, pauses: Pauses) -> None:
    """Keep the quiet times, and let a daemon that runs heed them at once.

    Raises:
        SegueError: they cannot be kept.
    """
    try:
        pauses.write(paths.pauses)
    except OSError as error:
        raise SegueError(f"{paths.pauses} cannot be written: {error}") from error
    try:
        with Client(paths.socket) as client:
            client.ask(Settings(1, "cli", "reload"))
    except DaemonUnavailableError:
        return


def told(pause: Pause) -> str:
    """Say what a pause is, in one sentence."""
    what = "Nothing is suggested or recorded" if pause.recording else "Nothing is suggested"
    if pause.until is None:
        return f"{what} until `segue resume`."
    end = time.localtime(pause.until)
    today = time.strftime("%F", end) == time.strftime("%F")
    return f"{what} until {time.strftime('%H:%M' if today else '%F %H:%M', end)}, or `segue resume`."
