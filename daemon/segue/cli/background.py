"""Starts a daemon that outlives the command, and waits for its first answer or its end."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Final

from segue.client.client import Client
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.protocol.messages import Status
from segue.service.unsupervised import launch

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping

    from segue.config.paths import Paths

START_SECONDS: Final = 20.0
POLL_SECONDS: Final = 0.02
TIMED_OUT: Final = "segue has been started but does not answer yet; its log is {log}"


def is_answering(paths: Paths) -> bool:
    """Tell whether a daemon answers on the socket."""
    try:
        with Client(paths.socket, timeout=2.0) as client:
            client.ask(Status(1, "cli"))
    except DaemonUnavailableError:
        return False
    return True


def launch_daemon(paths: Paths, environ: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start `segue daemon` in a session of its own and return it at once."""
    return launch([sys.executable, "-m", "segue"], paths, os.environ if environ is None else environ)


def last_words(paths: Paths) -> str:
    """Return the last line that a daemon has written to standard error, which goes to a file in the background."""
    try:
        return "".join(paths.errors.read_text("utf-8", "replace").strip().splitlines()[-1:])
    except FileNotFoundError:
        return ""


def start_in_background(paths: Paths, environ: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start `segue daemon` as above and return it once it answers.

    Raises:
        SegueError: it ended at once, or took too long.
    """
    process = launch_daemon(paths, environ)
    wait_for_answer(paths, lambda: process.poll() is not None)
    return process


def wait_for_answer(paths: Paths, has_ended: Callable[[], bool] = lambda: False) -> None:
    """Return once a daemon answers.

    Raises:
        SegueError: it ended at once, or takes too long.
    """
    deadline = time.monotonic() + START_SECONDS
    while not is_answering(paths):
        if has_ended():
            raise SegueError(f"the daemon ended at once: {last_words(paths)} (log: {paths.log})")
        if time.monotonic() > deadline:
            raise SegueError(TIMED_OUT.format(log=paths.log))
        time.sleep(POLL_SECONDS)
