"""Sees which processes a running shell starts."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def traced(pid: int, trace: Path) -> Iterator[Callable[[], list[str]]]:
    """Yield what returns the calls by which the process has started others since; its threads are none.

    Args:
        pid: who is watched.
        trace: a file for strace to write to.
    """
    argv = ["strace", "-f", "-e", "trace=process", "-o", str(trace), "-p", str(pid)]

    def started() -> list[str]:
        # A call that another thread interrupts has two lines; what it is asked for stands in the first.
        calls = [call for call in trace.read_text().splitlines() if " resumed>" not in call]
        return [c for c in calls if "exec" in c or "fork" in c or ("clone" in c and "CLONE_THREAD" not in c)]

    with subprocess.Popen(argv, stderr=subprocess.PIPE) as strace:
        try:
            assert strace.stderr is not None
            assert b"attached" in strace.stderr.readline()
            yield started
        finally:
            # Asked to terminate, it waits now and then for ever for a thread that has just ended.
            strace.kill()
