"""The daemon that runs now, whoever has started it: the process that holds the lock."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import time
from typing import TYPE_CHECKING, Final

from segue.domain.errors import ServiceError

if TYPE_CHECKING:
    from segue.config.paths import Paths

STOP_SECONDS: Final = 20.0
POLL_SECONDS: Final = 0.02


def running_process(paths: Paths) -> int | None:
    """Return the process id of the daemon, 0 while it has not told it, or None when none runs."""
    try:
        descriptor = os.open(paths.lock, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        told = os.read(descriptor, 32).decode("ascii", "replace").strip()
        return int(told) if told.isdigit() else 0
    else:
        return None
    finally:
        os.close(descriptor)


def end_process(paths: Paths) -> bool:
    """End the daemon as it wants to be ended, wait until it is gone, and tell whether there was one.

    Raises:
        ServiceError: it does not end.
    """
    process = running_process(paths)
    if process is None:
        return False
    if process:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while running_process(paths) == process:
        if time.monotonic() > deadline:
            raise ServiceError(f"the daemon (process {process}) has not ended within {STOP_SECONDS:g} s: try `kill -9`")
        time.sleep(POLL_SECONDS)
    return True
