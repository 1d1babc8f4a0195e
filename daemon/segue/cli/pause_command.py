"""`segue pause`: no suggestions for a while."""

from __future__ import annotations

import os
import time
from datetime import datetime

import click

from segue.config.paths import resolve_paths
from segue.config.pauses import Pauses


@click.command("pause")
@click.argument("time_words", nargs=-1, metavar="[30m | 2h | until tomorrow | until 18:00]")
@click.option("--recording", is_flag=True, help="Record nothing either.")
def command(time_words: tuple[str, ...], *, recording: bool) -> None:
    """Suggest nothing in any shell, for a time or until `segue resume`; restarts of the daemon change nothing about it.

    With --recording what is run meanwhile is never known: not from the shells, and not from history files that tell
    when it was run.
    """
    from segue.cli.pausing import end_of, take_pauses, told

    paths = resolve_paths(os.environ)
    until = end_of(time_words, datetime.now().astimezone())
    pauses = Pauses.read(paths.pauses).begin(time.time(), until, recording=recording)
    take_pauses(paths, pauses)
    click.echo(told(pauses.all[-1]))
