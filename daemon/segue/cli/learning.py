"""Follows a daemon while it learns a history anew."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from segue.domain.errors import SegueError
from segue.protocol.messages import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.client.client import Client

POLL_SECONDS: Final = 0.05


def wait_until_learned(client: Client, seconds: float, progress: Callable[[int, int | None], None]) -> None:
    """Return once everything is learned.

    Raises:
        SegueError: the daemon cannot learn it, or has taken that many seconds.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if has_learned(client, progress):
            return
        time.sleep(POLL_SECONDS)
    raise SegueError(f"the daemon has not learned the history in {seconds:.0f} s, and goes on: see `segue status`")


def has_learned(client: Client, progress: Callable[[int, int | None], None]) -> bool:
    """Ask whether everything is learned; `progress` is told how many commands are, and of how many if that is known.

    Raises:
        SegueError: the daemon cannot learn it.
    """
    figures = client.ask(Status(1, "cli"))[0]
    if figures["failure"]:
        raise SegueError(f"all is stored, but not learned: {figures['failure']}. Restart the daemon.")
    progress(*(figures["rebuild"] or (0, None)))
    return not figures["incomplete"]
