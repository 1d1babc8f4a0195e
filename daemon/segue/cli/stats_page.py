"""The figures of `segue stats` as one HTML file with pictures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from leather import Chart

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
from segue.rendering.page import GREEN, heading, page, paragraph, percent_tick, picture, table
from segue.rendering.words import as_percentage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDTH: Final = 760
HEIGHT: Final = 320
BAR: Final = 28
"""Pixels of a bar and what is between two."""
LEAST_WEEKS: Final = 2
LONGEST_NAME: Final = 24
RUNS: Final = ("runs", "share", "succeeded")
SHARES: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def html_page(values: dict[str, Any]) -> str:
    """Return the page."""
    return page("segue stats", _parts(values))


def _parts(values: dict[str, Any]) -> Iterator[str]:
    yield paragraph(" ".join(summary(values)))
    if not values["commands"]["count"]:
        return
    yield heading("Programs")
    yield _bars([(row["head"], row["runs"]) for row in values["heads"]])
    yield table(["program", *RUNS], (line_cells(row, "head") for row in values["heads"]))
    yield heading("Lines")
    yield table(["line", *RUNS], (line_cells(row, "line") for row in values["lines"]))
    yield from _section("What fails", ["line", "failed", "succeeded"], map(failing_cells, values["failing"]))
    yield from _section("What took longest", ["line", "time", "day"], map(longest_cells, values["longest"]))
    for above, rows in places(values):
        cells = ([printable(row["name"]), f"{row['commands']:,}", as_percentage(row["share"])] for row in rows)
        yield from _section(above, ["", "commands", "share"], cells)
    if max(map(max, values["hours"])):
        yield heading("When")
        yield _columns("hour", [(str(hour), sum(day[hour] for day in values["hours"])) for hour in range(24)])
        yield _columns("day", [(name, sum(day)) for name, day in zip(WEEKDAYS, values["hours"], strict=True)])
        yield _map_of_the_week(values["hours"])
    if len(values["weeks"]) >= LEAST_WEEKS:
        yield heading("Commands of each week")
        yield _weeks("commands", [(row["week"], row["commands"]) for row in values["weeks"]])
    yield from _suggestions(values)


def _section(above: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table with what stands above it, unless it is empty."""
    if found := list(rows):
        yield heading(above)
        yield table(headings, found)


def _suggestions(values: dict[str, Any]) -> Iterator[str]:
    if sentences := suggestions(values):
        yield heading("Suggestions")
        yield paragraph(" ".join(sentences))
    weeks = [row for row in values["suggestions"]["weeks"] if row["shown"]]
    if len(weeks) >= LEAST_WEEKS:
        yield paragraph("The share of them that was taken, week by week:")
        yield _weeks("taken", [(row["week"], row["taken_rate"]) for row in weeks], shares=True)


def _bars(rows: list[tuple[str, int]]) -> str:
    chart = Chart()
    # Cut names can be the same, and bars of one name would be one.
    named = [(runs, f"{number}. {_short(name)}") for number, (name, runs) in enumerate(rows, 1)]
    chart.add_bars(named, fill_color=GREEN)
    chart.add_x_axis(name="runs")
    return picture(chart, WIDTH, BAR * len(rows) + 120)


def _columns(name: str, rows: list[tuple[str, int]]) -> str:
    chart = Chart()
    chart.add_columns(rows, fill_color=GREEN)
    chart.add_x_axis(name=name)
    chart.add_y_axis(name="commands")
    return picture(chart, WIDTH, HEIGHT)


def _weeks(name: str, rows: list[tuple[str, float]], *, shares: bool = False) -> str:
    chart = Chart()
    chart.add_line([(date.fromisoformat(week), value) for week, value in rows], stroke_color=GREEN)
    chart.add_x_axis(name="week")
    if shares:
        chart.add_y_scale(0, 1)
        chart.add_y_axis(ticks=SHARES, tick_formatter=percent_tick, name=name)
    else:
        chart.add_y_scale(0, max(1, *(value for _, value in rows)))
        chart.add_y_axis(name=name)
    return picture(chart, WIDTH, HEIGHT)


def _map_of_the_week(hours: list[list[int]]) -> str:
    most = max(map(max, hours))
    above = "".join(f"<th>{hour}</th>" for hour in range(24))
    rows = "\n".join(
        f"<tr><th>{name}</th>{''.join(_hour(count, most) for count in row)}</tr>"
        for name, row in zip(WEEKDAYS, hours, strict=True)
    )
    return f'<table class="map">\n<tr><th></th>{above}</tr>\n{rows}\n</table>'


def _hour(count: int, most: int) -> str:
    """Return an hour as a field, the greener the more was run; its number is its title."""
    return f'<td style="background: {GREEN}{round(count / most * 255):02x}" title="{count:,}"></td>'


def _short(name: str) -> str:
    """Return a name as it can stand in a picture; leather escapes it."""
    text = printable(name)
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
