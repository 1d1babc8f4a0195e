"""`segue start`: the daemon in the background, for machines where nothing supervises it."""

from __future__ import annotations

import os

import click

from segue.config.config import Config


@click.command("start")
def command() -> None:
    """Start the daemon in the background and wait until it answers."""
    from segue.cli.background import is_answering, start_in_background

    config = Config.from_environment(os.environ)
    if is_answering(config.paths):
        click.echo("segue is already running.")
        return
    start_in_background(config.paths)
    click.echo("segue is running. Nothing restarts it after a reboot.")
