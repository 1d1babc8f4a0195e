"""Quiet times are kept in a file, and those that are over are remembered for what history files tell later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.config.pauses import KEPT, Pause, Pauses

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pause_begins_and_ends() -> None:
    """By itself, or because somebody ends it."""
    pauses = Pauses().begin(100.0, 200.0, recording=False)
    assert pauses.now(99.0) is None
    assert pauses.now(100.0) == Pause(100.0, 200.0, recording=False)
    assert pauses.now(200.0) is None
    assert pauses.end(150.0).now(160.0) is None
    assert pauses.end(150.0).now(149.0) is not None


def test_a_new_pause_takes_the_place_of_the_one_before() -> None:
    """A shorter one as well; what was not recorded stays unrecorded."""
    pauses = Pauses().begin(100.0, None, recording=True).begin(200.0, 210.0, recording=False)
    assert pauses.now(220.0) is None
    assert pauses.unrecorded(150.0)
    assert not pauses.unrecorded(205.0)
    assert Pauses().begin(100.7, None, recording=True).unrecorded(100.0)


def test_they_are_kept_in_a_file(tmp_path: Path) -> None:
    """Only the owner reads it, and only the latest are kept."""
    pauses = Pauses()
    for number in range(2 * KEPT):
        pauses = pauses.begin(float(number), None, recording=number % 2 == 0)
    file = tmp_path / "state" / "pauses.json"
    pauses.write(file)
    assert Pauses.read(file) == pauses
    assert len(pauses.all) == KEPT
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "{", "[1]", "[{}]", '[{"since": "x", "until": 1, "recording": true}]'])
def test_a_damaged_file_is_no_pause(tmp_path: Path, text: str) -> None:
    """A daemon starts all the same."""
    (tmp_path / "pauses.json").write_text(text, "utf-8")
    assert Pauses.read(tmp_path / "pauses.json") == Pauses()
