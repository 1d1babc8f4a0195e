"""A service with an embedder in memory, and everything else real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.embedders import MemoryEmbedder
from tests.retrieval.scene import Scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Give a service that runs; nothing is recorded yet."""
    scene = Scene(tmp_path, [MemoryEmbedder()])
    scene.service.start()
    yield scene
    await scene.close()
