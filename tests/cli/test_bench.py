"""bench: figures from real shells."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from tests.helpers.command import segue


@pytest.mark.parametrize("shell", ["zsh", "bash"])
def test_hooks_with_and_without_in_one_run(shell: str) -> None:
    """The JSON has the distributions of both sides, of their difference, and of the noise."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    measured = segue(os.environ, "bench", "hooks", "--shell", shell, "--prompts", "10", "--json")
    assert measured.returncode == 0, measured.stderr
    figures = json.loads(measured.stdout)[shell]
    assert figures["prompts"] == 10
    for row in ("plain", "hooked", "added", "null"):
        assert figures[row]["p50_ms"] <= figures[row]["p90_ms"] <= figures[row]["p99_ms"]
    assert figures["plain"]["p50_ms"] > 0
