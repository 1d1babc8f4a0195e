"""The listening socket that was opened for the daemon: by systemd, or by the daemon that it takes over from.

As sd_listen_fds(3) has it: LISTEN_FDS descriptors from 3 on are meant for the process LISTEN_PID, and LISTEN_FDNAMES
are their names, with colons between them. systemd removes its socket itself, and the daemon never does.
"""

from __future__ import annotations

import os
import socket
import stat
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.domain.errors import UnsafePathError

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

NAME: Final = "segue"
"""The supervisor's socket."""
HEIRLOOM: Final = "segue-heirloom"
"""The socket of a daemon that nobody supervises and that has become another version."""
FIRST: Final = 3
VARIABLES: Final = ("LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES")


class Inherited(NamedTuple):
    """A socket that listens already, and whether it is the daemon that has to remove it in the end."""

    socket: socket.socket
    ours: bool


def take_over_socket(environ: MutableMapping[str, str], path: Path) -> Inherited | None:
    """Return the socket that listens at `path` already, or None when this process was given none.

    The variables are removed, so that no child takes them for its own, and other descriptors are closed.

    Raises:
        UnsafePathError: what was handed over is not a socket that listens there.
    """
    count, process, names = (environ.pop(variable, "") for variable in VARIABLES)
    if process != str(os.getpid()) or not count.isascii() or not count.isdigit():
        return None
    descriptors = range(FIRST, FIRST + int(count))
    named = dict(zip(descriptors, names.split(":") if names else [NAME], strict=False))
    wanted = next((each for each in descriptors if named.get(each) in {NAME, HEIRLOOM}), None)
    for descriptor in descriptors:
        if descriptor != wanted:
            os.close(descriptor)
    listener = None if wanted is None else _checked(wanted, path)
    return Inherited(listener, named[listener.fileno()] == HEIRLOOM) if listener else None


def hand_over(listener: socket.socket, environ: MutableMapping[str, str]) -> None:
    """Let the program that this process is about to become find the socket."""
    if listener.fileno() != FIRST:
        os.dup2(listener.fileno(), FIRST)
    os.set_inheritable(FIRST, True)  # noqa: FBT003 - os's signature
    environ.update(zip(VARIABLES, ("1", str(os.getpid()), HEIRLOOM), strict=True))


def _checked(descriptor: int, path: Path) -> socket.socket | None:
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        raise UnsafePathError(f"descriptor {descriptor}, which was handed over, is no socket")
    listener = socket.socket(fileno=descriptor)
    os.set_inheritable(descriptor, False)  # noqa: FBT003 - as above
    listener.settimeout(0)
    if not (
        listener.family == socket.AF_UNIX
        and listener.type == socket.SOCK_STREAM
        and listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        and os.fsencode(listener.getsockname()) == os.fsencode(path)
    ):
        where = listener.getsockname()
        listener.close()
        raise UnsafePathError(
            f"the socket that was handed over is {where!r}, not {path}: `segue service install` sets that right"
        )
    if not path.exists():
        # Whoever clears /tmp has cut it off: no shell finds it any more, and a new one is bound.
        listener.close()
        return None
    return listener
