"""A replay's figures in the terminal: a table, and the curves as plots of Braille dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from plotille import Figure
from rich.table import Table
from rich.text import Text

from segue.evaluation.report import HEADINGS, as_percentage, calibration_curve, coverage_curve, rows, summary
from segue.evaluation.strategies import SEGUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

WIDTHS: Final = (100, 50, 20)
"""Columns of a plot: a tick stands at every tenth, so that these give round ticks."""
HEIGHT: Final = 10
BESIDE: Final = 27
"""Columns that the axes and their names need."""


def print_report(values: dict[str, Any], console: Console) -> None:
    """Print the figures; colours and width are the console's, and a narrow one gets no plots."""
    console.print(summary(values), highlight=False)
    console.print(_table(values))
    width = next((width for width in WIDTHS if width + BESIDE <= console.width), None)
    if width is None:
        return
    console.print(
        "\nWhat is shown when segue keeps silent unless it is sure enough, and how often that is right:",
        highlight=False,
    )
    console.print(_plot(width, "shown", coverage_curve(values)))
    error = as_percentage(values["calibration"]["expected_error"])
    console.print(
        f"\nHow sure segue is, and how often it is right; the diagonal is perfect, the mean error {error}:",
        highlight=False,
    )
    console.print(_plot(width, "sure", calibration_curve(values), diagonal=True))


def _table(values: dict[str, Any]) -> Table:
    table = Table()
    table.add_column("")
    for heading in (*HEADINGS.values(), "segue's top-1"):
        table.add_column(heading, justify="right")
    for row in rows(values):
        table.add_row(*row, style="bold" if row[0] == SEGUE else "")
    return table


def _plot(width: int, name: str, curve: Sequence[tuple[float, float]], *, diagonal: bool = False) -> Text:
    """Return the plot with colours; the console leaves out those that are not wanted."""
    figure = Figure()
    figure.width, figure.height = width, HEIGHT
    figure.origin = False
    figure.x_label, figure.y_label = name, "right"
    figure.x_ticks_fkt = lambda low, _high: f"{low:.0%}"
    figure.y_ticks_fkt = lambda low, _high: f"{low:>10.0%}"
    figure.set_x_limits(0.0, 1.0)
    figure.set_y_limits(0.0, 1.0)
    if diagonal:
        figure.plot([0.0, 1.0], [0.0, 1.0], lc="bright_black")
    figure.plot([x for x, _ in curve], [y for _, y in curve], lc="green", marker="●")
    return Text.from_ansi(figure.show(), no_wrap=True, overflow="crop")
