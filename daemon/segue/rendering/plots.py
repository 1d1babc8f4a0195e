"""Plots of Braille dots for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plotille import Figure
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

WIDTHS: Final = (100, 50, 20)
"""Columns of a plot: a tick stands at every tenth, so that these give round ticks."""
HEIGHT: Final = 10
BESIDE: Final = 27
"""Columns that the axes and their names need."""


def plot_width(console: Console) -> int | None:
    """Return how many columns a plot can have, or None where the terminal is too narrow for any."""
    return next((width for width in WIDTHS if width + BESIDE <= console.width), None)


def empty_plot(width: int, x_name: str, y_name: str) -> Figure:
    """Return a figure of this width without curves."""
    figure = Figure()
    figure.width, figure.height = width, HEIGHT
    figure.origin = False
    figure.x_label, figure.y_label = x_name, y_name
    return figure


def shares_on_y(figure: Figure) -> None:
    """Let the y axis show shares from none to all."""
    figure.y_ticks_fkt = lambda low, _high: f"{low:>10.0%}"
    figure.set_y_limits(0.0, 1.0)


def shares_on_x(figure: Figure) -> None:
    """Let the x axis show shares from none to all."""
    figure.x_ticks_fkt = lambda low, _high: f"{low:.0%}"
    figure.set_x_limits(0.0, 1.0)


def drawn(figure: Figure) -> Text:
    """Return the plot with colours; the console leaves out those that are not wanted."""
    return Text.from_ansi(figure.show(), no_wrap=True, overflow="crop")
