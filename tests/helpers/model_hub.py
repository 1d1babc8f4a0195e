"""A double of the hub that models come from: as much of its HTTP interface as fetching one model needs."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMMIT: Final = "0123456789abcdef0123456789abcdef01234567"
LARGE: Final = 1 << 20
"""Files of that many bytes have a SHA-256 on the hub."""


class ModelHub:
    """One model.

    Attributes:
        files: content by path.
        asked: paths of files that were sent, wholly or in part.
        stall_after: bytes of a large file after which nothing comes any more, until `go_on`.
        claimed_sha256: what is said of large files, "" for the truth.
    """

    def __init__(self, model: str, files: Mapping[str, bytes]) -> None:
        self.model = model
        self.files = dict(files)
        self.asked: list[str] = []
        self.stall_after: int | None = None
        self.stalled = threading.Event()
        self.claimed_sha256 = ""
        self._go_on = threading.Event()

    def go_on(self) -> None:
        """Send what was held back, to whoever still listens."""
        self.stall_after = None
        self._go_on.set()

    def listing(self) -> dict[str, Any]:
        """Return what the hub says of a model when asked for its files and their sizes."""
        return {"id": self.model, "sha": COMMIT, "siblings": [self._sibling(path) for path in self.files]}

    def etag(self, path: str) -> str:
        """Return what names a content."""
        return hashlib.sha256(self.files[path]).hexdigest()

    def wait(self) -> None:
        """Hold back the rest of a file."""
        self.stalled.set()
        self._go_on.wait(timeout=60)

    def _sibling(self, path: str) -> dict[str, Any]:
        size = len(self.files[path])
        large = {"size": size, "sha256": self.claimed_sha256 or self.etag(path), "pointerSize": 130}
        return {"rfilename": path, "size": size, "blobId": "0" * 40} | ({"lfs": large} if size >= LARGE else {})


@contextmanager
def model_hub(model: str, files: Mapping[str, bytes]) -> Iterator[tuple[ModelHub, str]]:
    """Yield the hub and the address that HF_ENDPOINT has to be."""
    hub = ModelHub(model, files)

    class Handler(_Handler):
        """Serves this hub."""

        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub, f"http://127.0.0.1:{server.server_port}"
    finally:
        hub.go_on()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: ModelHub

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, *arguments: object) -> None:
        """Keep the tests' output clean."""

    def _answer(self, *, with_body: bool) -> None:
        hub, path = self.served, urlsplit(self.path).path
        if path.startswith(f"/api/models/{hub.model}/revision/"):
            self._send(200, json.dumps(hub.listing()).encode(), {"Content-Type": "application/json"}, "", with_body)
            return
        name = path.removeprefix(f"/{hub.model}/resolve/{COMMIT}/")
        if name not in hub.files:
            self._send(404, b"", {"X-Error-Code": "RepoNotFound"}, "", with_body)
            return
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        headers = {"ETag": f'"{hub.etag(name)}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        self._send(206 if start else 200, hub.files[name][start:], headers, name, with_body)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str], name: str, with_body: bool) -> None:  # noqa: FBT001 - one call a line
        self.send_response(status)
        for header, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(header, value)
        self.end_headers()
        if not with_body:
            return
        if name:
            self.served.asked.append(name)
        stop = self.served.stall_after
        if stop is not None and len(body) >= LARGE:
            self.wfile.write(body[:stop])
            self.wfile.flush()
            self.served.wait()
            self.close_connection = True
            return
        self.wfile.write(body)
