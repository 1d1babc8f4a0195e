"""The one daemon's place in the file system: a private run directory, a lock, and the socket."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import socket
import stat
import time
from typing import TYPE_CHECKING, Final

from segue.domain.errors import AlreadyRunningError, UnsafePathError

if TYPE_CHECKING:
    from pathlib import Path

PROBE_SECONDS: Final = 0.5
LOOKS: Final = 5
LOOK_SECONDS: Final = 0.02


def make_private_directory(path: Path) -> None:
    """Create the directory (0700) or check that the one there is really ours and closed to others.

    Raises:
        UnsafePathError: it is a link, no directory, another user's, or open to others and not ours to close.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise UnsafePathError(f"{path} must be a directory, and not a link to one: remove it") from None
        if found.st_uid != os.getuid():
            raise UnsafePathError(f"{path} belongs to another user: remove it or set SEGUE_HOME") from None
        if stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(0o700)


def take_lock(path: Path) -> int:
    """Return a descriptor that holds the single-instance lock until it is closed or the process ends.

    Raises:
        AlreadyRunningError: another daemon holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        _lock(descriptor)
    except OSError as error:
        holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise AlreadyRunningError(f"segue is already running (process {holder or 'unknown'})") from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return descriptor


def _lock(descriptor: int) -> None:
    for _ in range(LOOKS):
        with contextlib.suppress(BlockingIOError):
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # A command that looks whether a daemon runs holds the lock for a moment.
        time.sleep(LOOK_SECONDS)
    return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def bind_socket(path: Path, backlog: int) -> socket.socket:
    """Return a listening socket at `path`, taking the place of a stale one only.

    A file that answers belongs to a living daemon; one that refuses (ECONNREFUSED) has lost its daemon. Anything
    else is left alone: unlinking a socket whose state is unknown would cut off whoever listens there.

    Raises:
        AlreadyRunningError: somebody listens there.
        UnsafePathError: something that is no socket is in the way.
    """
    _remove_if_stale(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
    # The mode must be right from the first moment: between bind and a chmod anyone could connect.
    previous = os.umask(0o177)
    try:
        listener.bind(os.fsencode(path))
    except BaseException:
        listener.close()
        raise
    finally:
        os.umask(previous)
    listener.listen(backlog)
    return listener


def _remove_if_stale(path: Path) -> None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        raise UnsafePathError(f"{path} is in the way and is no socket: remove it")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PROBE_SECONDS)
        try:
            probe.connect(os.fsencode(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
        except FileNotFoundError:
            return
        except OSError as error:
            reason = errno.errorcode.get(error.errno or 0, str(error))
            raise AlreadyRunningError(f"a process holds {path} but does not answer ({reason})") from error
    raise AlreadyRunningError(f"a process that is no segue daemon of this lock answers on {path}")
