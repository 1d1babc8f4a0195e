"""Fixtures for every room."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from segue.embedding.worker.environment import worker_environment
from tests.helpers.daemon import RunningDaemon, running_daemon

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]


@pytest.fixture
def daemon() -> Iterator[RunningDaemon]:
    """Give a real daemon that has learned nothing yet."""
    with running_daemon() as running:
        yield running


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
