"""A part of the graph in plain values with names, as clients see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.workflows.causes import Cause, Mend, causes, mends
from segue.workflows.neighbourhood import named, neighbourhood
from segue.workflows.template import template_of

if TYPE_CHECKING:
    from segue.workflows.plain import Counts
    from segue.workflows.records import Edge, Node


def excerpt(counts: Counts, around: str, depth: int, most: int) -> dict[str, Any]:
    """Return the graph around the templates that a text means, or all of it, as far as the strongest edges go.

    `centres` are those templates, the strongest first.
    """
    now = counts.latest or 0.0
    weights = {pair: edge.weight_at(now) for pair, edge in counts.edges.items()}
    centres: list[str] = []
    if around:
        found = named(counts.nodes, around, template_of(around))
        centres = sorted(found, key=lambda each: -counts.nodes[each].strength)[:most]
        pairs = neighbourhood(weights, centres, depth, most)
    else:
        pairs = sorted(weights, key=lambda pair: -weights[pair])[:most]
    about = set(centres) if around else None
    templates = dict.fromkeys([*centres, *(end for pair in pairs for end in pair)])
    return {
        "nodes": [node_map(each, counts.nodes[each], now) for each in templates],
        "edges": [edge_map(pair, counts.edges[pair], now) for pair in pairs],
        "causes": [_cause_map(each) for each in causes(counts, about)],
        "mends": [_mend_map(each) for each in mends(counts, about)],
        "centres": centres,
    }


def node_map(template: str, node: Node, now: float) -> dict[str, Any]:
    """Return a template and what was counted of it; its weight is that of `now`."""
    return {
        "template": template,
        "runs": node.count,
        "successes": node.successes,
        "failures": node.failures,
        "weight": node.weight_at(now),
        "last": node.last_run,
        "example": node.example,
    }


def edge_map(pair: tuple[str, str], edge: Edge, now: float) -> dict[str, Any]:
    """Return a transition and what was counted of it; its weight is that of `now`."""
    return {
        "source": pair[0],
        "target": pair[1],
        "count": edge.count,
        "successes": edge.successes,
        "failures": edge.failures,
        "weight": edge.weight_at(now),
        "gap": edge.gap,
        "shells": list(edge.shells),
    }


def _cause_map(cause: Cause) -> dict[str, Any]:
    return {
        "before": list(cause.before),
        "then": cause.then,
        "outcome": cause.outcome,
        "cases": cause.cases,
        "of": cause.of,
        "rate": cause.rate,
        "usual": cause.usual,
        "lift": cause.lift,
    }


def _mend_map(mend: Mend) -> dict[str, Any]:
    return {
        "failed": mend.failed,
        "mender": mend.mender,
        "cases": mend.cases,
        "of": mend.of,
        "rate": mend.rate,
        "usual": mend.usual,
        "lift": mend.lift,
    }
