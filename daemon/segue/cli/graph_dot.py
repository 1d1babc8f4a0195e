"""The graph of commands in the language of Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.cli.graph_words import pause, share_of, success
from segue.cli.why_words import printable, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from networkx import DiGraph

THINNEST: Final = 0.5
THICKER: Final = 5.0


def dot(graph: DiGraph, *, examples: bool) -> str:
    """Return a digraph: thick edges weigh more, their labels are the share of what follows the first command."""
    return "\n".join(["digraph segue {", *_statements(graph, examples=examples), "}", ""])


def _statements(graph: DiGraph, *, examples: bool) -> Iterator[str]:
    yield 'node [shape=box, style=rounded, fontname="Helvetica"];'
    yield 'edge [fontname="Helvetica", fontsize=10];'
    numbers = {template: number for number, template in enumerate(graph)}
    heaviest = max((weight for *_, weight in graph.edges(data="weight")), default=0.0)
    for template, node in graph.nodes(data=True):
        label = node["example"] if examples else template
        about = f"run {times(node['runs'])}, success {success(node)}"
        yield f"n{numbers[template]} [label={_quoted(label)}, tooltip={_quoted(about)}];"
    for source, target, edge in graph.edges(data=True):
        yield f"n{numbers[source]} -> n{numbers[target]} [{_drawn(graph.nodes[source], edge, heaviest)}];"


def _drawn(source: dict[str, Any], edge: dict[str, Any], heaviest: float) -> str:
    width = THINNEST + THICKER * (edge["weight"] / heaviest if heaviest else 0.0)
    about = f"{times(edge['count'])}, success {success(edge)}, pause {pause(edge['gap'])}"
    share = share_of(edge["count"], source["runs"])
    return f"label={_quoted(share)}, tooltip={_quoted(about)}, penwidth={width:.2f}"


def _quoted(text: str) -> str:
    r"""Return text as a DOT string; Graphviz would take `\n`, `\G` and the like in it for its own."""
    return '"' + printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
