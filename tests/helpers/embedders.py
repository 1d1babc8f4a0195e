"""Embedders in memory: the twins of those that need a model or a service."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import numpy as np

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind, unit
from segue.embedding.space import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Vectors


class MemoryEmbedder:
    """Sums a direction for every word, so that lines are alike as far as they share words; a question is its answer.

    Attributes:
        asked: every request's texts in the order of asking.
        failing: words of which no text may hold one.
        down: whether nothing is answered at all.
        gate: requests wait until it is set.
    """

    def __init__(self, name: str = "memory", revision: str = "1", dims: int = 32) -> None:
        self.space = Space(name, revision, dims)
        self.asked: list[list[str]] = []
        self.failing: set[str] = set()
        self.down = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.closed = False

    @property
    def name(self) -> str:
        """The model's name."""
        return self.space.name

    @property
    def revision(self) -> str:
        """The model's revision."""
        return self.space.revision

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:  # noqa: ARG002 - one for both
        """Answer, wait or fail as the test has set."""
        self.asked.append(list(texts))
        await self.gate.wait()
        if self.down or any(word in self.failing for text in texts for word in text.split()):
            raise EmbeddingError("the model is not there")
        return unit(np.stack([self._vector(text) for text in texts]), len(texts))

    async def close(self) -> None:
        """Note it."""
        self.closed = True

    def _vector(self, text: str) -> np.typing.NDArray[np.float32]:
        words = text.split() or [""]
        return sum(map(self._direction, words), np.zeros(self.space.dims, np.float32))

    def _direction(self, word: str) -> np.typing.NDArray[np.float32]:
        seed = hashlib.sha256(f"{self.name} {self.revision} {word}".encode("utf-8", "surrogatepass")).digest()
        return np.random.default_rng(int.from_bytes(seed[:8])).standard_normal(self.space.dims, np.float32)
