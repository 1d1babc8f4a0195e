"""The graph of commands drawn as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import hypot, sqrt
from typing import TYPE_CHECKING, Any, Final

from segue.cli.graph_words import pause, share_of, success
from segue.cli.why_words import printable, times
from segue.workflows.graph import positions

if TYPE_CHECKING:
    from networkx import DiGraph

WIDTH: Final = 1200
HEIGHT: Final = 800
MARGIN: Final = 90
RADII: Final = (4.0, 18.0)
WIDTHS: Final = (0.6, 5.0)
BEND: Final = 0.12
"""How far an edge leaves the straight line, so that the one back does not hide it."""
LOOP: Final = 16.0
MAX_NAME: Final = 28
GREEN: Final = (43, 122, 75)
RED: Final = (179, 55, 47)
GREY: Final = "#999"
ARROW: Final = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" style="fill:#777"/></marker></defs>'
)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the circle of each node lies, and how large it is."""

    points: dict[str, Point]
    radii: dict[str, float]

    @classmethod
    def of(cls, graph: DiGraph) -> Layout:
        """Return one that fills the picture."""
        points = {
            template: (MARGIN + x * (WIDTH - 2 * MARGIN), MARGIN + y * (HEIGHT - 2 * MARGIN))
            for template, (x, y) in positions(graph).items()
        }
        most = max((runs for _, runs in graph.nodes(data="runs")), default=1)
        return cls(points, {each: _between(RADII, sqrt(runs / most)) for each, runs in graph.nodes(data="runs")})


def picture(graph: DiGraph, centres: set[str], *, examples: bool) -> str:
    """Return the graph as an inline SVG; what a mouse stands on says its figures."""
    layout = Layout.of(graph)
    heaviest = max((weight for *_, weight in graph.edges(data="weight")), default=0.0) or 1.0
    edges = [
        _edge(graph, source, target, layout, _between(WIDTHS, weight / heaviest))
        for source, target, weight in graph.edges(data="weight")
    ]
    nodes = [
        _node(template, node, layout, bold=template in centres, examples=examples)
        for template, node in graph.nodes(data=True)
    ]
    return "\n".join([f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">', ARROW, *edges, *nodes, "</svg>"])


def _edge(graph: DiGraph, source: str, target: str, layout: Layout, width: float) -> str:
    edge, points, radii = graph.edges[source, target], layout.points, layout.radii
    course = (
        _loop(points[source], radii[source])
        if source == target
        else _bow(points[source], points[target], radii[source], radii[target])
    )
    share = share_of(edge["count"], graph.nodes[source]["runs"])
    about = (
        f"{source} → {target}\n{times(edge['count'])}, {share} of what follows, "
        f"success {success(edge)}, pause {pause(edge['gap'])}"
    )
    return (
        f'<path d="{course}" stroke="{_colour(edge["success_rate"])}" stroke-width="{width:.1f}" '
        f'marker-end="url(#arrow)">{_title(about)}</path>'
    )


def _node(template: str, node: dict[str, Any], layout: Layout, *, bold: bool, examples: bool) -> str:
    (x, y), radius = layout.points[template], layout.radii[template]
    name = printable(node["example"] if examples else template)
    short = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
    about = f"{node['example'] if examples else template}\nrun {times(node['runs'])}, success {success(node)}"
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_colour(node["success_rate"])}">{_title(about)}'
        f'</circle><text x="{x:.1f}" y="{y + radius + 11:.1f}" text-anchor="middle"{weight}>{escape(short)}</text>'
    )


def _bow(start: Point, end: Point, from_radius: float, to_radius: float) -> str:
    """Return a curve from the rim of one circle to that of another."""
    (x0, y0), (x1, y1) = start, end
    across, down = x1 - x0, y1 - y0
    bent = (x0 + x1) / 2 - BEND * down, (y0 + y1) / 2 + BEND * across
    (x0, y0), (x1, y1) = _towards(start, bent, from_radius), _towards(end, bent, to_radius + 2)
    return f"M{x0:.1f} {y0:.1f}Q{bent[0]:.1f} {bent[1]:.1f} {x1:.1f} {y1:.1f}"


def _loop(point: Point, radius: float) -> str:
    x, y = point[0], point[1] - radius
    return f"M{x - 3:.1f} {y:.1f}C{x - LOOP:.1f} {y - LOOP:.1f} {x + LOOP:.1f} {y - LOOP:.1f} {x + 3:.1f} {y - 2:.1f}"


def _towards(start: Point, end: Point, length: float) -> Point:
    across, down = end[0] - start[0], end[1] - start[1]
    share = length / max(hypot(across, down), length)
    return start[0] + across * share, start[1] + down * share


def _colour(rate: float | None) -> str:
    if rate is None:
        return GREY
    red, green, blue = (round(_between((bad, good), rate)) for bad, good in zip(RED, GREEN, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share


def _title(text: str) -> str:
    return f"<title>{escape(chr(10).join(map(printable, text.split(chr(10)))))}</title>"
