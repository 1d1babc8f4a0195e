"""The bash at the other end of a session: it is poked when, and only when, that works.

bash runs a SIGWINCH trap at once only while readline waits for a key. A signal that comes while the prompt is still
being made (a `$(git …)` in it takes milliseconds) is handled in the middle of that by 3.2 and 4.4, where nothing can
be drawn yet, and not before the next signal or Enter by 5.x. The terminal tells: readline takes it out of line mode
before it draws the prompt and puts it back on Enter. So the signal waits for that, on a timer that exists only while
an answer is due. It also waits until no input is unread, for 3.2 loses the thread of a here document when a trap runs
in the middle of a paste.

Between the change of mode and its own signal handlers readline makes some twenty system calls, in which a signal is
lost. A pause makes that unlikely, and two more signals, which a shell that has handled the first ignores, make up for
the rest: the second soon, the third for a machine so busy that the shell has not had its turn by then. bash 3.2, and
what may be one, gets a long pause and one signal: it runs the trap in the middle of whatever it does, which is safe
while it waits for a key and a crash, once in some thousand times, when it does not.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import sys
import termios
from typing import TYPE_CHECKING, Final

from psutil import _psposix

if TYPE_CHECKING:
    from collections.abc import Callable

    import psutil

_FIRST_DELAY: Final = 0.001
_LAST_DELAY: Final = 2.0
"""Delays double, so a prompt that takes four seconds to appear still gets its hint."""
_PAUSE: Final = 0.0005
_LONG_PAUSE: Final = 0.02
_MORE: Final = (0.04, 0.5)
_LOCAL_FLAGS: Final = 3


class Shell:
    """One bash process.

    Args:
        process: the process, which must be ours.
    """

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        # psutil looks for terminals once and remembers them, so it has not heard of any that is younger than that.
        getattr(_psposix.get_terminal_map, "cache_clear", lambda: None)()
        self._terminal = process.terminal()
        self._timer: asyncio.TimerHandle | None = None
        self.fragile = True
        """Whether this may be a bash 3.2."""

    def poke(self) -> None:
        """Send SIGWINCH once the shell waits for a key; what is still due from an earlier time is dropped."""
        self.leave()
        self._wait(_FIRST_DELAY)

    def leave(self) -> None:
        """Forget a poke that is still due."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self, delay: float) -> None:
        if self._reads_keys():
            self._later(_LONG_PAUSE if self.fragile else _PAUSE, self._first, delay)
        elif delay <= _LAST_DELAY:
            self._later(delay, self._wait, 2 * delay)

    def _first(self, delay: float) -> None:
        if not self._reads_keys():
            self._wait(2 * delay)
            return
        self._send()
        if not self.fragile:
            self._later(_MORE[0], self._again, *_MORE[1:])

    def _again(self, *later: float) -> None:
        if self._reads_keys():
            self._send()
        if later:
            self._later(later[0], self._again, *later[1:])

    def _later(self, seconds: float, callback: Callable[..., None], *arguments: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, callback, *arguments)

    def _send(self) -> None:
        # The process id may have been given away; is_running() compares start times.
        if self._process.is_running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGWINCH)

    def _reads_keys(self) -> bool:
        """Tell whether the terminal is out of line mode and all keys have been read; where nobody can know, hope so."""
        if self._terminal is None:
            return True
        try:
            fd = os.open(self._terminal, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            return True
        try:
            flags: int = termios.tcgetattr(fd)[_LOCAL_FLAGS]
            unread = int.from_bytes(fcntl.ioctl(fd, termios.FIONREAD, bytes(4)), sys.byteorder)
        except (termios.error, OSError):
            return True
        finally:
            os.close(fd)
        return not flags & termios.ICANON and not unread
