"""The graph of commands for NetworkX. It takes 33 MB to load: only commands do that, never the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.workflows.excerpt import edge_map, node_map
from segue.workflows.neighbourhood import neighbourhood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from networkx import DiGraph

    from segue.workflows.transitions import Transitions

SEED: Final = 1
ITERATIONS: Final = 200
SPREAD: Final = 2.5
"""How far apart neighbours are drawn, over what NetworkX does: their names need room."""


def digraph(transitions: Transitions) -> DiGraph:
    """Return all transitions as a graph; nodes and edges have the attributes that `excerpt` names."""
    counts, now = transitions.counts, transitions.counts.latest or 0.0
    return assembled(
        (node_map(template, node, now) for template, node in counts.nodes.items()),
        (edge_map(pair, edge, now) for pair, edge in counts.edges.items()),
    )


def assembled(nodes: Iterable[dict[str, Any]], edges: Iterable[dict[str, Any]]) -> DiGraph:
    """Return the graph that an excerpt describes."""
    from networkx import DiGraph  # noqa: PLC0415 - 33 MB

    graph = DiGraph()
    graph.add_nodes_from((node["template"], {**node, "success_rate": _rate(node)}) for node in nodes)
    graph.add_edges_from((edge["source"], edge["target"], {**edge, "success_rate": _rate(edge)}) for edge in edges)
    for *_, attributes in graph.edges(data=True):
        del attributes["source"], attributes["target"]
    for _, attributes in graph.nodes(data=True):
        attributes.pop("template", None)
    return graph


def around(graph: DiGraph, template: str, depth: int, most: int) -> DiGraph:
    """Return the strongest edges within `depth` steps of a command, in either direction, and what they connect."""
    weights = {(source, target): weight for source, target, weight in graph.edges(data="weight")}
    part = graph.edge_subgraph(neighbourhood(weights, [template], depth, most)).copy()
    if template in graph:
        part.add_node(template, **graph.nodes[template])
    return part


def positions(graph: DiGraph) -> dict[str, tuple[float, float]]:
    """Return where to draw each node, from 0 to 1 both ways; the same graph is drawn the same way."""
    from networkx import spring_layout  # noqa: PLC0415 - 33 MB

    if not graph:
        return {}
    # Not by its weights: they differ so much that all but a few nodes would lie on one spot.
    distance = SPREAD / len(graph) ** 0.5
    places = spring_layout(graph, k=distance, weight=None, seed=SEED, iterations=ITERATIONS, method="force")
    columns = [_spread([float(place[axis]) for place in places.values()]) for axis in (0, 1)]
    return dict(zip(places, zip(*columns, strict=True), strict=True))


def _spread(values: list[float]) -> list[float]:
    """Return the places in the order of the values, at the same distances: where many are, there is room for them."""
    order = sorted(range(len(values)), key=values.__getitem__)
    rank = {index: place for place, index in enumerate(order)}
    last = len(values) - 1
    return [rank[index] / last if last else 0.5 for index in range(len(values))]


def _rate(counted: dict[str, Any]) -> float | None:
    """Return the share of successes among the known ends, None where none is known."""
    known = counted["successes"] + counted["failures"]
    return counted["successes"] / known if known else None
