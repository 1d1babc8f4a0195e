"""`segue daemon`: what launchd, systemd and `segue start` run."""

from __future__ import annotations

import logging
import os
import sys
from typing import Final

import click

from segue.config.config import Config
from segue.config.processors import use_one_processor

RESTART: Final = os.EX_TEMPFAIL
"""The exit status by which a supervisor is asked to start the version that is now on disk."""


@click.command("daemon")
@click.option("--verbose", is_flag=True, help="Log more; never the text of commands.")
@click.option("--supervised", is_flag=True, help="Leave it to launchd or systemd to start the daemon anew.")
def command(*, verbose: bool, supervised: bool) -> None:
    """Run the daemon in the foreground until SIGTERM; what it logs is shown by `segue logs`."""
    use_one_processor(os.environ)
    from segue.app.daemon import Ending, run_daemon
    from segue.app.logs import LogSettings

    logs = LogSettings(
        level=logging.DEBUG if verbose else logging.INFO,
        text=os.environ.get("SEGUE_LOG_TEXT", "0") not in {"", "0"},
        error=sys.stderr.isatty(),
    )
    try:
        ending = run_daemon(Config.from_environment(os.environ), logs=logs, supervised=supervised)
    finally:
        _let_go_of_a_full_log()
    if ending is Ending.UPGRADED:
        sys.exit(RESTART)


def _let_go_of_a_full_log() -> None:
    """Keep a clean end from becoming exit status 120 because the last words cannot be written."""
    try:
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
