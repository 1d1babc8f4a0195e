"""Notices that the package on disk is another one, so that the daemon can make way for its successor.

That is looked for when a request has been answered, and seldom: an idle daemon looks at nothing.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import segue
from segue.server.activation import hand_over

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 120.0
SETTLE_SECONDS: Final = 10.0
"""How long an installer's files have to stay as they are before they count as complete."""
TRIAL_SECONDS: Final = 60.0

Signature = tuple[int, int, int] | None
"""Tells files of a package apart; None where there is no package any more."""


class Successor(NamedTuple):
    """How to start the daemon that the package on disk now is, and how to try whether that can work."""

    command: list[str]
    trial: list[str]


class Upgrade:
    """Calls `make_way` once, when another package has been installed and can be loaded."""

    def __init__(self, make_way: Callable[[], None], package: str = segue.__file__) -> None:
        self._make_way = make_way
        self._package = package
        self._running = self._candidate = signature(package)
        self._due = time.monotonic() + LOOK_SECONDS
        self._trial: asyncio.Task[None] | None = None

    def watching(self, serve: Callable[[Any], Awaitable[list[Any]]]) -> Callable[[Any], Awaitable[list[Any]]]:
        """Return what serves a message and then looks."""

        async def serve_and_look(message: Any) -> list[Any]:
            try:
                return await serve(message)
            finally:
                self.look()

        return serve_and_look

    def look(self) -> None:
        """Look at the disk if it is time to; called after a request, never within one."""
        if time.monotonic() < self._due or self._trial:
            return
        found, before = signature(self._package), self._candidate
        self._candidate = found
        self._due = time.monotonic() + (LOOK_SECONDS if found == before else SETTLE_SECONDS)
        if found == before != self._running:
            self._running = found  # One that fails the trial is not tried again.
            self._trial = asyncio.get_running_loop().create_task(self._try())

    @property
    def idle(self) -> bool:
        """Whether no other package is being tried."""
        return self._trial is None

    async def close(self) -> None:
        """Stop trying."""
        if self._trial:
            self._trial.cancel()
            await asyncio.gather(self._trial, return_exceptions=True)

    async def _try(self) -> None:
        try:
            successor = find_successor()
            works = await asyncio.to_thread(_works, successor.trial) if successor else False
            if works:
                log.info("another version of segue has been installed; it takes over")
                self._make_way()
        finally:
            self._trial = None


def signature(package: str) -> Signature:
    """Return what changes whenever the file is installed anew."""
    try:
        found = Path(package).stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def find_successor() -> Successor | None:
    """Return how to start what is now installed; None when nothing is."""
    interpreter, *arguments = [sys.executable, *sys.orig_argv[1:]]
    if os.access(interpreter, os.X_OK):
        return Successor([interpreter, *arguments], [interpreter, "-c", "import segue.app.daemon"])
    # Homebrew moves to another directory and leaves a link to the new command where the old one was.
    if arguments and os.access(arguments[0], os.X_OK):
        return Successor(arguments, [arguments[0], "--version"])
    return None


def become_successor(listener: socket.socket) -> NoReturn:
    """Replace this process by the installed daemon, which goes on listening where this one did.

    Raises:
        OSError: it cannot be started.
    """
    successor = find_successor()
    if successor is None:
        raise FileNotFoundError("segue is not installed any more")
    hand_over(listener, os.environ)
    os.execv(successor.command[0], successor.command)  # noqa: S606 - the command that started this process


def _works(command: list[str]) -> bool:
    try:
        trial = subprocess.run(  # noqa: S603 - as above
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=TRIAL_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("another version of segue has been installed, but does not start: %s", error)
        return False
    if trial.returncode:
        last = trial.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        log.warning("another version of segue has been installed, but does not start: %s", "".join(last))
    return not trial.returncode
