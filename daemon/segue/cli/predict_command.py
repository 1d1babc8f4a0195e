"""`segue predict`: what comes next, how sure that is, and why."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from segue.cli.parents import asking_processes
from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.protocol.memory_messages import Predict

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.command("predict")
@click.option("--count", default=5, show_default=True, type=click.IntRange(1, 64), help="At most this many.")
@click.option("--prefix", default="", metavar="TEXT", help="What has been typed so far.")
@click.option("--cwd", default=None, metavar="DIR", help="Where; the current directory unless given.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.argument("lines", nargs=-1, metavar="[LINE...]")
def command(*, lines: tuple[str, ...], count: int, prefix: str, cwd: str | None, as_json: bool) -> None:
    """Predict what comes after the commands LINE…, one argument each, oldest first; what cannot work there is left out.

    Without a LINE, after what the shell has run in which this is called.
    """
    processes = None if lines else asking_processes()
    where = os.getcwd() if cwd is None else cwd  # noqa: PTH109 - as a text
    request = Predict(1, "cli", list(lines), where, count, prefix or None, processes)
    with Client(resolve_paths(os.environ).socket) as client:
        answer: dict[str, Any] = client.ask(request)[0]
    if as_json:
        click.echo(json.dumps(answer, indent=2))
    elif answer["predictions"]:
        from segue.cli.workflow_report import plain_console

        plain_console().print(_table(answer["predictions"]))


def _table(predictions: list[dict[str, Any]]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    from segue.cli.why_words import printable

    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for each in predictions:
        table.add_row(f"{each['confidence']:.1%}".replace("%", " %"), Text(printable(each["command"]), "bold"))
        table.add_row("", printable(each["reason"]))
        if each["further"]:
            told = ", ".join(f"{printable(after['command'])} ({after['share']:.0%})" for after in each["further"])
            table.add_row("", Text(f"then: {told}", "dim"))
    return table
