"""Quiet times: when nothing is suggested, in any shell, and perhaps nothing recorded; kept in a file."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from pathlib import Path

KEPT: Final = 50


@dataclass(frozen=True, slots=True)
class Pause:
    """A quiet time, in epoch seconds; `until` is None where nothing but `segue resume` ends it."""

    since: float
    until: float | None
    recording: bool
    """Whether nothing is recorded either."""

    def holds(self, now: float) -> bool:
        """Tell whether it is this quiet time then."""
        return self.since <= now < (math.inf if self.until is None else self.until)


@dataclass(frozen=True, slots=True)
class Pauses:
    """The latest quiet times, the last of which may not be over.

    Those that are over are kept because a history file may tell only later what was run meanwhile.
    """

    all: tuple[Pause, ...] = ()

    def now(self, now: float) -> Pause | None:
        """Return the quiet time that it is, if it is one."""
        return next((pause for pause in reversed(self.all) if pause.holds(now)), None)

    def unrecorded(self, at: float) -> bool:
        """Tell whether what was run at that time is not to be recorded; history files tell times in whole seconds."""
        return any(pause.recording and (pause.holds(at) or pause.holds(at + 1)) for pause in self.all)

    def begin(self, now: float, until: float | None, *, recording: bool) -> Pauses:
        """Return these with a quiet time from now on, in place of the one that it may be."""
        return Pauses((*self.end(now).all, Pause(now, until, recording))[-KEPT:])

    def end(self, now: float) -> Pauses:
        """Return these with the quiet time that it may be ended now."""
        return Pauses(tuple(Pause(each.since, now, each.recording) if each.holds(now) else each for each in self.all))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what a file holds, none where it is missing or damaged."""
        try:
            return cls(tuple(_pause(plain) for plain in json.loads(path.read_text("utf-8"))))
        except (OSError, ValueError, TypeError, KeyError):
            return cls()

    def write(self, path: Path) -> None:
        """Write them to a file, which is replaced at once or not at all.

        Raises:
            OSError: it cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(json.dumps([asdict(each) for each in self.all]), "utf-8")
        fresh.chmod(0o600)
        fresh.replace(path)


def _pause(plain: dict[str, Any]) -> Pause:
    until = plain["until"]
    return Pause(float(plain["since"]), None if until is None else float(until), plain["recording"] is True)
