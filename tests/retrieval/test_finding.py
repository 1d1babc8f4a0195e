"""Lines are found by what they mean, and not at all once they are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.digest import text_key
from segue.domain.errors import EmbeddingError, StoreError
from segue.embedding.embedder import Kind
from segue.retrieval import service as service_module
from segue.retrieval.cached_embedder import CachedEmbedder
from segue.retrieval.encoder import Encoder
from tests.helpers.waiting import eventually

if TYPE_CHECKING:
    from tests.retrieval.scene import Scene

LINES = ("git push origin main", "git push", "docker compose up", "docker ps", "ls")


async def test_the_nearest_lines_come_first(scene: Scene) -> None:
    """With their cosines, as many as were asked for."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    found = await scene.service.search("git push", 3)
    assert [line for line, _ in found[:2]] == ["git push", "git push origin main"]
    assert found[0][1] == pytest.approx(1, abs=1e-3)
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    assert len(found) == 3


async def test_a_search_can_be_limited_to_some_lines(scene: Scene) -> None:
    """Only lines that are allowed, and known, are found."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    found = await scene.service.search("git push", 5, {"ls", "docker ps", "unknown"})
    assert {line for line, _ in found} == {"ls", "docker ps"}


async def test_a_line_is_not_its_own_neighbour(scene: Scene) -> None:
    """The neighbours of a known line need no embedder; an unknown line is embedded for the question alone."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    asked = len(scene.embedders[0].asked)
    assert (await scene.service.neighbours("git push", 1))[0][0] == "git push origin main"
    assert len(scene.embedders[0].asked) == asked
    assert (await scene.service.neighbours("docker ps -a", 1))[0][0] == "docker ps"
    assert await scene.indexed() == sorted(LINES)


async def test_a_forgotten_line_is_gone_from_index_and_cache(scene: Scene) -> None:
    """It says how many vectors there were, and neither file holds the line's hash any more."""
    embedder = scene.embedders[0]
    cached = CachedEmbedder(embedder, scene.cache, scene.thread, embedder.space.dims)
    await scene.service.use(Encoder(cached, embedder.space, seconds=0.0))
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    await cached.embed(["docker ps"], Kind.QUERY)
    trace = text_key("docker ps").to_bytes(8, "little")
    files = [scene.index_file(), scene.paths.vector_cache, scene.state / "vectors.db-wal"]
    assert sum(trace in file.read_bytes() for file in files) >= 2
    assert await scene.forget("docker ps") == 3
    assert not any(trace in file.read_bytes() for file in files)
    assert "docker ps" not in await scene.indexed()
    assert await scene.forget("docker ps") == 0


async def test_a_line_that_is_forgotten_while_it_is_embedded_stays_out(scene: Scene) -> None:
    """The answer of the model that comes after that is thrown away, in the cache as well."""
    embedder = scene.embedders[0]
    cached = CachedEmbedder(embedder, scene.cache, scene.thread, embedder.space.dims)
    await scene.service.use(Encoder(cached, embedder.space, seconds=0.0))
    await scene.until_indexed()
    embedder.gate.clear()
    scene.record("make oops", "make")
    await eventually(lambda: ["make oops", "make"] in embedder.asked, "the model to be asked")
    assert await scene.forget("make oops") == 0
    embedder.gate.set()
    await scene.until_indexed("make")
    await eventually(lambda: scene.cache.find(embedder.space, Kind.DOCUMENT, ["make oops"]) == {}, "it to be gone")


async def test_running_it_again_brings_it_back(scene: Scene) -> None:
    """Forgetting is about the past."""
    scene.record("make oops")
    await scene.until_indexed("make oops")
    await scene.forget("make oops")
    await scene.until_indexed()
    scene.record("make oops", "make")
    await scene.until_indexed("make oops", "make")


async def test_memory_is_given_back_and_nothing_is_lost(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while of rest the files are unmapped; the next search and the next line work as before."""
    monkeypatch.setattr(service_module, "IDLE", 0.001)
    scene.record("ls")
    await scene.until_indexed("ls")
    indexes = scene.service._open_indexes()
    await eventually(lambda: indexes.serving.index._file._mapped is None, "the file to be unmapped")
    scene.record("make")
    await scene.until_indexed("ls", "make")


async def test_errors_are_said(scene: Scene) -> None:
    """A model that is away, and an index that is not open."""
    scene.record("ls")
    await scene.until_indexed("ls")
    scene.embedders[0].down = True
    with pytest.raises(EmbeddingError):
        await scene.service.search("ls", 1)
    await scene.service.close()
    with pytest.raises(StoreError, match="not open"):
        await scene.service.search("ls", 1)
