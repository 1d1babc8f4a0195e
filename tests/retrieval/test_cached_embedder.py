"""With the cache, the same vectors for less work."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.domain.errors import EmbeddingError
from segue.embedding.chain import Chain, Step
from segue.embedding.embedder import Kind
from segue.retrieval.cached_embedder import CachedEmbedder
from segue.store.vector_cache import VectorCache
from tests.helpers.embedders import MemoryEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    """Give the cache's thread."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[VectorCache]:
    """Give an empty cache."""
    cache = VectorCache(tmp_path / "vectors.db", lambda: 1_700_000_000.0)
    yield cache
    cache.close()


async def test_only_what_is_missing_is_embedded(cache: VectorCache, thread: ThreadPoolExecutor) -> None:
    """In the order of asking, each text once, and the answer has a row for every text in its place."""
    inner = MemoryEmbedder()
    embedder = CachedEmbedder(inner, cache, thread, inner.space.dims)
    await embedder.embed(["ls", "make"])
    texts = ["make test", "ls", "git push", "make test", "make", "ls"]
    vectors = await embedder.embed(texts)
    assert inner.asked == [["ls", "make"], ["make test", "git push"]]
    expected = await inner.embed(texts)
    assert np.einsum("ij,ij->i", vectors, expected) == pytest.approx(1, abs=1e-4)


async def test_it_can_be_left_out_of_a_request(cache: VectorCache, thread: ThreadPoolExecutor) -> None:
    """Then nothing is looked up and nothing is kept."""
    inner = MemoryEmbedder()
    chain = Chain([Step("memory", CachedEmbedder(inner, cache, thread, inner.space.dims), 30, inner)], time.monotonic)
    for _ in range(2):
        await chain.embed(["ls"], fresh=True)
    assert inner.asked == [["ls"], ["ls"]]
    assert cache.figures() == []


async def test_the_kind_makes_a_difference(cache: VectorCache, thread: ThreadPoolExecutor) -> None:
    """A question is embedded though the same text is known as a document."""
    inner = MemoryEmbedder()
    embedder = CachedEmbedder(inner, cache, thread, inner.space.dims)
    await embedder.embed(["ls"], Kind.DOCUMENT)
    await embedder.embed(["ls"], Kind.QUERY)
    assert len(inner.asked) == 2


async def test_a_length_that_nobody_knows_is_learned(cache: VectorCache, thread: ThreadPoolExecutor) -> None:
    """The first answer tells it; an answer of another length is an error, for a service may have changed its model."""
    inner = MemoryEmbedder()
    embedder = CachedEmbedder(inner, cache, thread)
    await embedder.embed(["ls"])
    await embedder.embed(["ls"])
    assert len(inner.asked) == 1
    changed = MemoryEmbedder(dims=8)
    inner.embed = changed.embed  # type: ignore[method-assign]
    with pytest.raises(EmbeddingError, match="8 numbers"):
        await embedder.embed(["make", "ls"])
    assert (await embedder.embed(["make", "ls"])).shape == (2, 8)


async def test_no_text_is_an_error(cache: VectorCache, thread: ThreadPoolExecutor) -> None:
    """As with every embedder."""
    with pytest.raises(EmbeddingError):
        await CachedEmbedder(MemoryEmbedder(), cache, thread).embed([])


async def test_an_error_keeps_nothing(cache: VectorCache, thread: ThreadPoolExecutor) -> None:
    """What the model cannot embed is not in the cache afterwards."""
    inner = MemoryEmbedder()
    embedder = CachedEmbedder(inner, cache, thread, inner.space.dims)
    inner.down = True
    with pytest.raises(EmbeddingError):
        await embedder.embed(["ls"])
    inner.down = False
    await embedder.embed(["ls"])
    assert len(inner.asked) == 2


async def test_a_cache_that_fails_is_done_without(
    cache: VectorCache, thread: ThreadPoolExecutor, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """While another process holds the database the answers go on, and the log says why once."""
    inner = MemoryEmbedder()
    embedder = CachedEmbedder(inner, cache, thread, inner.space.dims)
    cache._db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "vectors.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for line in ("ls", "make"):
        assert (await embedder.embed([line])).shape == (1, inner.space.dims)
    assert caplog.text.count("without it") == 1
    other.execute("ROLLBACK")
    other.close()
    await embedder.embed(["ls"])
    await embedder.embed(["ls"])
    assert len(inner.asked) == 3


async def test_a_text_can_be_forgotten(cache: VectorCache, thread: ThreadPoolExecutor) -> None:
    """It says how many vectors it had, and embeds the text anew."""
    inner = MemoryEmbedder()
    embedder = CachedEmbedder(inner, cache, thread, inner.space.dims)
    await embedder.embed(["ls"])
    assert await embedder.forget("ls") == 1
    assert await embedder.forget("ls") == 0
    await embedder.embed(["ls"])
    assert len(inner.asked) == 2
