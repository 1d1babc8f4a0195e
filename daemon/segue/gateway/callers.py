"""Whose program has opened a TCP connection on this machine, where no token says so.

A Unix socket knows its peer, a port does not: any user of the machine can connect to it. The kernel's list of
connections tells whose socket is at the other end.
"""

from __future__ import annotations

import os
import socket
import sys
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it at run time

if TYPE_CHECKING:
    from collections.abc import Iterator

    Address = tuple[str, int]

TABLES: Final = ("/proc/self/net/tcp", "/proc/self/net/tcp6")
MAPPED: Final = bytes(10) + b"\xff\xff"
"""Stands before an IPv4 address in an IPv6 one."""


def refuse_others(request: Request) -> None:
    """Let a request pass that comes from a program of this user.

    Raises:
        HTTPException: it comes from another user, or nobody can say from whom.
    """
    client, server = request.scope["client"], request.scope["server"]
    if not is_own(tuple(client[:2]), tuple(server[:2])):
        raise HTTPException(
            HTTPStatus.FORBIDDEN,
            "what was run here is told to programs of its owner alone: others need --token-file, or --uds",
        )


def is_own(client: Address, server: Address, platform: str = sys.platform) -> bool:
    """Tell whether a connection from `client` to `server`, both on this machine, is one of this user's."""
    return _is_own_by_table(client, server) if platform == "linux" else _is_own_by_processes(client, server)


def _is_own_by_table(client: Address, server: Address) -> bool:
    wanted = {(_written(client, mapped=mapped), _written(server, mapped=mapped)) for mapped in (False, True)}
    for table in TABLES:
        for local, remote, uid, inode in _connections(Path(table)):
            # A connection that is over has no inode, and root for its owner.
            if (local, remote) in wanted and inode != "0":
                return int(uid) == os.getuid()
    return False


def _connections(table: Path) -> Iterator[tuple[str, str, str, str]]:
    try:
        lines = table.read_text("ascii").splitlines()[1:]
    except OSError:
        return
    for line in lines:
        _number, local, remote, _state, _queues, _timer, _again, uid, _timeout, inode, *_ = line.split()
        yield local, remote, uid, inode


def _written(address: Address, *, mapped: bool) -> str:
    """Return an address as the kernel writes it: words of four bytes in the order of this machine, in hexadecimal."""
    host, port = address
    packed = socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
    if mapped and len(packed) < len(MAPPED):
        packed = MAPPED + packed
    words = (packed[start : start + 4] for start in range(0, len(packed), 4))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words) + f":{port:04X}"


def _is_own_by_processes(client: Address, server: Address) -> bool:
    """Look through the connections of this user's processes, where the kernel shows no table of all."""
    import psutil  # noqa: PLC0415 - not on Linux

    for process in psutil.process_iter():
        try:
            if process.uids().effective != os.getuid():
                continue
            found = process.net_connections("tcp")
        except psutil.Error:
            continue
        if any(tuple(each.laddr) == client and tuple(each.raddr) == server for each in found):
            return True
    return False
