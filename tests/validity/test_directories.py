"""already-here: cd to where the shell is."""

from __future__ import annotations

import pytest

from segue.validity.verdict import Rule
from tests.validity.judging import rule


@pytest.mark.parametrize("line", ["cd .", "cd /srv/api", "cd ../api/", "cd src/..", "cd '/srv/api'"])
def test_cd_to_here_is_suppressed(line: str) -> None:
    """However the present directory is written."""
    assert rule(line) is Rule.ALREADY_HERE


@pytest.mark.parametrize("line", ["cd", "cd ~", "cd ~/", "cd /home/ada"])
def test_cd_home_is_suppressed_at_home(line: str) -> None:
    """Where it would do nothing, and nowhere else."""
    assert rule(line, cwd="/home/ada") is Rule.ALREADY_HERE
    assert rule(line) is None


@pytest.mark.parametrize("line", ["cd ..", "cd -", "pushd", "cd . && make", "cd /srv/api; make", "cd $PWD", "cd -P ."])
def test_a_cd_that_does_something_is_left_alone(line: str) -> None:
    """Going elsewhere, going on, and what nobody can tell."""
    assert rule(line) is None
