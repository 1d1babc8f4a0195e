"""`segue daemon`: what launchd, systemd and `segue start` run."""

from __future__ import annotations

import logging
import os

import click

from segue.config.config import Config


@click.command("daemon")
@click.option("--verbose", is_flag=True, help="Log more; never the text of commands.")
def command(*, verbose: bool) -> None:
    """Run the daemon in the foreground until SIGTERM."""
    from segue.app.daemon import run_daemon

    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    run_daemon(Config.from_environment(os.environ))
