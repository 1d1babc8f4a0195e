"""Where the requests of one shell come in: a FIFO with frames (bash), or a file that lines are appended to (fish).

fish opens a file for reading, for writing, or to append to it, and a FIFO without a reader would hold it up for ever. A
file never does. When it has grown, an empty one takes its place; whatever the shell still writes into the one before is
there before anything is in the new one.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any, Final, Protocol

from segue.domain.errors import ProtocolError
from segue.protocol.frames import FrameBuffer
from segue.protocol.lines import parse_line
from segue.server.reserving import reserve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from segue.server.tail_watching import Watching

_CHUNK: Final = 1 << 16
WORN: Final = 1 << 15
"""Bytes after which a file of lines is replaced."""
_RESERVED: Final = WORN + (1 << 14)
"""Bytes of the disk for one file: what a shell may write before it has been answered comes on top."""
_RETRY: Final = 5.0
"""Seconds between two attempts to replace a file on a full disk."""


class Inlet(Protocol):
    """What a session reads requests from, from the moment it listens until it is closed."""

    broken: int
    """Requests that could not be read."""
    may_miss_replies: bool
    """Whether the shell stands it when its reply file is gone for a moment."""

    def listen(self, ready: Callable[[], None]) -> None:
        """Call `ready` whenever there may be something to read, in the loop, until told to pause."""

    def pause(self) -> None:
        """Call nobody; what comes meanwhile waits."""

    def read(self) -> Iterator[Any]:
        """Yield the messages that have come."""

    def close(self) -> None:
        """Let go."""


class Fifo:
    """A FIFO with frames.

    Args:
        fd: open for reading and writing (so that it never ends) and not blocking; closed with this.
        cap: the largest frame.
    """

    def __init__(self, fd: int, cap: int) -> None:
        self._fd = fd
        self._frames = FrameBuffer(cap)
        self.broken = 0
        self.may_miss_replies = True

    def listen(self, ready: Callable[[], None]) -> None:
        """Let the loop watch the FIFO."""
        asyncio.get_running_loop().add_reader(self._fd, ready)

    def pause(self) -> None:
        """Leave in the FIFO what comes."""
        asyncio.get_running_loop().remove_reader(self._fd)

    def read(self) -> Iterator[Any]:
        """Yield what is whole; what is buffered behind a broken frame is dropped with it."""
        try:
            yield from self._frames.feed(os.read(self._fd, _CHUNK))
        except ProtocolError:
            self.broken += 1

    def close(self) -> None:
        """Close the FIFO."""
        os.close(self._fd)


class Lines:
    """A file that lines are appended to, read from where it ends now.

    Args:
        path: the file, which is watched.
        fd: the same, open for reading and writing; closed with this.
        cap: the longest line.
        watching: tells when files change.

    Raises:
        OSError: there is no room on the disk for what the shell would write.
    """

    def __init__(self, path: Path, fd: int, cap: int, watching: Watching) -> None:
        reserve(fd, _RESERVED)
        self._path = path
        self._fd = fd
        self._former = -1
        self._cap = cap
        self._watching = watching
        self._begun = b""
        self._ready: Callable[[], None] | None = None
        self._again: asyncio.TimerHandle | None = None
        self.broken = 0
        self.may_miss_replies = False
        os.lseek(fd, 0, os.SEEK_END)
        watching.add(path)

    def listen(self, ready: Callable[[], None]) -> None:
        """Look once, for nobody has looked since `pause`, and then whenever the file changes."""
        self._ready = ready
        asyncio.get_running_loop().call_soon(self.touch)

    def touch(self) -> None:
        """Say that the file has changed."""
        if self._ready is not None:
            self._ready()

    def pause(self) -> None:
        """Leave in the file what comes."""
        self._ready = None

    def read(self) -> Iterator[Any]:
        """Yield the requests in the lines that are whole.

        A worn file that cannot be replaced is read no further until it can: the shell, which gets no answers, then
        writes no more than there is room for.
        """
        if self._former < 0 and os.lseek(self._fd, 0, os.SEEK_CUR) > WORN and not self._replace():
            return
        *lines, self._begun = (self._begun + self._appended()).split(b"\n")
        if len(self._begun) > self._cap:
            self._begun = b""
            self.broken += 1
        for line in filter(None, lines):
            try:
                yield parse_line(line)
            except ProtocolError:
                self.broken += 1

    def close(self) -> None:
        """Close the file."""
        if self._again is not None:
            self._again.cancel()
        self._watching.forget(self._path)
        os.close(self._fd)
        if self._former >= 0:
            os.close(self._former)

    def _appended(self) -> bytes:
        data = _rest(self._fd)
        if self._former >= 0:
            # What is in the new file was written after all that is in the old one.
            former = _rest(self._former)
            if data:
                os.close(self._former)
                self._former = -1
            data = former + data
        return data

    def _replace(self) -> bool:
        """Put an empty file in the place of this one; tell whether there was room for it."""
        new = self._path.with_name(self._path.name + ".new")
        fd = -1
        try:
            fd = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            reserve(fd, _RESERVED)
            new.rename(self._path)
        except OSError:
            if fd >= 0:
                os.close(fd)
            self._again = asyncio.get_running_loop().call_later(_RETRY, self.touch)
            return False
        self._former, self._fd = self._fd, fd
        return True


def _rest(fd: int) -> bytes:
    """Return what a file holds from its position on."""
    pieces = []
    while piece := os.read(fd, _CHUNK):
        pieces.append(piece)
    return b"".join(pieces)
