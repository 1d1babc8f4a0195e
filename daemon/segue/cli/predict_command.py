"""`segue predict`: what comes next, asked from the command line."""

from __future__ import annotations

import json
import os

import click

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.protocol.messages import Suggest


@click.command("predict")
@click.option("--after", multiple=True, metavar="LINE", help="A command just run; repeat it, oldest first.")
@click.option("--cwd", default=None, metavar="DIR", help="Where; the current directory unless given.")
@click.option("--prefix", default="", metavar="TEXT", help="What has been typed so far.")
@click.option("--count", default=5, show_default=True, type=click.IntRange(1, 64), help="At most this many.")
@click.option("--json", "as_json", is_flag=True, help="Print lines and probabilities as JSON.")
def command(*, after: tuple[str, ...], cwd: str | None, prefix: str, count: int, as_json: bool) -> None:
    """Print the likeliest next commands, best first."""
    request = Suggest(1, f"cli-{os.getpid()}", prefix, cwd or os.getcwd(), count, list(after) or None)  # noqa: PTH109
    with Client(resolve_paths(os.environ).socket) as client:
        fields = client.ask(request)
    suggestions = list(zip(fields[::2], fields[1::2], strict=True))
    if as_json:
        click.echo(json.dumps([{"line": line, "probability": milli / 1000} for line, milli in suggestions]))
        return
    for line, milli in suggestions:
        click.echo(f"{milli / 10:5.1f} %  {line}")
