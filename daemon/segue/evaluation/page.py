"""A replay's figures as one HTML file with plots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from leather import Chart

from segue.evaluation.report import HEADINGS, calibration_curve, coverage_curve, rows, summary
from segue.rendering.page import GREEN, GREY, heading, page, paragraph, percent_tick, picture, table
from segue.rendering.words import as_percentage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIZE: Final = 480
TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def html_page(values: dict[str, Any]) -> str:
    """Return the page."""
    return page(
        "segue replay",
        [
            paragraph(summary(values)),
            table(["", *HEADINGS.values(), "segue’s top-1"], rows(values)),
            heading("Coverage and precision"),
            paragraph("What is shown when segue keeps silent unless it is sure enough, and how often that is right."),
            _plot("shown", "one threshold each", coverage_curve(values)),
            table(["threshold", "shown", "right"], map(_percentages, _coverage_cells(values))),
            heading("Calibration"),
            paragraph(
                "How sure segue is, and how often it is right; the line is perfect. The expected calibration error is "
                f"{as_percentage(values['calibration']['expected_error'])}."
            ),
            _plot("sure", "one bin each", calibration_curve(values), diagonal=True),
            table(
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
        ],
    )


def _coverage_cells(values: dict[str, Any]) -> Iterable[list[float | None]]:
    return ([point["threshold"], point["coverage"], point["precision"]] for point in values["coverage"])


def _percentages(shares: Iterable[float | None]) -> list[str]:
    return [as_percentage(share) for share in shares]


def _plot(name: str, dots: str, curve: Sequence[tuple[float, float]], *, diagonal: bool = False) -> str:
    chart = Chart()
    if diagonal:
        chart.add_line([(0.0, 0.0), (1.0, 1.0)], name="perfect", stroke_color=GREY, stroke_dasharray="4")
    chart.add_line(list(curve), name="segue", stroke_color=GREEN)
    chart.add_dots(list(curve), name=dots, fill_color=GREEN)
    chart.add_x_scale(0, 1)
    chart.add_y_scale(0, 1)
    chart.add_x_axis(ticks=TICKS, tick_formatter=percent_tick, name=name)
    chart.add_y_axis(ticks=TICKS, tick_formatter=percent_tick, name="right")
    return picture(chart, SIZE, SIZE)
