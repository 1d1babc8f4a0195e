"""A blocking client for the command line: standard library only, one request after the other."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import TYPE_CHECKING, Any, Final, Self

from segue.domain.errors import DaemonUnavailableError, ProtocolError, SegueError
from segue.protocol.frames import FrameBuffer, encode_frame
from segue.protocol.messages import ERROR, REPLY

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from segue.protocol.messages import Request

READ_BYTES: Final = 65536
LARGEST_REPLY: Final = 8 << 20
"""Bytes: 256 commands with 4096 numbers each, and their transitions, are less than 5 MB."""


class RequestFailedError(SegueError):
    """The daemon answered with an error; `code` is one of the wire contract's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Client:
    """One connection to the daemon; use it as a context manager.

    Raises:
        DaemonUnavailableError: nobody listens, or no answer came within `timeout` seconds.
    """

    def __init__(self, path: Path, timeout: float = 5.0) -> None:
        self._path = path
        self._buffer = FrameBuffer(LARGEST_REPLY)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(timeout)
        try:
            self._socket.connect(os.fsencode(path))
        except OSError as error:
            self._socket.close()
            raise DaemonUnavailableError("the segue daemon is not running: try `segue start`") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def interrupt(self) -> None:
        """Let `ask` end at once in whatever thread it waits: it raises DaemonUnavailableError."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def ask(self, request: Request) -> list[Any]:
        """Return the fields of the reply, without kind and sequence.

        Raises:
            RequestFailedError: the daemon refused.
            DaemonUnavailableError: the connection broke or the answer is late.
            ProtocolError: the answer is not one to this request.
        """
        try:
            self._socket.sendall(encode_frame(request.message()))
            reply = self._receive()
        except OSError as error:
            raise DaemonUnavailableError("the segue daemon does not answer: see `segue status`") from error
        match reply:
            case [kind, sequence, str(code), str(message)] if kind == ERROR and sequence in (0, request.sequence):
                raise RequestFailedError(code, message)
            case [kind, sequence, *fields] if kind == request.kind | REPLY and sequence == request.sequence:
                return fields
        raise ProtocolError("the daemon's answer does not fit the request")

    def _receive(self) -> Any:
        while data := self._socket.recv(READ_BYTES):
            for message in self._buffer.feed(data):
                return message
        raise DaemonUnavailableError("the segue daemon closed the connection")
