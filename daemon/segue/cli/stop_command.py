"""`segue stop`: ends the daemon, and returns when it is gone."""

from __future__ import annotations

import os
import time
from typing import Final

import click

from segue.client.client import Client
from segue.config.paths import resolve_paths
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.protocol.messages import Shutdown

STOP_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.02


@click.command("stop")
def command() -> None:
    """Stop the daemon; it finishes what it has accepted first.

    A daemon that launchd or systemd starts is back at the next login.
    """
    from segue.service.choice import supervisor_of

    paths = resolve_paths(os.environ)
    supervisor = supervisor_of(os.environ, paths)
    state = supervisor.state()
    if state.installed:
        supervisor.stop()
    try:
        with Client(paths.socket) as client:
            client.ask(Shutdown(1, "cli"))
    except DaemonUnavailableError:
        if not state.running:
            click.echo("segue is not running.")
            return
    deadline = time.monotonic() + STOP_SECONDS
    while paths.socket.exists() or _is_held(paths.lock):
        if time.monotonic() > deadline:
            raise SegueError(f"the daemon has not ended within {STOP_SECONDS:g} s")
        time.sleep(POLL_SECONDS)
    again = f" {supervisor.name} starts it at the next login." if state.installed else ""
    click.echo(f"segue has stopped.{again}")


def _is_held(lock: os.PathLike[str]) -> bool:
    import fcntl

    with open(lock, "rb") as file:  # noqa: PTH123 - any path-like
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
