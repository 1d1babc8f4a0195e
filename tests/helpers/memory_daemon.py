"""A real daemon that indexes with embedders in memory: `python -m tests.helpers.memory_daemon`.

$SEGUE_TEST_MODELS names those that there are, the last one is chosen; $SEGUE_TEST_PAUSE is how many seconds a request
to one of them takes.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from typing import TYPE_CHECKING

from segue.app.daemon import run_daemon
from segue.config.config import Config
from segue.embedding.building import LEXICAL
from segue.embedding.chain import Chain
from segue.embedding.embedder import Kind
from segue.retrieval.encoder import Encoder
from tests.helpers.embedders import MemoryEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from segue.embedding.embedder import Embedder, Vectors
    from segue.embedding.mlx.embedder import MlxEmbedder
    from segue.embedding.space import Space


class SlowEmbedder(MemoryEmbedder):
    """Takes its time."""

    pause = 0.0

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:
        """Wait, and answer."""
        await asyncio.sleep(self.pause)
        return await super().embed(texts, kind)


class MemoryEncoders:
    """The embedders that the environment names."""

    mlx: MlxEmbedder | None = None

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._embedders = [SlowEmbedder(name) for name in environ["SEGUE_TEST_MODELS"].split()]
        for embedder in self._embedders:
            embedder.pause = float(environ.get("SEGUE_TEST_PAUSE", "0"))

    def look(self) -> bool:
        """Find the same ones for ever."""
        return False

    def chain(self, remembering: Callable[[Embedder], Embedder] | None) -> Chain:  # noqa: ARG002 - words need no memory
        """Answer requests by the words of a line."""
        return Chain([LEXICAL], time.monotonic)

    def chosen(self) -> Encoder:
        """Return the last."""
        return Encoder(self._embedders[-1], self._embedders[-1].space, seconds=0.05)

    def of(self, space: Space) -> Encoder | None:
        """Return the one of a space, if there is one."""
        return next((Encoder(each, each.space) for each in self._embedders if each.space == space), None)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    run_daemon(Config.from_environment(os.environ), MemoryEncoders(os.environ))
