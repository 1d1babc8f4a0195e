"""Has a history learned anew in a process of its own, so that keys are answered meanwhile and the memory is freed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from segue.app import relearning
from segue.domain.errors import SegueError
from segue.learner.snapshots import decode_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

    from segue.model.state import Model
    from segue.store.events import Position


class RelearningError(SegueError):
    """The process that learns the history has ended without a snapshot."""


class Relearner:
    """Starts the process, follows it and restores what it has learned."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def run(self, progress: Callable[[int], None]) -> tuple[Model, Position]:
        """Return the model of all events and the position that it has reached; blocks, so give it a thread.

        `progress` is told how many events are learned.

        Raises:
            RelearningError: the process cannot be started, failed, or was killed; the log holds what it had to say.
            SnapshotError: it is not of this version of segue.
        """
        with self._start() as process:
            self._process = process
            if self._stopping.is_set():
                process.kill()
            payload = _follow(process.stdout, progress) if process.stdout else b""
        if process.returncode:
            raise RelearningError(f"the process that learns it {_manner(process.returncode)}")
        return decode_snapshot(payload)

    def stop(self) -> None:
        """End the process; `run` raises at once."""
        self._stopping.set()
        if self._process:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: a directory named segue where the daemon was started is not this package.
        command = [sys.executable, "-P", "-m", relearning.__name__, str(self._database)]
        try:
            # Ctrl-C in the daemon's terminal is for the daemon, which ends this process in its own way. In a session of
            # its own it would not make way for the daemon: Linux shares the processors out among sessions first.
            return subprocess.Popen(  # noqa: S603 - this very interpreter
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, process_group=0
            )
        except OSError as error:
            raise RelearningError(f"the process that learns it cannot be started: {error}") from error


def _follow(output: IO[bytes], progress: Callable[[int], None]) -> bytes:
    """Pass the progress on and return what stands behind the empty line."""
    for line in output:
        if line == b"\n":
            return output.read()
        progress(int(line))
    return b""


def _manner(status: int) -> str:
    """Say how a process has failed."""
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
