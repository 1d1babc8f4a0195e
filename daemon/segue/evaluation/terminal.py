"""A replay's figures in the terminal: a table, and the curves as plots of Braille dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

from segue.evaluation.report import HEADINGS, calibration_curve, coverage_curve, rows, summary
from segue.evaluation.strategies import SEGUE
from segue.rendering.plots import drawn, empty_plot, plot_width, shares_on_x, shares_on_y
from segue.rendering.words import as_percentage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text


def print_report(values: dict[str, Any], console: Console) -> None:
    """Print the figures; colours and width are the console's, and a narrow one gets no plots."""
    console.print(summary(values), highlight=False)
    console.print(_table(values))
    width = plot_width(console)
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
    figure = empty_plot(width, name, "right")
    shares_on_x(figure)
    shares_on_y(figure)
    if diagonal:
        figure.plot([0.0, 1.0], [0.0, 1.0], lc="bright_black")
    figure.plot([x for x, _ in curve], [y for _, y in curve], lc="green", marker="●")
    return drawn(figure)
