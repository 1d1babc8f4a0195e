"""A disk without room, for one process."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


def set_largest_file(daemon: RunningDaemon, size: int) -> None:
    """Let the daemon's writes beyond that size fail, as they do on a full disk; sockets are not concerned."""
    assert daemon.process is not None
    psutil.Process(daemon.process.pid).rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
