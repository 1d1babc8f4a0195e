"""`segue resume`: the end of a pause."""

from __future__ import annotations

import os
import time

import click

from segue.config.paths import resolve_paths
from segue.config.pauses import Pauses


@click.command("resume")
def command() -> None:
    """Suggest and record again, after `segue pause`."""
    from segue.cli.pausing import take_pauses

    paths = resolve_paths(os.environ)
    pauses = Pauses.read(paths.pauses)
    if pauses.now(time.time()) is None:
        click.echo("There is no pause.")
        return
    take_pauses(paths, pauses.end(time.time()))
    click.echo("Suggestions and recording go on.")
