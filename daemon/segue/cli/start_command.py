"""`segue start`: the daemon in the background, for machines where nothing supervises it."""

from __future__ import annotations

import os

import click

from segue.config.paths import resolve_paths


@click.command("start")
def command() -> None:
    """Start the daemon in the background and wait until it answers."""
    from segue.cli.background import is_answering, start_in_background

    paths = resolve_paths(os.environ)
    if is_answering(paths):
        click.echo("segue is already running.")
        return
    start_in_background(paths)
    click.echo("segue is running. Nothing restarts it after a reboot.")
