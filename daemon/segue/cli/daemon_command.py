"""`segue daemon`: what launchd, systemd and `segue start` run."""

from __future__ import annotations

import logging
import os
import sys

import click

from segue.config.config import Config
from segue.config.processors import use_one_processor


@click.command("daemon")
@click.option("--verbose", is_flag=True, help="Log more; never the text of commands.")
def command(*, verbose: bool) -> None:
    """Run the daemon in the foreground until SIGTERM."""
    use_one_processor(os.environ)
    from segue.app.daemon import run_daemon

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    environ = {**os.environ, "SEGUE_LOG_LEVEL": "debug"} if verbose else os.environ
    try:
        run_daemon(Config.in_spite_of_errors(environ))
    finally:
        _let_go_of_a_full_log()


def _let_go_of_a_full_log() -> None:
    """Keep a clean end from becoming exit status 120 because the last words cannot be written."""
    try:
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
