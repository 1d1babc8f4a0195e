"""`segue stop`: ends the daemon, and returns when it is gone."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

import click

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.protocol.messages import Shutdown

if TYPE_CHECKING:
    from pathlib import Path

    from segue.config.paths import Paths

STOP_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.02


@click.command("stop")
def command() -> None:
    """Stop the daemon; it finishes what it has accepted first."""
    stopped = stop_daemon(resolve_paths(os.environ))
    click.echo("segue has stopped." if stopped else "segue is not running.")


def stop_daemon(paths: Paths) -> bool:
    """Stop the daemon and return when it is gone; False when there was none that answers.

    Raises:
        SegueError: it does not end.
    """
    try:
        with Client(paths.socket) as client:
            client.ask(Shutdown(1, "cli"))
    except DaemonUnavailableError:
        return False
    deadline = time.monotonic() + STOP_SECONDS
    while paths.socket.exists() or is_held(paths.lock):
        if time.monotonic() > deadline:
            raise SegueError(f"the daemon has not ended within {STOP_SECONDS:g} s")
        time.sleep(POLL_SECONDS)
    return True


def is_held(lock: Path) -> bool:
    """Tell whether a daemon lives, whether it answers or not."""
    import fcntl

    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
