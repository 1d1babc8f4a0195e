"""Figures and lines as a person reads them."""

from __future__ import annotations


def as_percentage(share: float | None) -> str:
    """Return a share as a person reads it; a dash where nothing was counted."""
    return "–" if share is None else f"{share:.1%}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 line", "2 lines"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """Return a length of time in the two largest units that it has."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{whole} s"
