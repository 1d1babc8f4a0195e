"""Starts a daemon that outlives the command, and waits for its first answer or its end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

from segue.client.client import Client
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.protocol.messages import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    paths.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with paths.errors.open("ab") as errors:
        errors.truncate(0)
        return subprocess.Popen(
            [sys.executable, "-m", "segue", "daemon"],
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
            cwd="/",
            env=dict(os.environ if environ is None else environ),
        )


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
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SegueError(f"the daemon ended at once: {last_words(paths)} (log: {paths.log})")
        if is_answering(paths):
            return process
        time.sleep(POLL_SECONDS)
    raise SegueError(TIMED_OUT.format(log=paths.log))
