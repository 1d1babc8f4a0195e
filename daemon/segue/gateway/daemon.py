"""The daemon as the gateway sees it: asked from any thread, one connection for each request."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from segue.client.client import Client
from segue.client.memory import load_memory, save_memory
from segue.client.patterns import ask_for_patterns
from segue.client.vectors import ask_for_sequence, ask_for_vectors
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.gateway.bodies import BATCH, MOST_BYTES, byte_count
from segue.protocol.messages import Embedders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from segue.client.memory import Loaded, Saved
    from segue.client.patterns import Patterns
    from segue.client.vectors import Origin, SequenceAnswer, VectorsAnswer
    from segue.protocol.messages import Request

PATIENCE: Final = 300.0
"""Seconds for a batch: a large model may have to be loaded, and every step of the chain may take its time."""
STATE_PATIENCE: Final = 20.0
"""Seconds for everything else."""
ATTEMPTS: Final = 2
STOPPING: Final = "the gateway is stopping"


class Daemon:
    """Asks the daemon.

    Every method raises DaemonUnavailableError when there is none, and RequestFailedError when it refuses.

    Attributes:
        last: where the latest vectors came from, None before there were any.
    """

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._open: set[Client] = set()
        self._closed = False
        self._lock = threading.Lock()
        self.last: Origin | None = None

    def vectors(
        self, texts: list[str], *, dims: int | None = None, fresh: bool = False, batch_size: int = BATCH
    ) -> VectorsAnswer:
        """Return a row of one and the same model for each text, however many there are.

        Raises:
            SegueError: what answers keeps changing.
        """
        for _ in range(ATTEMPTS):
            with self._connection(PATIENCE) as client:
                answers = [
                    ask_for_vectors(client, batch, dims=dims, fresh=fresh) for batch in batches(texts, batch_size)
                ]
            self.last = answers[0]["origin"]
            if len({_space(answer["origin"]) for answer in answers}) == 1:
                return {"origin": self.last, "embeddings": [row for answer in answers for row in answer["embeddings"]]}
        raise SegueError("the model has changed while the texts were embedded: ask again")

    def sequence(
        self, commands: list[str], *, decay: float | None, dims: int | None = None, fresh: bool = False
    ) -> SequenceAnswer:
        """Return the vectors of up to 256 commands, oldest first, and what they make together."""
        with self._connection(PATIENCE) as client:
            answer = ask_for_sequence(client, commands, decay=decay, dims=dims, fresh=fresh)
        self.last = answer["origin"]
        return answer

    def embedders(self, action: str) -> dict[str, Any]:
        """Return what the embedders answer to one of the wire's actions."""
        with self._connection(STATE_PATIENCE) as client:
            figures: dict[str, Any] = client.ask(Embedders(1, "http", action))[0]
        return figures

    def ask(self, request: Request) -> dict[str, Any]:
        """Return the map that a request about the memory is answered with, fit for JSON."""
        with self._connection(PATIENCE) as client:
            answer: dict[str, Any] = presentable(client.ask(request)[0])
        return answer

    def patterns(self) -> Patterns:
        """Return all workflows as patterns, fit for JSON."""
        with self._connection(PATIENCE) as client:
            found: Patterns = presentable(ask_for_patterns(client))
        return found

    def save(self, path: Path) -> Saved:
        """Write the memory into a file.

        Raises:
            FileFormatError: another file is there.
            OSError: it cannot be written.
        """
        with self._connection(PATIENCE) as client:
            return save_memory(client, path)

    def load(self, path: Path) -> Loaded:
        """Add what a file holds to the memory.

        Raises:
            FileFormatError: the file is foreign or damaged.
            OSError: it cannot be read.
        """
        with self._connection(PATIENCE) as client:
            return load_memory(client, path)

    def close(self) -> None:
        """End all requests, so that no thread waits for the daemon any longer, and begin no other."""
        with self._lock:
            self._closed = True
            for client in self._open:
                client.interrupt()

    @contextmanager
    def _connection(self, timeout: float) -> Iterator[Client]:
        with Client(self._socket, timeout) as client:
            with self._lock:
                if self._closed:
                    raise DaemonUnavailableError(STOPPING)
                self._open.add(client)
            try:
                yield client
            except DaemonUnavailableError as error:
                raise DaemonUnavailableError(STOPPING if self._closed else str(error)) from error
            finally:
                with self._lock:
                    self._open.discard(client)


def presentable(value: Any) -> Any:
    """Return plain values in which bytes that are not UTF-8 are written out, for JSON over HTTP has no other way."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case list():
            return [presentable(each) for each in value]
        case dict():
            return {presentable(name): presentable(each) for name, each in value.items()}
    return value


def batches(texts: Sequence[str], size: int) -> Iterator[list[str]]:
    """Cut texts into batches that fit a frame, of at most `size` texts each."""
    batch: list[str] = []
    room = MOST_BYTES
    for text in texts:
        length = byte_count(text)
        if batch and (len(batch) == size or length > room):
            yield batch
            batch, room = [], MOST_BYTES
        batch.append(text)
        room -= length
    yield batch


def _space(origin: Origin) -> tuple[str, str, int]:
    return origin["model"], origin["revision"], origin["dimensions"]
