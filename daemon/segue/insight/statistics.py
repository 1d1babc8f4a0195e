"""All figures of a history, as plain values in the form that `segue stats --json` prints."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from segue.insight.acceptance import acceptance
from segue.insight.calendar import days, hours_of_the_week, streaks, weeks
from segue.insight.heads import by_head
from segue.insight.visits import visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from segue.domain.acceptance import Acceptance
    from segue.store.figures import HistoryFigures, LineRuns
    from segue.store.selection import Selection

OFTEN: Final = 3
"""Ends of a line that have to be known before it is said to keep failing: less may be chance."""


def statistics(
    history: HistoryFigures, selection: Selection, *, now: float, zone: tzinfo | None = None, top: int = 10
) -> dict[str, Any]:
    """Return the figures of the selected commands, with at most `top` rows of what there can be any number of.

    `now` is epoch seconds; days and hours are those of the zone, without one those of the machine. Shares lie between
    0 and 1, and None stands where nothing was counted.
    """
    lines = history.lines(selection)
    heads = by_head(lines)
    commands = sum(line.runs for line in lines)
    quarters = history.quarters(selection)
    active = days(quarters, zone)
    found, curve = acceptance(history.feedback(selection), zone)
    today = datetime.fromtimestamp(now, UTC).astimezone(zone).date()
    return {
        "selection": asdict(selection),
        "commands": {
            "count": commands,
            "lines": len(lines),
            "heads": len(heads),
            "without_time": commands - sum(quarters.values()),
            "first_day": min(active).isoformat() if active else None,
            "last_day": max(active).isoformat() if active else None,
            **endings(lines),
        },
        "heads": [_runs("head", head, commands) for head in heads[:top]],
        "lines": [_runs("line", line, commands) for line in lines[:top]],
        "failing": [_runs("line", line, commands) for line in _failing(lines)[:top]],
        "longest": [run._asdict() for run in history.longest(selection, top)],
        "hours": hours_of_the_week(quarters, zone),
        "weeks": [{"week": week.isoformat(), "commands": count} for week, count in weeks(active).items()],
        "days": streaks(active, today)._asdict(),
        "sessions": asdict(visits(history.starts(selection))),
        "suggestions": {
            **_suggestions(found),
            "weeks": [{"week": week.isoformat(), **_suggestions(count)} for week, count in curve.items()],
        },
        **{
            kind: _most(history.names(kind, selection), commands, top)
            for kind in ("directories", "repositories", "shells", "hosts", "authors")
        },
    }


def success_rate(line: LineRuns) -> float | None:
    """Return the share of runs that succeeded among those that succeeded or failed, None where nothing is known."""
    known = line.succeeded + line.failed
    return line.succeeded / known if known else None


def endings(lines: Iterable[LineRuns]) -> dict[str, Any]:
    """Return how the runs of all lines ended, and the share of those that succeeded, None where nothing is known."""
    succeeded = failed = 0
    for line in lines:
        succeeded += line.succeeded
        failed += line.failed
    known = succeeded + failed
    return {"succeeded": succeeded, "failed": failed, "success_rate": succeeded / known if known else None}


def _runs(kind: str, line: LineRuns, commands: int) -> dict[str, Any]:
    return {
        kind: line.text,
        "runs": line.runs,
        "share": line.runs / commands,
        "succeeded": line.succeeded,
        "failed": line.failed,
        "success_rate": success_rate(line),
        "last": line.last,
    }


def _failing(lines: Sequence[LineRuns]) -> list[LineRuns]:
    """Return the lines that fail more often than not or just as often, those first that failed most."""
    found = [line for line in lines if line.failed >= line.succeeded and line.failed + line.succeeded >= OFTEN]
    return sorted(found, key=lambda line: (-line.failed, line.succeeded, line.text))


def _suggestions(found: Acceptance) -> dict[str, Any]:
    return {"shown": found.shown, **asdict(found), "taken_rate": found.taken, "right_rate": found.right}


def _most(counts: Mapping[str, int], commands: int, top: int) -> list[dict[str, Any]]:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [{"name": name, "commands": count, "share": count / commands} for name, count in ordered[:top]]
