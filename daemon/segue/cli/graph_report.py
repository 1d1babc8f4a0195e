"""The graph of commands in the terminal: what comes before and after one, or the strongest of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from segue.cli.graph_words import cause_words, mend_words, pause, share_of, success
from segue.cli.why_words import ago, printable, times
from segue.workflows.graph import around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from networkx import DiGraph

BAR: Final = 10
MAX_CENTRES: Final = 4
MAX_ROWS: Final = 8
"""Of one command before and after another; half as many of each that is a step farther away."""
MAX_SENTENCES: Final = 5
NOT_MINED: Final = "The history is not mined yet: segue does that in the background, try again in a while."
NOTHING: Final = "No transitions are known yet: they are counted once commands have been run one after the other."


def report(answer: dict[str, Any], graph: DiGraph, asked: str, depth: int, now: float, *, examples: bool) -> Group:
    """Return the daemon's answer for a terminal; `now` is epoch time, `examples` shows lines for templates."""
    centres = answer["centres"]
    parts: list[RenderableType] = []
    if answer["mined_at"] is None:
        parts.append(Text(NOT_MINED))
    elif asked and not centres:
        parts.append(Text(f"Nothing like `{printable(asked)}` is in the graph."))
    elif not graph:
        parts.append(Text(NOTHING))
    elif asked:
        for centre in centres[:MAX_CENTRES]:
            parts += _around(graph, centre, depth, now, examples=examples)
        if len(centres) > MAX_CENTRES:
            parts.append(Text(f"and {len(centres) - MAX_CENTRES} more: name one of them", style="dim"))
            parts += [Text(f"  {printable(each)}", style="dim") for each in centres[MAX_CENTRES : 2 * MAX_CENTRES]]
    else:
        parts += [_hubs(graph, examples=examples), Text(), _strongest(graph, examples=examples), Text()]
    for title, sentences in (
        ("what decides how it ends", [cause_words(each) for each in answer["causes"]]),
        ("what mends a failure", [mend_words(each) for each in answer["mends"]]),
    ):
        parts += _sentences(title, sentences)
    return Group(*parts)


def _around(graph: DiGraph, centre: str, depth: int, now: float, *, examples: bool) -> Iterator[RenderableType]:
    node = graph.nodes[centre]
    last = f", last {ago(now - node['last'])}" if node["last"] else ""
    yield Text.styled(_name(graph, centre, examples=examples).plain, "bold")
    yield Text(f"run {times(node['runs'])}{last}, success {success(node)}", style="dim")
    part = around(graph, centre, depth, graph.number_of_edges())
    table = _table("", "", "share", "times", "success", "pause")
    for title, backwards in (("before it", True), ("after it", False)):
        rows = list(_rows(part, centre, depth, {centre}, backwards=backwards))
        table.add_row(Text(title, style="dim"))
        for level, source, target in rows:
            end, known = (source, target) if backwards else (target, source)
            edge = part.edges[source, target]
            share = edge["count"] / part.nodes[known]["runs"]
            table.add_row(
                _name(part, end, examples=examples, level=level),
                Text(_bar(share), style="green"),
                f"{share:.0%}",
                f"{edge['count']:,}",
                success(edge),
                pause(edge["gap"]),
            )
        if not rows:
            table.add_row("  nothing", style="dim")
    yield table
    yield Text()


def _rows(
    graph: DiGraph, centre: str, depth: int, above: set[str], *, backwards: bool, level: int = 1
) -> Iterator[tuple[int, str, str]]:
    """Yield (level, source, target) of the strongest edges, each followed by those a step farther away."""
    if level > depth:
        return
    edges = graph.in_edges(centre) if backwards else graph.out_edges(centre)
    ranked = sorted(edges, key=lambda edge: -graph.edges[edge]["weight"])
    for source, target in ranked[: max(MAX_ROWS >> (level - 1), 1)]:
        yield level, source, target
        end = source if backwards else target
        if end not in above:
            yield from _rows(graph, end, depth, {*above, end}, backwards=backwards, level=level + 1)


def _hubs(graph: DiGraph, *, examples: bool) -> Table:
    whole = sum(node["runs"] for _, node in graph.nodes(data=True))
    table = _table("command", "", "share", "times", "success")
    for name, node in sorted(graph.nodes(data=True), key=lambda each: -each[1]["weight"])[:MAX_ROWS]:
        table.add_row(
            _name(graph, name, examples=examples),
            Text(_bar(node["runs"] / whole), style="green"),
            share_of(node["runs"], whole),
            f"{node['runs']:,}",
            success(node),
        )
    return table


def _strongest(graph: DiGraph, *, examples: bool) -> Table:
    table = _table("command", "", "then", "times", "success", "pause")
    for source, target, edge in sorted(graph.edges(data=True), key=lambda each: -each[2]["weight"]):
        table.add_row(
            _name(graph, source, examples=examples),
            "→",
            _name(graph, target, examples=examples),
            f"{edge['count']:,}",
            success(edge),
            pause(edge["gap"]),
        )
    return table


def _sentences(title: str, sentences: Sequence[str]) -> list[RenderableType]:
    if not sentences:
        return []
    shown = [Padding(Text(each), (0, 0, 0, 2)) for each in sentences[:MAX_SENTENCES]]
    return [Text(title, style="dim"), *shown, Text()]


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        is_text = heading in {"", "command", "then"}
        table.add_column(heading, justify="left" if is_text else "right", no_wrap=not is_text)
    return table


def _bar(share: float) -> str:
    return "█" * max(round(share * BAR), 1)


def _name(graph: DiGraph, template: str, *, examples: bool, level: int = 0) -> Text:
    """Return what a command is called, on one row."""
    name = printable(graph.nodes[template]["example"] if examples else template)
    return Text("  " * level + name, no_wrap=True, overflow="ellipsis")
