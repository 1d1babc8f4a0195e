"""The graph of commands as one HTML file with an inline picture, which refers to nothing outside of itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from segue.cli.graph_picture import picture
from segue.cli.graph_words import cause_words, mend_words, pause, share_of, success
from segue.cli.why_words import printable
from segue.rendering.page import heading, page, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from networkx import DiGraph

STYLE: Final = """\
body { max-width: 80rem }
th:nth-child(2), td:nth-child(2) { text-align: left }
td:first-child, td:nth-child(2) { font-family: ui-monospace, monospace }
svg { width: 100%; border: 1px solid #ddd }
svg text { font: 11px ui-monospace, monospace; paint-order: stroke; stroke: #fff; stroke-width: 3px }
path { fill: none; stroke-opacity: .6 }
path:hover, circle:hover { stroke: #000; stroke-opacity: 1 }
"""


def html_page(answer: dict[str, Any], graph: DiGraph, asked: str, *, examples: bool) -> str:
    """Return the page; `asked` is the command that it is about, `examples` shows lines for templates."""
    summary = (
        f"{graph.number_of_nodes():,} commands and {graph.number_of_edges():,} transitions. Thick arrows are frequent "
        "and recent; green is what mostly succeeds, red what mostly fails, grey nobody knows."
    )
    parts = [
        paragraph(summary),
        picture(graph, set(answer["centres"]), examples=examples),
        heading("Transitions"),
        table(["command", "then", "times", "share", "success", "pause"], _rows(graph, examples=examples)),
        *_sentences("What decides how it ends", map(cause_words, answer["causes"])),
        *_sentences("What mends a failure", map(mend_words, answer["mends"])),
    ]
    return page(f"segue graph {printable(asked)}".strip(), parts, STYLE)


def _rows(graph: DiGraph, *, examples: bool) -> Iterable[Sequence[str]]:
    for source, target, edge in sorted(graph.edges(data=True), key=lambda each: -each[2]["weight"]):
        first, second = graph.nodes[source], graph.nodes[target]
        yield (
            printable(first["example"] if examples else source),
            printable(second["example"] if examples else target),
            f"{edge['count']:,}",
            share_of(edge["count"], first["runs"]),
            success(edge),
            pause(edge["gap"]),
        )


def _sentences(above: str, sentences: Iterable[str]) -> Iterator[str]:
    """Yield a list with what stands above it, unless it is empty."""
    if items := [f"<li>{escape(each)}</li>" for each in sentences]:
        yield heading(above)
        yield "\n".join(["<ul>", *items, "</ul>"])
