"""With the real all-MiniLM-L6-v2 a search finds what is meant and not said."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from segue.config.paths import Paths
from segue.domain.observation import Observation
from segue.domain.search import CommandHit, HitKind, SearchQuery
from segue.embedding.mlx.embedder import MlxEmbedder
from segue.embedding.models.installed import open_model
from segue.embedding.models.registry import known_model
from segue.embedding.space import Space
from segue.retrieval.encoder import Encoder
from segue.retrieval.search import MemorySearch
from segue.retrieval.service import LineRetrieval
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.line_reader import LineReader
from tests.embedding.mlx.test_minilm import fetched
from tests.helpers.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

LINES = (
    "git reset --soft HEAD~1",
    "git status",
    "git push origin main",
    "docker ps -a",
    "tar xzf backup.tar.gz",
    "du -sh *",
    "vim notes.txt",
    "npm install",
    "ssh prod",
)


@pytest.mark.timeout(180)  # 84 MB, the first time
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("undo last commit", "git reset --soft HEAD~1"),
        ("list running containers", "docker ps -a"),
        ("extract archive", "tar xzf backup.tar.gz"),
        ("show disk usage", "du -sh *"),
    ],
)
async def test_it_finds_what_shares_no_word(tmp_path: Path, text: str, line: str) -> None:
    """First of all lines."""
    paths = Paths(tmp_path, tmp_path / "run")
    store = EventStore(open_database(paths.database, 0.0))
    store.append((float(place), Observation(each)) for place, each in enumerate(LINES))
    embedder = MlxEmbedder(open_model(fetched(), known_model("all-minilm-l6-v2")), os.environ)
    vectors = await embedder.embed(["ls"])
    encoder = Encoder(embedder, Space(embedder.name, embedder.revision, vectors.shape[1]))
    with ThreadPoolExecutor(1) as thread:
        service = LineRetrieval(paths, LineReader(paths.database), thread, encoder)
        search = MemorySearch(paths.database, service)
        service.start()
        await eventually(lambda: service.figures()["lines"] == len(LINES), "every line to be indexed")
        query = SearchQuery((text,), kinds=frozenset({HitKind.COMMAND}), wait=60.0)
        found = await search.find(query, 100.0)
        await search.close()
        await service.close()
    await embedder.close()
    store.close()
    assert found.by == embedder.name
    assert next(hit.line for hit in found.hits if isinstance(hit, CommandHit)) == line
