"""The made-up history of `segue bench predict` has the proportions of a real one."""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import pytest

from segue.cli.synthetic_disk import lay_out
from segue.cli.synthetic_history import UNIQUE_SHARE, Person, synthetic_history

if TYPE_CHECKING:
    from pathlib import Path

    from segue.domain.observation import Observation

EVENTS = 20_000


@pytest.fixture(scope="module")
def history() -> list[Observation]:
    """Return a history long enough for its shares to settle."""
    return list(islice(synthetic_history(seed=3), EVENTS))


def test_a_seed_always_gives_the_same_history() -> None:
    """Two runs with one seed agree event by event, and another seed gives others."""
    first, again, other = (list(islice(synthetic_history(seed), 500)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_three_lines_in_ten_are_new(history: list[Observation]) -> None:
    """The share of different lines is the one that is promised."""
    assert len({seen.line for seen in history}) / EVENTS == pytest.approx(UNIQUE_SHARE, abs=0.03)


def test_lines_are_36_bytes_long_on_average(history: list[Observation]) -> None:
    """Long and short lines balance."""
    assert sum(len(seen.line.encode()) for seen in history) / EVENTS == pytest.approx(36, abs=2)


def test_heads_of_new_lines_follow_zipf(history: list[Observation]) -> None:
    """Among the different lines the first command is twice as frequent as the second, ten times as the tenth."""
    heads = Counter(line.split()[0] for line in {seen.line for seen in history})
    ranked = [count for _, count in heads.most_common()]
    assert ranked[0] / ranked[1] == pytest.approx(2, rel=0.2)
    assert ranked[0] / ranked[9] == pytest.approx(10, rel=0.3)


def test_workflows_recur(history: list[Observation]) -> None:
    """The most frequent pairs of neighbours come again and again, in visits far apart."""
    pairs = Counter(pairwise(seen.line for seen in history))
    sessions: dict[tuple[str, str], set[str]] = {}
    for one, other in pairwise(history):
        sessions.setdefault((one.line, other.line), set()).add(other.session)
    for pair, count in pairs.most_common(10):
        assert count > EVENTS / 500
        assert len(sessions[pair]) > 20


def test_time_goes_forward_and_shells_end(history: list[Observation]) -> None:
    """Starts ascend, and a new shell begins every now and then."""
    starts = [seen.start or 0.0 for seen in history]
    assert starts == sorted(starts)
    assert 50 < len({seen.session for seen in history}) < 300


def test_what_the_workflows_name_is_there(tmp_path: Path) -> None:
    """In every place, so that the lines that recur can be run."""
    person = Person(1, str(tmp_path / "sam"))
    lay_out(person)
    laid_out = {word for lines in person.workflows for line in lines for word in line.split()[1:] if word[0] != "-"}
    there = [(tmp_path / "sam" / place / word).exists() for place in person.places for word in laid_out]
    assert sum(there) > 0.98 * len(there)
