"""A real `segue http` in a process of its own, and what clients send to it."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from httpx2 import Client, HTTPTransport

from tests.helpers.command import SEGUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from httpx2 import Response

SECONDS = 30.0


@dataclass
class Gateway:
    """A running gateway and a client of it; `where` is what it says of itself: a URL, or the path of a socket."""

    process: subprocess.Popen[str]
    errors: IO[str]
    where: str
    client: Client

    def post(self, path: str, body: object = None, **headers: str) -> Response:
        """Return the answer to JSON."""
        return self.client.post(path, json=body, headers=headers)

    def get(self, path: str, **headers: str) -> Response:
        """Return the answer to nothing but the address."""
        return self.client.get(path, headers=headers)

    def answer(self, path: str, body: object = None) -> dict[str, Any]:
        """Return what a request is answered that must succeed."""
        response = self.post(path, body) if body is not None else self.get(path)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def end(self, how: int = signal.SIGINT) -> int:
        """End it by a signal and return its exit status."""
        self.process.send_signal(how)
        return self.process.wait(timeout=20)

    def said(self) -> str:
        """Return what it has written to standard error."""
        self.errors.seek(0)
        return self.errors.read()


@contextmanager
def running_gateway(environ: Mapping[str, str], *options: str | Path, url: str = "") -> Iterator[Gateway]:
    """Yield a gateway that listens, by default on a free port, and end it; it must never have shown a traceback.

    `url` is where the client looks for it, when that is not what it says.
    """
    options = options or ("--port", "0")
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            [SEGUE, "http", *options], env=dict(environ), stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        assert process.stdout
        try:
            told = process.stdout.readline().removeprefix("listening on ").strip()
            errors.seek(0)
            assert told, errors.read()
            transport = HTTPTransport(uds=told) if told.startswith("/") else HTTPTransport()
            base = url or ("http://localhost" if told.startswith("/") else told)
            with Client(base_url=base, transport=transport, timeout=SECONDS) as client:
                gateway = Gateway(process, errors, told, client)
                yield gateway
                assert "Traceback" not in gateway.said()
        finally:
            process.kill()
