"""bench: figures from real shells and a real daemon."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from tests.helpers.command import segue


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
@pytest.mark.parametrize(("command", "unit", "times"), [("hooks", "prompts", 10), ("startup", "shells", 5)])
def test_prompts_and_openings_with_and_without_the_hook(command: str, unit: str, times: int, shell: str) -> None:
    """The JSON has the distributions of both sides in one run, of their difference, and of the noise."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    option = "--prompts" if command == "hooks" else "--rounds"
    measured = segue(os.environ, "bench", command, "--shell", shell, option, str(times), "--json")
    assert measured.returncode == 0, measured.stderr
    figures = json.loads(measured.stdout)[shell]
    assert figures[unit] == times
    for row in ("plain", "hooked", "added", "null"):
        assert figures[row]["p50_ms"] <= figures[row]["p90_ms"] <= figures[row]["p99_ms"]
    assert figures["plain"]["p50_ms"] > 0


def test_predictions_after_a_made_up_history() -> None:
    """The JSON has a distribution for each request, and what learning, memory, snapshot and a restart cost."""
    measured = segue(os.environ, "bench", "predict", "--events", "2000", "--prompts", "10", "--json")
    assert measured.returncode == 0, measured.stderr
    assert measured.stderr == ""
    figures = json.loads(measured.stdout)
    assert (figures["events"], figures["prompts"]) == (2000, 10)
    for row in ("null", "empty_prompt", "keystroke", "record", "keystroke_relearning"):
        assert 0 < figures[row]["p50_ms"] <= figures[row]["p90_ms"] <= figures[row]["p99_ms"]
    for figure in ("fill_s", "learn_s", "first_answer_s", "rss_mb", "rss_after_relearning_mb", "snapshot_mb"):
        assert figures[figure] > 0


def test_searches_of_a_made_up_history() -> None:
    """The JSON has a distribution for each kind of search, and for a key meanwhile."""
    measured = segue(os.environ, "bench", "search", "--events", "2000", "--rounds", "5", "--json")
    assert measured.returncode == 0, measured.stderr
    assert measured.stderr == ""
    figures = json.loads(measured.stdout)
    assert (figures["events"], figures["rounds"]) == (2000, 5)
    for row in ("program", "sentence", "three_queries", "here", "latest", "null", "key_meanwhile"):
        assert 0 < figures[row]["p50_ms"] <= figures[row]["p90_ms"] <= figures[row]["p99_ms"]
    assert figures["rss_after_mb"] > 0
