"""`segue patterns`: what workflows add up to, in the shape of a procedural memory engine."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from segue.client.client import Client
from segue.client.patterns import ask_for_patterns
from segue.config.paths import resolve_paths

if TYPE_CHECKING:
    from segue.client.patterns import Patterns

PATIENCE = 30.0
"""Seconds: what is new in the history is searched first."""


@click.command("patterns")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(*, as_json: bool) -> None:
    """Show each workflow with how often it succeeded and failed, and how sure it is that it will succeed again."""
    with Client(resolve_paths(os.environ).socket, PATIENCE) as client:
        found = ask_for_patterns(client)
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        _print_table(found)


def _print_table(found: Patterns) -> None:
    from rich.table import Table

    from segue.cli.why_words import printable
    from segue.cli.workflow_report import plain_console

    if not found["patterns"]:
        click.echo("no pattern is known yet: one is made of three or more commands that recur")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("pattern", overflow="fold")
    table.add_column("commands", overflow="fold")
    for heading in ("succeeded", "failed", "confidence"):
        table.add_column(heading, justify="right")
    for each in found["patterns"]:
        table.add_row(
            printable(each["title"]),
            "\n".join(map(printable, each["commands"])),
            f"{each['success_count']:,}",
            f"{each['failure_count']:,}",
            f"{each['confidence']:.0%}",
        )
    plain_console().print(table)
