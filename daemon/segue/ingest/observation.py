"""From what a hook or a history file reports to what is kept: validated, redacted, or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from segue.domain.observation import HUMAN, Observation
from segue.ingest.redaction import redact
from segue.ingest.rules import Rejection, Rules
from segue.protocol.messages import Record

if TYPE_CHECKING:
    from segue.ingest.history.entry import Entry

LATEST: Final = float(1 << 33)
"""Epoch seconds in the year 2242; a time beyond it is damage, not a date."""

LONGEST: Final = 10 * 365 * 86400.0
MAX_CWD: Final = 4096
_NO_RULES: Final = Rules()


@dataclass(frozen=True, slots=True)
class Source:
    """Who reports: a session as its `hello` described it, or the origin of a history file."""

    session: str = ""
    shell: str = ""
    host: str = ""
    author: str = HUMAN


def observation_from(report: Record | Entry, source: Source, rules: Rules = _NO_RULES) -> Observation | Rejection:
    """Return what is kept of a command that was run, or why nothing is.

    Fields that cannot be true, such as a negative duration, become unknown: they do not cost the line.
    """
    rejection = rules.rejection(report.line)
    if rejection is not None:
        return rejection
    milliseconds = 1000.0 if isinstance(report, Record) else 1.0
    return Observation(
        line=redact(trimmed(report.line)),
        cwd=_directory(report.cwd),
        exit=report.exit,
        start=_within(report.start, milliseconds, LATEST),
        duration=_within(report.duration, milliseconds, LONGEST, allow_zero=True),
        session=source.session,
        shell=source.shell,
        host=source.host,
        author=source.author or HUMAN,
        jobs=report.jobs if isinstance(report, Record) else None,
    )


def trimmed(line: str) -> str:
    """Return the line without blanks at its end, which change nothing unless a backslash quotes them."""
    bare = line.rstrip()
    return line.rstrip("\n") if bare.endswith("\\") else bare


def _within(value: float | None, unit: float, limit: float, *, allow_zero: bool = False) -> float | None:
    """Return a number of seconds, or None when it is unknown or impossible (NaN compares false)."""
    if value is None:
        return None
    seconds = value / unit
    return seconds if 0 < seconds <= limit or (allow_zero and seconds == 0) else None


def _directory(cwd: str | None) -> str | None:
    """Return an absolute directory, or None for anything else."""
    if cwd is None or not cwd.startswith("/") or "\0" in cwd or len(cwd) > MAX_CWD:
        return None
    return cwd
