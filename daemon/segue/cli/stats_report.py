"""The figures of `segue stats` in the terminal: tables, a map of the week, plots."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from rich.bar import Bar
from rich.table import Table
from rich.text import Text

from segue.cli.stats_words import (
    WEEKDAYS,
    failing_cells,
    line_cells,
    longest_cells,
    places,
    suggestions,
    summary,
)
from segue.cli.why_words import printable
from segue.rendering.plots import drawn, empty_plot, plot_width, shares_on_y
from segue.rendering.words import as_percentage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

RUNS: Final = ("runs", "share", "succeeded")
SHADES: Final = "·░▒▓█"
BESIDE_HOURS: Final = 4
HOURS: Final = 24
BAR: Final = 12
YEAR: Final = 365
LEAST_WEEKS: Final = 2
"""Weeks that make a curve."""


def print_report(values: dict[str, Any], console: Console) -> None:
    """Print the figures; colours and width are the console's, and a narrow one gets no plots."""
    for sentence in summary(values):
        console.print(sentence, highlight=False)
    _print_programs(console, values["heads"])
    _print_table(console, "Lines", ["line", *RUNS], (line_cells(row, "line") for row in values["lines"]))
    _print_table(console, "What fails", ["line", "failed", "succeeded"], map(failing_cells, values["failing"]))
    _print_table(console, "What took longest", ["line", "time", "day"], map(longest_cells, values["longest"]))
    for above, rows in places(values):
        _print_names(console, above, rows)
    _print_hours(console, values["hours"])
    _print_weeks(console, values["weeks"])
    _print_suggestions(console, values)


def _heading(console: Console, text: str) -> None:
    console.print(f"\n{text}", style="bold", highlight=False)


def _table(columns: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(columns[0])
    for column in columns[1:]:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _print_table(console: Console, above: str, columns: Sequence[str], rows: Iterable[list[str]]) -> None:
    table = _table(columns)
    for row in rows:
        table.add_row(_cut(row[0]), *map(Text, row[1:]))
    if table.row_count:
        _heading(console, above)
        console.print(table)


def _print_programs(console: Console, rows: list[dict[str, Any]]) -> None:
    table = _table(["program", *RUNS])
    table.add_column("", min_width=BAR)
    for row in rows:
        name, *figures = line_cells(row, "head")
        table.add_row(_cut(name), *figures, Bar(rows[0]["runs"], 0, row["runs"], width=BAR, color="green"))
    _heading(console, "Programs")
    console.print(table)


def _cut(text: str) -> Text:
    """Return text that gives way to the columns beside it where the terminal is narrow."""
    return Text(text, no_wrap=True, overflow="ellipsis")


def _print_names(console: Console, above: str, rows: list[dict[str, Any]]) -> None:
    cells = ([printable(row["name"]), f"{row['commands']:,}", as_percentage(row["share"])] for row in rows)
    _print_table(console, above, ["", "commands", "share"], cells)


def _print_hours(console: Console, hours: list[list[int]]) -> None:
    most = max(map(max, hours))
    wide = min((console.width - BESIDE_HOURS) // HOURS, 3)
    if not most or wide < 1:
        return
    _heading(console, f"When, from {SHADES[0]} none to {SHADES[-1]} {most:,} commands in that hour of the week")
    above = "".join(f"{hour:<{3 * wide}}" for hour in range(0, HOURS, 3))
    console.print(Text(" " * BESIDE_HOURS + above.rstrip(), style="dim"))
    for name, row in zip(WEEKDAYS, hours, strict=True):
        shades = "".join(SHADES[-(-count * (len(SHADES) - 1) // most)] * wide for count in row)
        console.print(Text.assemble(f"{name:<{BESIDE_HOURS}}", (shades, "green")))


def _print_weeks(console: Console, weeks: list[dict[str, Any]]) -> None:
    width = plot_width(console)
    if width is None or len(weeks) < LEAST_WEEKS:
        return
    _heading(console, "Commands of each week")
    console.print(_curve(width, "commands", weeks, [row["commands"] for row in weeks]))


def _print_suggestions(console: Console, values: dict[str, Any]) -> None:
    sentences = suggestions(values)
    if not sentences:
        return
    _heading(console, "Suggestions")
    for sentence in sentences:
        console.print(sentence, highlight=False)
    weeks = [row for row in values["suggestions"]["weeks"] if row["shown"]]
    width = plot_width(console)
    if width is not None and len(weeks) >= LEAST_WEEKS:
        console.print("\nThe share of them that was taken, week by week:", highlight=False)
        console.print(_curve(width, "taken", weeks, [row["taken_rate"] for row in weeks], shares=True))


def _curve(
    width: int, name: str, weeks: list[dict[str, Any]], values: Sequence[float], *, shares: bool = False
) -> Text:
    days = [float(date.fromisoformat(row["week"]).toordinal()) for row in weeks]
    figure = empty_plot(width, "week", name)
    figure.set_x_limits(days[0], days[-1])
    form = "%Y-%m" if days[-1] - days[0] > YEAR else "%m-%d"
    figure.x_ticks_fkt = lambda low, _high: date.fromordinal(round(low)).strftime(form)
    if shares:
        shares_on_y(figure)
    else:
        figure.set_y_limits(0.0, float(max(*values, 1)))
        figure.y_ticks_fkt = lambda low, _high: f"{low:>10,.0f}"
    figure.plot(days, list(values), lc="green")
    return drawn(figure)
