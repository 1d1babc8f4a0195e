"""A real HTTP server that plays a service, on a port of this machine."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from segue.embedding.lexical import lexical_vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Reply:
    """What to answer. A body that is no bytes is sent as JSON; `held` is waited for before anything is sent."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    held: threading.Event | None = None


@dataclass(frozen=True)
class Asked:
    """A request that has arrived."""

    method: str
    path: str
    body: Any
    headers: dict[str, str]


@dataclass
class HttpService:
    """A running server, what it was asked, and what it answers; the answer may be exchanged at any time."""

    url: str
    answer: Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        """Return the paths that it was asked for, in their order."""
        return [asked.path for asked in self.asked]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that have hung up, which some tests want."""


@contextmanager
def http_service(answer: Callable[[Asked], Reply]) -> Iterator[HttpService]:
    """Yield a running server that answers so, and end it afterwards."""
    service = HttpService("", answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve(None)

        def do_POST(self) -> None:
            self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _serve(self, body: Any) -> None:
            asked = Asked(self.command, self.path, body, dict(self.headers))
            service.asked.append(asked)
            reply = service.answer(asked)
            if reply.held:
                reply.held.wait(20)
            content = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            with suppress(OSError):
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(content)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rows_for(texts: list[str]) -> list[list[float]]:
    """Return vectors that tell the texts apart, as JSON has them."""
    rows: list[list[float]] = lexical_vectors(texts).tolist()
    return rows


def mlx_service(asked: Asked) -> Reply:
    """Answer as a small MLX server does, with `/embed` for any number of texts and `/health`."""
    if asked.path == "/health":
        return Reply({"status": "ok", "model": "all-minilm-l6-v2", "dimensions": 256, "loaded": False})
    if asked.path != "/embed" or "texts" not in asked.body:
        return Reply({"error": "texts are missing"}, 400)
    return Reply({"embeddings": rows_for(asked.body["texts"]), "dimensions": 256})


def batch_service(asked: Asked) -> Reply:
    """Answer as an embedding class with HTTP in front does: one text at `/embed`, more at `/embed/batch`; no health."""
    if asked.path == "/embed/batch":
        return Reply({"embeddings": rows_for(asked.body["texts"])})
    if asked.path == "/embed":
        return Reply({"detail": [{"loc": ["body", "text"], "msg": "Field required", "input": asked.body}]}, 422)
    return Reply({"detail": "Not Found"}, 404)


def ollama(asked: Asked) -> Reply:
    """Answer as Ollama does, with one model."""
    if asked.path == "/api/tags":
        return Reply({"models": [{"name": "nomic-embed-text:latest", "digest": "0a109f422b47e3a30ba2b10eca18548e94"}]})
    if asked.path == "/api/embed" and asked.body["model"] == "nomic-embed-text":
        return Reply({"model": asked.body["model"], "embeddings": rows_for(asked.body["input"])})
    return Reply({"error": "model not found, try pulling it first"}, 404)


def openai(asked: Asked) -> Reply:
    """Answer as OpenAI does to whoever has a key, with the texts in any order."""
    if asked.headers.get("Authorization") != "Bearer sk-right":
        return Reply({"error": {"message": "Incorrect API key provided", "type": "invalid_request_error"}}, 401)
    vectors = lexical_vectors(asked.body["input"])[:, : asked.body.get("dimensions", 256)]
    rows = [{"object": "embedding", "index": place, "embedding": row.tolist()} for place, row in enumerate(vectors)]
    return Reply({"object": "list", "data": rows[::-1], "model": asked.body["model"]})
