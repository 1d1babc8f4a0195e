"""Who is at the other end of a Unix socket, as the kernel says."""

from __future__ import annotations

import socket
import struct
import sys
from typing import Final

# <sys/un.h> on macOS; Python's socket module has no names for them there.
_SOL_LOCAL: Final = 0
_LOCAL_PEERCRED: Final = 1
_XUCRED: Final = struct.Struct("=IIh2x16I")
_UCRED: Final = struct.Struct("=iII")


def peer_uid(connection: socket.socket, platform: str = sys.platform) -> int:
    """Return the user id of the process that connected (unix(7) SO_PEERCRED, or LOCAL_PEERCRED on macOS)."""
    if platform == "darwin":
        _version, uid, *_groups = _XUCRED.unpack(connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, _XUCRED.size))
        return int(uid)
    _pid, uid, _gid = _UCRED.unpack(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size))
    return int(uid)
