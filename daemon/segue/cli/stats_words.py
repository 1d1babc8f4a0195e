"""The sentences and rows of `segue stats`, which the terminal and the page share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from segue.cli.why_words import printable
from segue.rendering.words import as_percentage, counted, duration

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PLACES: Final = {
    "directories": "Directories",
    "repositories": "Repositories",
    "shells": "Shells",
    "hosts": "Hosts",
    "authors": "Authors",
}
"""What has names and counts, and what stands above each."""
FEW: Final = 2
"""Names below which a table of them says nothing, unless it is of directories or repositories."""


def summary(values: dict[str, Any]) -> list[str]:
    """Return what was counted, in sentences."""
    commands, days, sessions = values["commands"], values["days"], values["sessions"]
    lines = f"{counted(commands['lines'], 'different line')} of {counted(commands['heads'], 'program')}"
    sentences = [f"{counted(commands['count'], 'command')}, {lines}."]
    if commands["success_rate"] is not None:
        sentences.append(f"{as_percentage(commands['success_rate'])} of those whose end is known succeeded.")
    if commands["first_day"]:
        sentences.append(
            f"From {commands['first_day']} to {commands['last_day']} there were {counted(days['active'], 'day')} with "
            f"commands, at most {days['longest']:,} in a row, {days['current']:,} at present."
        )
        sentences.append(
            f"{counted(sessions['count'], 'stretch', 'stretches')} of work; the median one took "
            f"{duration(sessions['seconds'])} and had {counted(round(sessions['commands']), 'command')}."
        )
    if commands["without_time"]:
        sentences.append(f"Of {counted(commands['without_time'], 'command')} nobody knows the time.")
    return sentences


def suggestions(values: dict[str, Any]) -> list[str]:
    """Return what has become of suggestions, in sentences; none where there were none."""
    found = values["suggestions"]
    sentences = []
    if found["shown"]:
        sentences.append(
            f"{counted(found['shown'], 'suggestion')} stood on an empty prompt: {found['accepted']:,} taken "
            f"({as_percentage(found['taken_rate'])}), {found['typed_out']:,} typed out, {found['in_part']:,} taken in "
            f"part, {found['typed_over']:,} typed over, {found['dismissed']:,} dismissed."
        )
    if found["saved"]:
        sentences.append(f"{counted(found['saved'], 'keystroke')} saved.")
    return sentences


def line_cells(row: dict[str, Any], kind: str) -> list[str]:
    """Return a program or a line with its figures: runs, share, success."""
    return [printable(row[kind]), f"{row['runs']:,}", as_percentage(row["share"]), as_percentage(row["success_rate"])]


def failing_cells(row: dict[str, Any]) -> list[str]:
    """Return a line that fails, how often, and how often it succeeded."""
    return [printable(row["line"]), f"{row['failed']:,}", f"{row['succeeded']:,}"]


def longest_cells(row: dict[str, Any]) -> list[str]:
    """Return a line, how long it took, and when that was."""
    day = "" if row["start"] is None else f"{datetime.fromtimestamp(row['start'], UTC).astimezone():%Y-%m-%d}"
    return [printable(row["line"]), duration(row["seconds"]), day]


def places(values: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield what stands above each table of names, and its rows; without those that say nothing."""
    for kind, above in PLACES.items():
        rows = values[kind]
        if len(rows) >= (1 if kind in {"directories", "repositories"} else FEW):
            yield above, rows
