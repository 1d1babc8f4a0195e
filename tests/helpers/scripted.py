"""A daemon whose every answer the test has written: for promises about what is sent, and when."""

from __future__ import annotations

import contextlib
import selectors
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from segue.config.paths import Paths
from segue.protocol.frames import FrameBuffer, encode_frame
from segue.protocol.messages import REPLY, Kind

if TYPE_CHECKING:
    from collections.abc import Callable


class ScriptedDaemon:
    """Listens where the daemon would, keeps what it is told, and answers from `lines`.

    Attributes:
        requests: every request in the order of arrival.
        lines: prefix to the lines that are suggested for it.
        known: what is said to a `record`.
        milli: how probable each line is said to be, in thousandths.
        answer: replaces the whole answer: gets a request, returns the bytes to write (none: no answer).
        connections: how many were accepted.
    """

    def __init__(self, lines: dict[str, list[str]] | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="segue-"))
        self.paths = Paths(state=self.home / "state", run=self.home / "state" / "run")
        self.paths.run.mkdir(parents=True, mode=0o700)
        self.requests: list[list[Any]] = []
        self.lines = lines or {}
        self.known = 1
        self.milli = 500
        self.answer: Callable[[list[Any]], bytes] = self.usual_answer
        self.connections = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.paths.socket))
        self.listener.listen(128)
        self._peers: list[socket.socket] = []
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.pause()
        for each in (self.listener, self._wake, self._woken, *self._peers):
            each.close()
        shutil.rmtree(self.home)

    def of(self, kind: Kind) -> list[list[Any]]:
        """Return the fields of every request of a kind, without kind, sequence and session."""
        return [request[3:] for request in self.requests if request[0] == kind]

    def records(self) -> list[str]:
        """Return the line of every `record`."""
        return [fields[0] for fields in self.of(Kind.RECORD)]

    def questions(self) -> list[str]:
        """Return the prefix of every `suggest`."""
        return [fields[0] for fields in self.of(Kind.SUGGEST)]

    def hang_up(self) -> None:
        """Close every connection, as a daemon does that ends."""
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)

    def say(self, data: bytes) -> None:
        """Write to every connection, unasked."""
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer.sendall(data)

    def pause(self) -> None:
        """Neither accept nor read anything from now on."""
        if self._thread.is_alive():
            self._wake.send(b"!")
            self._thread.join()

    def usual_answer(self, request: list[Any]) -> bytes:
        """Return the frame that a daemon would send."""
        kind, sequence = request[0], request[1]
        fields: list[Any] = []
        if kind == Kind.HELLO:
            fields = [1, "scripted"]
        elif kind == Kind.RECORD:
            fields = [self.known]
        elif kind == Kind.SUGGEST:
            fields = [field for line in self.lines.get(request[3], []) for field in (line, self.milli)]
        elif kind == Kind.FORGET:
            fields = [1]
        return encode_frame([kind | REPLY, sequence, *fields])

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self.listener, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is self._woken:
                        return
                    if key.fileobj is self.listener:
                        peer = self.listener.accept()[0]
                        self.connections += 1
                        self._peers.append(peer)
                        selector.register(peer, selectors.EVENT_READ, FrameBuffer())
                    elif not self._read(key.fileobj, key.data):  # type: ignore[arg-type]  # a socket, as registered
                        selector.unregister(key.fileobj)

    def _read(self, peer: socket.socket, buffer: FrameBuffer) -> bool:
        try:
            data = peer.recv(65536)
        except OSError:
            return False
        for request in buffer.feed(data):
            self.requests.append(request)
            # A shell that has hung up since has nevertheless said what it said.
            with contextlib.suppress(OSError):
                peer.sendall(self.answer(request))
        return bool(data)
