"""Where shells and clients come in: the socket, bound or taken over, and what supervisor and successor know of it."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from segue import __version__
from segue.server.activation import take_over_socket
from segue.server.endpoint import bind_socket
from segue.server.readiness import Readiness

if TYPE_CHECKING:
    import socket
    from collections.abc import MutableMapping

    from segue.config.paths import Paths

log = logging.getLogger(__name__)


class Door:
    """The listening socket of one daemon; what it is told by `environ` is removed from there."""

    def __init__(self, paths: Paths, environ: MutableMapping[str, str]) -> None:
        self._paths = paths
        self._environ = environ
        self._readiness = Readiness(environ)
        self._ours = True
        self._listener: socket.socket | None = None
        self.heirloom: socket.socket | None = None
        """The socket, for the version of segue that this process is about to become."""

    def open(self, backlog: int) -> socket.socket:
        """Return the socket that listens from now on.

        Raises:
            AlreadyRunningError: somebody listens there.
            UnsafePathError: what is in the way, or was handed over, is not such a socket.
        """
        inherited = take_over_socket(self._environ, self._paths.socket)
        self._ours = inherited is None or inherited.ours
        self._listener = inherited.socket if inherited else bind_socket(self._paths.socket, backlog)
        return self._listener

    def announce(self) -> None:
        """Say that whoever comes in is answered."""
        log.info("segue %s listens on %s, process %d", __version__, self._paths.socket, os.getpid())
        self._readiness.ready()

    def shut(self, *, bequeath: bool) -> None:
        """Keep shells from trying an ending daemon, or keep the socket for its heir, where they may wait for it."""
        log.info("segue makes way for the version on disk" if bequeath else "segue ends")
        self._readiness.stopping()
        if bequeath and self._listener:
            self.heirloom = self._listener.dup()
        self.remove()

    def remove(self) -> None:
        """Remove the socket's file, unless somebody goes on listening there."""
        if self._ours and not self.heirloom:
            self._paths.socket.unlink(missing_ok=True)
