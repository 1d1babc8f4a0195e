"""Where the gateway listens: a port, and what follows from it for those who call."""

from __future__ import annotations

import errno
import socket
from ipaddress import ip_address
from typing import Final

from segue.domain.errors import AlreadyRunningError, ConfigError

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def listen_on_port(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; with port 0, on any that is free.

    Raises:
        AlreadyRunningError: the port is taken.
        ConfigError: there is no such address here, or it is not for this user.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.create_server(address[:2], family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} of {host} is taken, perhaps by another `segue http`: choose one with --port"
            raise AlreadyRunningError(message) from error
        raise ConfigError(f"cannot listen on port {port} of {host}: {error.strerror}") from error
    # asyncio does this only for sockets that name their protocol; without it each answer may wait 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def is_reachable_from_outside(listener: socket.socket) -> bool:
    """Tell whether others than this machine can connect."""
    return not ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def names_of(host: str, listener: socket.socket) -> frozenset[str] | None:
    """Return the names by which clients may call, None for any, where this machine listens on all its addresses."""
    address = ip_address(listener.getsockname()[0].partition("%")[0])
    return None if address.is_unspecified else LOOPBACK_NAMES | {host.lower(), str(address)}


def url_of(listener: socket.socket) -> str:
    """Return the address that a client calls."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
