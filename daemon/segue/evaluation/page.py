"""A replay's figures as one HTML file with inline SVG plots, which refers to nothing outside of itself."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING, Any, Final

from leather import Chart

from segue.evaluation.report import HEADINGS, as_percentage, calibration_curve, coverage_curve, rows, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMESPACE: Final = ' xmlns="http://www.w3.org/2000/svg"'
"""HTML needs no address to know what SVG is."""
SIZE: Final = 480
GREEN: Final = "#2b7a4b"
GREY: Final = "#999"
TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
PAGE: Final = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>segue replay</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #ddd; text-align: right }
th:first-child, td:first-child { text-align: left }
svg { max-width: 100%; height: auto }
svg text { font-family: system-ui, sans-serif }
</style>
<h1>segue replay</h1>
<p>$summary</p>
$comparison
<h2>Coverage and precision</h2>
<p>What is shown when segue keeps silent unless it is sure enough, and how often that is right.</p>
$coverage_plot
$coverage
<h2>Calibration</h2>
<p>How sure segue is, and how often it is right; the line is perfect. The expected calibration error is $error.</p>
$calibration_plot
$calibration
</html>
""")


def html_page(values: dict[str, Any]) -> str:
    """Return the page."""
    return PAGE.substitute(
        summary=escape(summary(values)),
        comparison=_table(["", *HEADINGS.values(), "segue’s top-1"], rows(values)),
        coverage_plot=_plot("shown", "one threshold each", coverage_curve(values)),
        coverage=_table(["threshold", "shown", "right"], map(_percentages, _coverage_cells(values))),
        error=as_percentage(values["calibration"]["expected_error"]),
        calibration_plot=_plot("sure", "one bin each", calibration_curve(values), diagonal=True),
        calibration=_table(
            ["sure", "on average", "right", "suggestions"],
            (
                [
                    f"{b['low']:.0%} to {b['high']:.0%}",
                    *_percentages([b["confidence"], b["accuracy"]]),
                    f"{b['count']:,}",
                ]
                for b in values["calibration"]["bins"]
            ),
        ),
    )


def _coverage_cells(values: dict[str, Any]) -> Iterable[list[float | None]]:
    return ([point["threshold"], point["coverage"], point["precision"]] for point in values["coverage"])


def _percentages(shares: Iterable[float | None]) -> list[str]:
    return [as_percentage(share) for share in shares]


def _table(headings: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    def row(tag: str, cells: Sequence[str]) -> str:
        return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"

    return "\n".join(["<table>", row("th", headings), *(row("td", cells) for cells in body), "</table>"])


def _plot(name: str, dots: str, curve: Sequence[tuple[float, float]], *, diagonal: bool = False) -> str:
    chart = Chart()
    if diagonal:
        chart.add_line([(0.0, 0.0), (1.0, 1.0)], name="perfect", stroke_color=GREY, stroke_dasharray="4")
    chart.add_line(list(curve), name="segue", stroke_color=GREEN)
    chart.add_dots(list(curve), name=dots, fill_color=GREEN)
    chart.add_x_scale(0, 1)
    chart.add_y_scale(0, 1)
    chart.add_x_axis(ticks=TICKS, tick_formatter=_tick, name=name)
    chart.add_y_axis(ticks=TICKS, tick_formatter=_tick, name="right")
    return str(chart.to_svg(width=SIZE, height=SIZE)).replace(NAMESPACE, "")


def _tick(value: float, _index: int, _count: int) -> str:
    return f"{float(value):.0%}"
