"""`segue forget`: removes a line and everything that was learned from it."""

from __future__ import annotations

import os

import click

from segue.cli.counts import counted
from segue.client.client import Client
from segue.config.config import Config
from segue.protocol.messages import Forget

PATIENCE = 60.0
"""Seconds: a large database takes its time to leave no trace."""


@click.command("forget")
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
def command(*, lines: tuple[str, ...]) -> None:
    """Forget each LINE, one argument a line, and say what was removed.

    It is not suggested again until it is run again, and no import brings it back. This command itself is never kept;
    the history file of your shell is not touched.
    """
    with Client(Config.from_environment(os.environ).paths.socket, timeout=PATIENCE) as client:
        for line in lines:
            runs, vectors = client.ask(Forget(1, f"cli-{os.getpid()}", line))
            click.echo(f"forgotten, with {counted(runs, 'run')} and {counted(vectors, 'vector')}: {line}")
