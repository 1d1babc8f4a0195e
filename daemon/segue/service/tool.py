"""Calls the command of a supervisor."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.domain.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS: Final = 330.0
"""systemd waits 300 s for a daemon that migrates a very long history."""


class Done(NamedTuple):
    """The exit status of a command, and what it printed."""

    status: int
    output: str
    error: str


def call(environ: Mapping[str, str], *command: str) -> Done:
    """Run a command to its end.

    Raises:
        ServiceError: it cannot be started, or does not end.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the supervisor's own command
            command,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise ServiceError(f"{command[0]} cannot be run ({error.strerror}): is it on your PATH?") from error
    except subprocess.TimeoutExpired as error:
        raise ServiceError(f"`{' '.join(command)}` has not ended within {SECONDS:g} s") from error
    return Done(done.returncode, done.stdout, done.stderr.strip())
