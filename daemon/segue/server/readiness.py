"""Tells systemd how the daemon is, as sd_notify(3) has it; says nothing where nobody asked."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import MutableMapping

VARIABLE: Final = "NOTIFY_SOCKET"


class Readiness:
    """Speaks to the socket that NOTIFY_SOCKET names and removes the variable, so that no child speaks there."""

    def __init__(self, environ: MutableMapping[str, str]) -> None:
        self._address = environ.pop(VARIABLE, "")

    def ready(self) -> None:
        """The daemon answers."""
        self._tell("READY=1")

    def stopping(self) -> None:
        """The daemon finishes what it has accepted and ends."""
        self._tell("STOPPING=1")

    def _tell(self, state: str) -> None:
        # "@" stands for the NUL that begins a name in the abstract namespace.
        address = os.fsencode(self._address)
        if not address.startswith((b"/", b"@")):
            return
        if address.startswith(b"@"):
            address = b"\0" + address[1:]
        # Nothing depends on it but the supervisor's own picture.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.settimeout(1.0)
            notify.connect(address)
            notify.sendall(state.encode())
