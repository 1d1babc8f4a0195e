"""The bash at the other end of a session: it is poked when, and only when, that works.

bash runs a SIGWINCH trap at once only while readline waits for a key. A signal that comes while the prompt is
still being made (a `$(git …)` in it takes milliseconds) is handled in the middle of that by 3.2 and 4.4,
where nothing can be drawn yet, and not before the next Enter by 5.x. The terminal tells: readline takes it out
of line mode before it draws the prompt and puts it back on Enter. So the signal waits for that, on a timer
that exists only while an answer is due.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import termios
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import psutil

_FIRST_DELAY: Final = 0.001
_LAST_DELAY: Final = 2.0
"""Delays double, so a prompt that takes four seconds to appear still gets its hint."""
_LOCAL_FLAGS: Final = 3


class Shell:
    """One bash process.

    Args:
        process: the process, which must be ours.
    """

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._terminal = process.terminal()
        self._timer: asyncio.TimerHandle | None = None

    def poke(self) -> None:
        """Send SIGWINCH as soon as the shell waits for a key; at most one is ever due."""
        self.leave()
        self._try(_FIRST_DELAY)

    def leave(self) -> None:
        """Forget a poke that is still due."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _try(self, delay: float) -> None:
        # The process id may have been given away; is_running() compares start times.
        if not self._process.is_running():
            return
        if self._reads_keys():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGWINCH)
        elif delay <= _LAST_DELAY:
            self._timer = asyncio.get_running_loop().call_later(delay, self._try, 2 * delay)

    def _reads_keys(self) -> bool:
        """Tell whether the shell's terminal is out of line mode; where nobody can know, hope so."""
        if self._terminal is None:
            return True
        try:
            fd = os.open(self._terminal, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            return True
        try:
            flags: int = termios.tcgetattr(fd)[_LOCAL_FLAGS]
        except termios.error:
            return True
        finally:
            os.close(fd)
        return not flags & termios.ICANON
