"""The worker's two threads: one reads tasks, the main one does them."""

from __future__ import annotations

import os
import threading
import traceback
from dataclasses import asdict
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import ProtocolError
from segue.embedding.worker.messages import CAP, EMBED, FAILED, LOAD, LOADED, VECTORS, LoadTask
from segue.protocol.frames import FrameBuffer, encode_frame

if TYPE_CHECKING:
    import socket

    from segue.embedding.worker.model import LoadedModel

_CHUNK: Final = 1 << 16


def serve(connection: socket.socket) -> None:
    """Answer tasks until the daemon is gone; never returns."""
    tasks: SimpleQueue[list[Any]] = SimpleQueue()
    threading.Thread(target=_read, args=(connection, tasks), daemon=True).start()
    # MLX evaluates a graph only in the thread that built it: whatever concerns the model happens in this one.
    worker = _Worker()
    while True:
        connection.sendall(encode_frame(worker.answer(tasks.get())))


def _read(connection: socket.socket, tasks: SimpleQueue[list[Any]]) -> None:
    """Read tasks, also during one, so that the end of the daemon is noticed at once."""
    buffer = FrameBuffer(CAP)
    try:
        while received := connection.recv(_CHUNK):
            for task in buffer.feed(received):
                tasks.put(task)
    except (OSError, ProtocolError):
        pass
    finally:
        # Nobody is left to answer. MLX may be in the midst of something, and nothing here has to be tidied up.
        os._exit(0)


class _Worker:
    def __init__(self) -> None:
        self._model: LoadedModel | None = None

    def answer(self, task: list[Any]) -> list[Any]:
        try:
            match task:
                case [str(kind), dict(fields)] if kind == LOAD:
                    return self._load(LoadTask(**fields))
                case [str(kind), list(texts)] if kind == EMBED and self._model:
                    return self._embed(self._model, texts)
            return [FAILED, f"the worker does not know what to do with {task[:1]}"]
        # Libraries raise what they please; every task gets an answer.
        except Exception as error:  # noqa: BLE001
            traceback.print_exc()
            return [FAILED, f"{type(error).__name__}: {error}"]

    def _load(self, task: LoadTask) -> list[Any]:
        try:
            from segue.embedding.worker.model import LoadedModel  # noqa: PLC0415 - a second, and may not be installed
        except ImportError as error:
            return [FAILED, f"MLX is not installed: pip install 'segue[mlx]' ({error})"]
        self._model = LoadedModel(task)
        return [LOADED, asdict(self._model.figures())]

    @staticmethod
    def _embed(model: LoadedModel, texts: list[str]) -> list[Any]:
        vectors = model.embed(texts)
        return [VECTORS, *vectors.shape, vectors.astype("<f4").tobytes(), asdict(model.figures())]
