"""`segue search`: commands, sessions and workflows, found by what they mean and by their words."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any, Final

import click

from segue.cli.search_options import search_options
from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.protocol.memory_messages import MAX_QUERIES, Search

PATIENCE: Final = 30.0
KINDS: Final = ("command", "session", "workflow")


@click.command("search")
@click.argument("query", nargs=-1)
@click.option("--or", "others", multiple=True, metavar="TEXT", help="Search for this as well; repeat it.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only these; repeat it.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@search_options
def command(
    *, query: tuple[str, ...], others: tuple[str, ...], kinds: tuple[str, ...], as_json: bool, **options: Any
) -> None:
    """Find what you have run by what it means and by its words; without a QUERY, what you have run last.

    Words of QUERY need not all be there. What you ran long ago counts a little less (`--decay`). In a pipe each hit is
    a line of its own, and only commands are looked for unless --kind says otherwise.
    """
    texts = [text for text in (" ".join(query), *others) if text.strip()][:MAX_QUERIES]
    plain = not as_json and not sys.stdout.isatty()
    chosen = list(kinds) or (["command"] if plain else None)
    with Client(resolve_paths(os.environ).socket, PATIENCE) as client:
        answer: dict[str, Any] = client.ask(Search(1, "cli", texts, kinds=chosen, **options))[0]
    if as_json:
        click.echo(json.dumps(answer, indent=2))
    elif plain:
        _print_plainly(answer["hits"])
    else:
        from rich.console import Console

        from segue.cli.search_report import report

        console = Console(markup=False, emoji=False, highlight=False)
        console.print(report(answer, time.time(), bars=bool(texts)))
    if not answer["hits"] and not as_json:
        click.echo("nothing found", err=True)
        sys.exit(1)


def _print_plainly(hits: list[dict[str, Any]]) -> None:
    from segue.cli.why_words import printable

    for hit in hits:
        match hit["kind"]:
            case "command":
                lines = [hit["line"]]
            case "session":
                lines = [each["line"] for each in hit["commands"]]
            case _:
                lines = [f"{hit['title']}: {' ; '.join(hit['steps'])}"]
        for line in lines:
            click.echo(printable(line))
