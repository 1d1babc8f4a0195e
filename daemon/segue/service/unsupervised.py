"""The daemon where neither launchd nor systemd is: it runs until the next reboot, and nobody restarts it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

from segue.domain.errors import ServiceError
from segue.service.instance import end_process, running_process
from segue.service.supervisor import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from segue.config.paths import Paths
    from segue.service.job import Job

NOTHING: Final = "there is neither launchd nor systemd here"


class Unsupervised:
    """Starts the daemon itself, in a session of its own."""

    name = "none"

    def __init__(self, job: Job, environ: Mapping[str, str]) -> None:
        self._job = job
        self._environ = environ

    def files(self) -> dict[Path, str]:
        """Return nothing: nobody would read it."""
        return {}

    def install(self) -> None:
        """Refuse.

        Raises:
            ServiceError: always.
        """
        raise ServiceError(f"{NOTHING} to start segue when you log in: `segue start` runs it until the next reboot")

    def uninstall(self) -> None:
        """Stop the daemon; there is nothing to remove."""
        self.stop()

    def start(self) -> None:
        """Start the daemon in the background, and return at once."""
        if running_process(self._job.paths) is None:
            launch(self._job.command, self._job.paths, self._environ)

    def stop(self) -> None:
        """End the daemon."""
        end_process(self._job.paths)

    def restart(self) -> None:
        """End the daemon and start it."""
        self.stop()
        self.start()

    def state(self) -> State:
        """Return whether a daemon runs."""
        process = running_process(self._job.paths)
        return State(
            installed=False,
            running=process is not None,
            detail=f"{NOTHING}" if process is None else f"process {process}, which nothing restarts",
        )


def launch(command: list[str], paths: Paths, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start `segue daemon` in a session of its own, with its standard error in a file, and return it at once."""
    paths.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(paths.errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as errors:
        return subprocess.Popen(  # noqa: S603 - segue itself
            [*command, "daemon"],
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
            cwd="/",
            env=dict(environ),
        )
