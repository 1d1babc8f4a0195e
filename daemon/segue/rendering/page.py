"""One HTML file with inline SVG pictures, which refers to nothing outside of itself and can be printed."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leather import Chart

NAMESPACE: Final = ' xmlns="http://www.w3.org/2000/svg"'
"""HTML needs no address to know what SVG is."""
GREEN: Final = "#2b7a4b"
GREY: Final = "#999"
PAGE: Final = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$title</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #ddd; text-align: right; overflow-wrap: anywhere }
th:first-child, td:first-child { text-align: left }
.map th, .map td { width: 1.6rem; padding: .1rem; font-size: .75rem; font-weight: normal; text-align: center }
svg { max-width: 100%; height: auto }
svg text { font-family: system-ui, sans-serif }
@media print {
  body { max-width: none; margin: 0; print-color-adjust: exact }
  h2 { break-after: avoid }
  tr, svg { break-inside: avoid }
}
$style</style>
<h1>$title</h1>
$body
</html>
""")


def page(title: str, parts: Iterable[str], style: str = "") -> str:
    """Return a page of a title, which is text, and parts, which are HTML; `style` is CSS of its own."""
    return PAGE.substitute(title=escape(title), body="\n".join(parts), style=style)


def heading(text: str) -> str:
    """Return the heading of a section."""
    return f"<h2>{escape(text)}</h2>"


def paragraph(text: str) -> str:
    """Return a paragraph of text."""
    return f"<p>{escape(text)}</p>"


def table(headings: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """Return a table of texts; the first column stands on the left, numbers behind it on the right."""

    def row(tag: str, cells: Sequence[str]) -> str:
        return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"

    return "\n".join(["<table>", row("th", headings), *(row("td", cells) for cells in body), "</table>"])


def picture(chart: Chart, width: int, height: int) -> str:
    """Return a chart of so many pixels as inline SVG."""
    return str(chart.to_svg(width=width, height=height)).replace(NAMESPACE, "")


def percent_tick(value: float, _index: int, _count: int) -> str:
    """Return what stands at an axis of shares."""
    return f"{float(value):.0%}"
