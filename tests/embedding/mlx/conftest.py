"""Models with random weights, and embedders that run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from segue.embedding.mlx.embedder import MlxEmbedder
from segue.embedding.models.installed import open_model
from segue.embedding.worker.environment import worker_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory with one directory for each architecture; made by another process, for it needs MLX."""
    folder = tmp_path_factory.mktemp("models")
    subprocess.run(
        [sys.executable, "-m", "tests.helpers.tiny_models", folder],
        cwd=ROOT,
        env=worker_environment(os.environ),
        check=True,
        capture_output=True,
    )
    return folder


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
