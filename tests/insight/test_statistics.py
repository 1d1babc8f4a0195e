"""All figures of a small history, worked out by hand."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest

from segue.domain.feedback import Feedback, Outcome
from segue.domain.workplace import Workplace
from segue.insight.statistics import statistics
from segue.store.reading import open_figures
from segue.store.selection import Selection
from tests.insight.histories import DAY, HOUR, MONDAY, WEEK, ran, write

if TYPE_CHECKING:
    from pathlib import Path

    from segue.domain.observation import Observation

WHERE: dict[str, Any] = {"session": "1", "shell": "zsh", "host": "desk"}


def figures(path: Path, selection: Selection | None = None, top: int = 10) -> dict[str, Any]:
    """Return the figures as of Wednesday noon of the second week, in UTC."""
    with open_figures(path) as history:
        return statistics(history, selection or Selection(), now=MONDAY + 9.5 * DAY, zone=UTC, top=top)


def days_of_work() -> list[Observation]:
    """Return ten commands: six on the first Monday, three on the second, one on the Tuesday after it."""
    taken, part = Feedback("git push", Outcome.ACCEPTED, 8), Feedback("git push", Outcome.IN_PART, 3)
    typed, over = Feedback("git push", Outcome.ACCEPTED), Feedback("make", Outcome.TYPED_OVER)
    home, repository = WHERE | {"cwd": "/home"}, WHERE | {"cwd": "/srv", "workplace": Workplace(root="/srv")}
    return [
        ran("git push", 9 * HOUR, exit=0, duration=2.0, **repository, feedback=over),
        ran("git push", 9 * HOUR + 60, exit=0, **repository, feedback=taken),
        ran("git psuh", 9 * HOUR + 120, exit=1, **repository),
        ran("git psuh", 9 * HOUR + 180, exit=1, **home),
        ran("git psuh", 9 * HOUR + 240, exit=1, **home),
        ran("make", 14 * HOUR, exit=130, duration=60.0, **home),
        ran("git push", WEEK + 9 * HOUR, exit=0, **repository, feedback=taken),
        ran("git push", WEEK + 9 * HOUR + 60, **repository, feedback=typed),
        ran("git push", WEEK + 9 * HOUR + 120, exit=0, **repository, feedback=part),
        ran("ls", WEEK + DAY, exit=0, **home),
    ]


@pytest.fixture
def values(tmp_path: Path) -> dict[str, Any]:
    """Give the figures of those days."""
    return figures(write(tmp_path / "segue.db", days_of_work()))


def test_commands_and_their_ends(values: dict[str, Any]) -> None:
    """Ten commands of four lines of three programs; of eight ends five were good."""
    assert values["commands"] == {
        "count": 10,
        "lines": 4,
        "heads": 3,
        "without_time": 0,
        "first_day": "2024-01-01",
        "last_day": "2024-01-09",
        "succeeded": 5,
        "failed": 3,
        "success_rate": 5 / 8,
    }


def test_programs_and_lines(values: dict[str, Any]) -> None:
    """The most used come first, with their share of all commands; without a known end there is no rate."""
    assert values["heads"][0] == {
        "head": "git",
        "runs": 8,
        "share": 0.8,
        "succeeded": 4,
        "failed": 3,
        "success_rate": 4 / 7,
        "last": MONDAY + WEEK + 9 * HOUR + 120,
    }
    assert [(row["line"], row["runs"], row["success_rate"]) for row in values["lines"]] == [
        ("git push", 5, 1.0),
        ("git psuh", 3, 0.0),
        ("ls", 1, 1.0),
        ("make", 1, None),
    ]


def test_what_fails_and_what_took_longest(values: dict[str, Any]) -> None:
    """A line of which at least three ends are known, half of them bad; runs by their length."""
    assert [(row["line"], row["failed"]) for row in values["failing"]] == [("git psuh", 3)]
    assert [(row["line"], row["seconds"], row["directory"]) for row in values["longest"]] == [
        ("make", 60.0, "/home"),
        ("git push", 2.0, "/srv"),
    ]


def test_when(values: dict[str, Any]) -> None:
    """Eight on Mondays at nine, one at two, one on Tuesday at midnight; three days, two in a row till now."""
    hours = values["hours"]
    assert (hours[0][9], hours[0][14], hours[1][0], sum(map(sum, hours))) == (8, 1, 1, 10)
    assert values["weeks"] == [{"week": "2024-01-01", "commands": 6}, {"week": "2024-01-08", "commands": 4}]
    assert values["days"] == {"active": 3, "longest": 2, "current": 2}


def test_stretches_of_work(values: dict[str, Any]) -> None:
    """Four: 5 commands in 240 s, 1 in 60 s, 3 in 120 s, 1 in 0 s; the medians lie in the middle."""
    assert values["sessions"] == {"count": 4, "commands": 2.0, "seconds": 90.0}


def test_where(values: dict[str, Any]) -> None:
    """Directories, repositories, shells and hosts with their shares."""
    assert values["directories"] == [
        {"name": "/srv", "commands": 6, "share": 0.6},
        {"name": "/home", "commands": 4, "share": 0.4},
    ]
    assert values["repositories"] == [{"name": "/srv", "commands": 6, "share": 0.6}]
    assert values["shells"] == [{"name": "zsh", "commands": 10, "share": 1.0}]
    assert values["hosts"] == [{"name": "desk", "commands": 10, "share": 1.0}]


def test_suggestions(values: dict[str, Any]) -> None:
    """Of five suggestions two were taken; the first week one of two, the second one of three."""
    found = values["suggestions"]
    assert {name: found[name] for name in ("shown", "accepted", "typed_out", "in_part", "typed_over", "dismissed")} == {
        "shown": 5, "accepted": 2, "typed_out": 1, "in_part": 1, "typed_over": 1, "dismissed": 0,
    }  # fmt: skip
    assert (found["saved"], found["taken_rate"], found["right_rate"]) == (19, 2 / 5, 3 / 5)
    assert [(row["week"], row["shown"], row["taken_rate"]) for row in found["weeks"]] == [
        ("2024-01-01", 2, 1 / 2),
        ("2024-01-08", 3, 1 / 3),
    ]


def test_what_agents_run_is_counted_only_when_asked_for(tmp_path: Path) -> None:
    """Neither their lines nor their directories nor their time appear otherwise."""
    path = write(tmp_path / "segue.db", [ran("ls"), ran("rm -r x", DAY, cwd="/x", duration=9.0, author="agent")])
    assert figures(path)["commands"]["count"] == 1
    assert "/x" not in str(figures(path))
    assert figures(path, Selection(author="agent"))["lines"][0]["line"] == "rm -r x"
    assert figures(path, Selection(author=None))["commands"]["count"] == 2


def test_an_empty_history_has_figures(tmp_path: Path) -> None:
    """Zero where something was counted, None where nothing can be said."""
    values = figures(tmp_path / "segue.db")
    assert values["commands"]["count"] == 0
    assert values["commands"]["success_rate"] is None
    assert values["sessions"] == {"count": 0, "commands": None, "seconds": None}
    assert values["suggestions"]["taken_rate"] is None


def test_only_so_many_rows(tmp_path: Path) -> None:
    """Tables are cut, totals are not."""
    values = figures(write(tmp_path / "segue.db", days_of_work()), top=1)
    assert [len(values[kind]) for kind in ("heads", "lines", "longest", "directories")] == [1, 1, 1, 1]
    assert values["commands"]["lines"] == 4
