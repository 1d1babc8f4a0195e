"""`segue graph`: which command follows which."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.domain.errors import SegueError
from segue.protocol.memory_messages import MAX_DEPTH, MAX_EDGES, Graph

if TYPE_CHECKING:
    from networkx import DiGraph

TERMINAL: Final = "terminal"
MOST: Final = {TERMINAL: 40, "dot": 120, "html": 120, "json": MAX_EDGES}
"""Transitions unless a number is given."""
MAX_DRAWN: Final = 500
"""Transitions in a picture: laying out one takes time and memory by the square of its nodes."""
ESCAPED: Final = "backslashreplace"


@click.command("graph", context_settings={"ignore_unknown_options": True})
@click.option("--depth", default=1, show_default=True, type=click.IntRange(1, MAX_DEPTH), help="Steps around COMMAND.")
@click.option("--most", type=click.IntRange(1, MAX_EDGES), metavar="N", help="Only the N strongest transitions.")
@click.option("--examples", is_flag=True, help="Show the latest line of each command, not its template.")
@click.option("--dot", "formats", multiple=True, flag_value="dot", help="Print it for Graphviz.")
@click.option("--html", "formats", multiple=True, flag_value="html", help="Print a page with a picture.")
@click.option("--json", "formats", multiple=True, flag_value="json", help="Print everything, as NetworkX reads it.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it there.")
@click.argument("line", nargs=-1, type=click.UNPROCESSED, metavar="[COMMAND]")
def command(
    *,
    depth: int,
    most: int | None,
    examples: bool,
    formats: tuple[str, ...],
    output: Path | None,
    line: tuple[str, ...],
) -> None:
    """Show what is usually run before and after COMMAND, how often, and how it ends.

    COMMAND is a line, or words that commands begin with: `git` or `git commit`. Without one, the strongest transitions
    of all are shown. Particulars are left out: all commits are `git commit -m <STR>`.
    """
    if len(set(formats)) > 1:
        raise click.UsageError("only one of --dot, --html and --json can be printed")
    form = formats[0] if formats else TERMINAL
    if output and form == TERMINAL:
        raise click.UsageError("--output needs --dot, --html or --json")
    most = MOST[form] if most is None else most
    asked = " ".join(line)
    with Client(resolve_paths(os.environ).socket) as client:
        answer: dict[str, Any] = client.ask(
            Graph(1, "cli", asked, depth, min(most, MAX_DRAWN) if form == "html" else most)
        )[0]
    from segue.workflows.graph import assembled

    graph = assembled(answer["nodes"], answer["edges"])
    if form == TERMINAL:
        from rich.console import Console

        from segue.cli.graph_report import report

        # A line may hold what rich takes for markup.
        console = Console(markup=False, emoji=False, highlight=False)
        console.print(report(answer, graph, asked, depth, time.time(), examples=examples))
        return
    text = _written(form, answer, graph, asked, examples=examples)
    if output is None:
        click.echo(text.encode("utf-8", ESCAPED), nl=False)
        return
    try:
        output.write_text(text, "utf-8", ESCAPED)
    except OSError as error:
        raise SegueError(f"the graph cannot be written: {error}") from error
    click.echo(f"written to {output}")


def _written(form: str, answer: dict[str, Any], graph: DiGraph, asked: str, *, examples: bool) -> str:
    if form == "dot":
        from segue.cli.graph_dot import dot

        return dot(graph, examples=examples)
    if form == "html":
        from segue.cli.graph_page import html_page

        return html_page(answer, graph, asked, examples=examples)
    from networkx import node_link_data

    graph.graph.update({key: answer[key] for key in ("causes", "mends", "centres", "mined_at")})
    return json.dumps(node_link_data(graph, edges="edges"), indent=2) + "\n"
