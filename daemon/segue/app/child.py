"""Has long work done by a process of its own, so that keys are answered meanwhile and the memory is freed.

Such a process is a module of this package, run as `python -P -m MODULE ARGUMENT…`. To its standard output it writes
numbers that tell how far it is, a line each, then an empty line and its result. `serve` is its side.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

from segue.domain.errors import SegueError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

NICENESS: Final = 10
REPORT_SECONDS: Final = 0.1


class ChildError(SegueError):
    """The process has ended without a result."""


class Child:
    """Starts the process, follows it and returns what it has made; one at a time."""

    def __init__(self, module: str, *arguments: str) -> None:
        # -P: a directory named segue where the daemon was started is not this package.
        self._command = [sys.executable, "-P", "-m", module, *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def run(self, progress: Callable[[int], None]) -> bytes:
        """Return the result; blocks, so give it a thread. `progress` is told how far it is.

        Raises:
            ChildError: the process cannot be started, failed, or was killed; the log holds what it had to say.
        """
        with self._start() as process:
            self._process = process
            if self._stopping.is_set():
                process.kill()
            payload = _follow(process.stdout, progress) if process.stdout else b""
        if process.returncode:
            raise ChildError(f"the process that does it {_manner(process.returncode)}")
        return payload

    def stop(self) -> None:
        """End the process for good; `run` raises at once."""
        self._stopping.set()
        if self._process:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            # Ctrl-C in the daemon's terminal is for the daemon, which ends this process in its own way. In a session of
            # its own it would not make way for the daemon: Linux shares the processors out among sessions first.
            return subprocess.Popen(  # noqa: S603 - this very interpreter
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, process_group=0
            )
        except OSError as error:
            raise ChildError(f"the process that does it cannot be started: {error}") from error


def serve(work: Callable[[Callable[[int], None]], bytes]) -> None:
    """Do the work, which is given what to call with its progress, and write its result, as a process that makes way."""
    os.nice(NICENESS)
    output, reported = sys.stdout.buffer, time.monotonic()

    def report(done: int) -> None:
        nonlocal reported
        if time.monotonic() - reported >= REPORT_SECONDS:
            reported = time.monotonic()
            output.write(b"%d\n" % done)
            output.flush()

    try:
        payload = work(report)
        output.write(b"\n")
        output.write(payload)
        output.flush()
    except SegueError as error:
        sys.exit(f"segue: {error}")
    except BrokenPipeError:
        # The daemon has gone. What is still buffered could only fail once more.
        os._exit(os.EX_IOERR)


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
