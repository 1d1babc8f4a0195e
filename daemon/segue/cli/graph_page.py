"""The graph of commands as one HTML file with an inline picture, which refers to nothing outside of itself."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING, Any, Final

from segue.cli.graph_picture import picture
from segue.cli.graph_words import cause_words, mend_words, pause, share_of, success
from segue.cli.why_words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from networkx import DiGraph

PAGE: Final = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$title</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #ddd; text-align: right }
th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left }
td:first-child, td:nth-child(2) { font-family: ui-monospace, monospace }
svg { width: 100%; height: auto; border: 1px solid #ddd }
svg text { font: 11px ui-monospace, monospace; paint-order: stroke; stroke: #fff; stroke-width: 3px }
path { fill: none; stroke-opacity: .6 }
path:hover, circle:hover { stroke: #000; stroke-opacity: 1 }
</style>
<h1>$title</h1>
<p>$summary</p>
$picture
<h2>Transitions</h2>
$transitions
$causes
$mends
</html>
""")


def html_page(answer: dict[str, Any], graph: DiGraph, asked: str, *, examples: bool) -> str:
    """Return the page; `asked` is the command that it is about, `examples` shows lines for templates."""
    title = f"segue graph {printable(asked)}".strip()
    return PAGE.substitute(
        title=escape(title),
        summary=f"{graph.number_of_nodes():,} commands and {graph.number_of_edges():,} transitions. Thick arrows are "
        "frequent and recent; green is what mostly succeeds, red what mostly fails, grey nobody knows.",
        picture=picture(graph, set(answer["centres"]), examples=examples),
        transitions=_table(["command", "then", "times", "share", "success", "pause"], _rows(graph, examples=examples)),
        causes=_sentences("What decides how it ends", map(cause_words, answer["causes"])),
        mends=_sentences("What mends a failure", map(mend_words, answer["mends"])),
    )


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


def _table(headings: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    def row(tag: str, cells: Sequence[str]) -> str:
        return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"

    return "\n".join(["<table>", row("th", headings), *(row("td", cells) for cells in body), "</table>"])


def _sentences(title: str, sentences: Iterable[str]) -> str:
    items = [f"<li>{escape(each)}</li>" for each in sentences]
    return "\n".join([f"<h2>{escape(title)}</h2>", "<ul>", *items, "</ul>"]) if items else ""
