"""What the doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is; only an error changes the exit status."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found; neither text ever holds a command of the person's.

    Attributes:
        name: a fixed word for scripts.
        severity: how bad it is.
        what: what was found, a sentence.
        remedy: what to do about it, "" where there is nothing to do.
    """

    name: str
    severity: Severity
    what: str
    remedy: str = ""


def ok(name: str, what: str) -> Finding:
    """Return a finding that is no trouble."""
    return Finding(name, Severity.OK, what)


def note(name: str, what: str, remedy: str = "") -> Finding:
    """Return a finding worth knowing."""
    return Finding(name, Severity.NOTE, what, remedy)


def warning(name: str, what: str, remedy: str) -> Finding:
    """Return a finding that costs something."""
    return Finding(name, Severity.WARNING, what, remedy)


def error(name: str, what: str, remedy: str) -> Finding:
    """Return a finding because of which segue does not work, or not safely."""
    return Finding(name, Severity.ERROR, what, remedy)
