"""Embedders that run models with random weights."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from segue.embedding.mlx.embedder import MlxEmbedder
from segue.embedding.models.installed import open_model

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


@pytest.fixture
async def embedder(tiny_models: Path) -> AsyncIterator[Callable[..., MlxEmbedder]]:
    """Give a function that makes an embedder of a tiny model, closed after the test."""
    made: list[MlxEmbedder] = []

    def make(name: str = "bert", *arguments: object, **options: object) -> MlxEmbedder:
        made.append(MlxEmbedder(open_model(tiny_models / name, None), os.environ, *arguments, **options))  # type: ignore[arg-type] # passed on
        return made[-1]

    yield make
    for each in made:
        await each.close()
