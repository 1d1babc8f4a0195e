"""`segue start`: the daemon, by the supervisor that it is installed for, or in the background."""

from __future__ import annotations

import os

import click

from segue.config.config import Config


@click.command("start")
def command() -> None:
    """Start the daemon and wait until it answers.

    Where the service is installed launchd or systemd starts it; elsewhere it runs in the background, and nothing
    restarts it.
    """
    from segue.cli.background import is_answering, start_in_background, wait_for_answer
    from segue.service.choice import supervisor_of

    paths = Config.from_environment(os.environ).paths
    if is_answering(paths):
        click.echo("segue is already running.")
        return
    supervisor = supervisor_of(os.environ, paths)
    if supervisor.state().installed:
        supervisor.start()
        wait_for_answer(paths)
        click.echo(f"segue is running, and {supervisor.name} restarts it.")
        return
    start_in_background(paths)
    click.echo("segue is running. Nothing restarts it after a reboot.")
    if supervisor.name != "none":
        click.echo(f"`segue service install` has {supervisor.name} do that.")
