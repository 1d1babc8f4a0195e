"""`segue why`: the evidence behind the suggestion on the prompt, or behind any line."""

from __future__ import annotations

import json
import os
import time
from typing import Any

import click

from segue.cli.parents import asking_processes
from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.protocol.messages import Why


@click.command("why", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--session", default=None, metavar="NAME", help="Of which shell; the one it is run in unless given.")
@click.option("--cwd", default=None, metavar="DIR", help="Where; the current directory unless given.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.argument("line", nargs=-1, type=click.UNPROCESSED)
def command(*, session: str | None, cwd: str | None, as_json: bool, line: tuple[str, ...]) -> None:
    """Explain the suggestion that stood on this prompt, or LINE: counts, contexts, probability, what speaks against it.

    Quote a LINE that holds quotes or operators. Without one, the lines that were filtered are listed, too.
    """
    processes = [] if session else asking_processes()
    request = Why(1, session or "cli", " ".join(line), cwd or os.getcwd(), processes)  # noqa: PTH109
    with Client(resolve_paths(os.environ).socket) as client:
        answer: dict[str, Any] = client.ask(request)[0]
    if as_json:
        click.echo(json.dumps(answer, indent=2))
        return
    from rich.console import Console

    from segue.cli.why_report import report

    # A line may hold what rich takes for markup.
    console = Console(markup=False, emoji=False, highlight=False)
    console.print(report(answer, request.cwd, time.time(), asked=bool(line)))
