"""Serves HTTP until the process is told to end."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from socket import AF_UNIX
from typing import TYPE_CHECKING, Final

import uvicorn

from segue.gateway.application import build_application
from segue.gateway.daemon import Daemon
from segue.gateway.edge import Edge

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from segue.gateway.edge import Admission

MOST_REQUESTS: Final = 64
"""At once; one more is answered with 503."""
DRAIN_SECONDS: Final = 2.0
"""For requests in hand when the end comes; after that they are told that the gateway is stopping."""
END_SECONDS: Final = 4
"""After that, connections are cut."""


def serve(listener: socket.socket, daemon_socket: Path, admission: Admission) -> None:
    """Serve clients at `listener` until SIGINT or SIGTERM; what is in hand is finished first, for a moment."""
    # uvicorn ends in good order and raises the signal once more: SIGTERM then ends this as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        daemon = Daemon(daemon_socket)
        # A Unix socket is open to its owner alone, and so is what asks for a token.
        open_to_all = listener.family != AF_UNIX and not admission.token
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
        config = uvicorn.Config(
            Edge(build_application(daemon, open_to_all=open_to_all), admission),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_REQUESTS,
            timeout_graceful_shutdown=END_SECONDS,
        )
        _Server(config, daemon).run([listener])


class _Server(uvicorn.Server):
    """Leaves no thread waiting for the daemon: the process could not end."""

    def __init__(self, config: uvicorn.Config, daemon: Daemon) -> None:
        super().__init__(config)
        self._daemon = daemon

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is in hand."""
        asyncio.get_running_loop().call_later(DRAIN_SECONDS, self._daemon.close)
        try:
            await super().shutdown(sockets)
        finally:
            self._daemon.close()
