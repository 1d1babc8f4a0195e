"""Counts that SQLite makes of a history or a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from segue.domain.errors import StoreError
from segue.domain.feedback import Feedback, Outcome
from segue.domain.workplace import Workplace
from segue.store.figures import QUARTER, FeedbackCount, LineRuns, LongRun
from segue.store.reading import open_figures
from segue.store.selection import Selection
from tests.insight.histories import DAY, HOUR, MONDAY, forget, ran, write

if TYPE_CHECKING:
    from pathlib import Path

DESK: dict[str, Any] = {"session": "1", "shell": "zsh", "host": "desk"}
LAPTOP: dict[str, Any] = {"session": "2", "shell": "bash", "host": "lap"}
EVERYTHING = Selection(author=None)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give five commands of a person on two hosts, one of an agent, something private, and a line that is gone."""
    path = write(
        tmp_path / "segue.db",
        [
            ran("make", 0, exit=0, duration=5.0, cwd="/srv", **DESK),
            ran("make", HOUR, exit=2, duration=7.0, cwd="/srv", **DESK),
            ran("make", DAY, exit=130, cwd="/opt", **LAPTOP),
            ran("", DAY, **DESK),
            ran("rm -r x", DAY, exit=0, cwd="/opt", author="agent", **DESK),
            ran("ls", None, workplace=Workplace(root="/srv"), **DESK),
            ran("caf\udce9", 2 * DAY, exit=127, **DESK),
            ran("secret", 2 * DAY, exit=0, duration=99.0, cwd="/gone", **DESK),
        ],
    )
    forget(path, "secret")
    return path


def texts(database: Path, selection: Selection) -> list[str]:
    """Return the lines that are counted."""
    with open_figures(database) as figures:
        return [line.text for line in figures.lines(selection)]


def test_lines_with_their_runs_and_ends(database: Path) -> None:
    """What was broken off (130) has neither succeeded nor failed; agents, cuts and forgotten lines do not count."""
    with open_figures(database) as figures:
        assert figures.lines(Selection()) == [
            LineRuns("make", 3, 1, 1, MONDAY + DAY),
            LineRuns("caf\udce9", 1, 0, 1, MONDAY + 2 * DAY),
            LineRuns("ls", 1, 0, 0, None),
        ]
        assert [line.text for line in figures.lines(Selection(), most=1)] == ["make"]


def test_a_part_of_the_history(database: Path) -> None:
    """Since is included, until is not, and what has no time is in no period; hosts and authors as they are named."""
    assert texts(database, Selection(since=MONDAY + DAY)) == ["caf\udce9", "make"]
    assert texts(database, Selection(until=MONDAY + DAY)) == ["make"]
    assert texts(database, Selection(since=MONDAY + 2 * HOUR, until=MONDAY + DAY)) == []
    assert texts(database, Selection(host="lap")) == ["make"]
    assert texts(database, Selection(author="agent")) == ["rm -r x"]
    assert set(texts(database, EVERYTHING)) == {"make", "ls", "caf\udce9", "rm -r x"}


def test_what_was_taught_has_not_been_run(tmp_path: Path) -> None:
    """The commands of `segue learn` are in no count, whoever is asked for."""
    path = write(tmp_path / "segue.db", [ran("make deploy", None, session="taught-6f"), ran("ls", session="taught")])
    assert texts(path, EVERYTHING) == ["ls"]


def test_names(database: Path) -> None:
    """Commands of each directory, repository, shell, host and author; what is unknown is no name."""
    with open_figures(database) as figures:
        assert figures.names("directories", Selection()) == {"/srv": 2, "/opt": 1}
        assert figures.names("repositories", Selection()) == {"/srv": 1}
        assert figures.names("shells", Selection()) == {"zsh": 4, "bash": 1}
        assert figures.names("hosts", Selection()) == {"desk": 4, "lap": 1}
        assert figures.names("authors", EVERYTHING) == {"human": 5, "agent": 1}


def test_times(database: Path) -> None:
    """Quarters of an hour, the starts of each session in their order, and the longest runs."""
    with open_figures(database) as figures:
        monday = int(MONDAY) // QUARTER
        assert figures.quarters(Selection()) == {monday: 1, monday + 4: 1, monday + 96: 1, monday + 192: 1}
        starts = list(figures.starts(Selection()))
        assert [(start.start - MONDAY, start.seconds) for start in starts] == [
            (0, 5.0), (HOUR, 7.0), (2 * DAY, 0.0), (DAY, 0.0),
        ]  # fmt: skip
        assert [start.session == starts[0].session for start in starts] == [True, True, True, False]
        assert figures.longest(Selection(), 1) == [LongRun("make", 7.0, MONDAY + HOUR, "/srv")]


def test_a_clock_that_is_not_set(tmp_path: Path) -> None:
    """Starts that no calendar has count as unknown, and disturb nothing."""
    path = write(tmp_path / "segue.db", [ran("ls", 1e12), ran("ls", -1e12), ran("ls")])
    with open_figures(path) as figures:
        assert sum(figures.quarters(Selection()).values()) == 1
        assert len(list(figures.starts(Selection()))) == 1
        assert figures.lines(Selection())[0].runs == 3


def test_feedback(tmp_path: Path) -> None:
    """Prompts by their time and outcome; what was typed out has saved nothing."""
    taken, typed = Feedback("make", Outcome.ACCEPTED, 4), Feedback("make", Outcome.ACCEPTED)
    over = Feedback("make", Outcome.TYPED_OVER)
    path = write(
        tmp_path / "segue.db",
        [ran("make", 60, feedback=taken), ran("make", 120, feedback=taken), ran("make", HOUR, feedback=typed),
         ran("ls", None, feedback=over), ran("ls", 0)],
    )  # fmt: skip
    monday = int(MONDAY) // QUARTER
    with open_figures(path) as figures:
        assert set(figures.feedback(Selection())) == {
            FeedbackCount(monday, Outcome.ACCEPTED, typed=False, prompts=2, saved=8),
            FeedbackCount(monday + 4, Outcome.ACCEPTED, typed=True, prompts=1, saved=0),
            FeedbackCount(None, Outcome.TYPED_OVER, typed=True, prompts=1, saved=0),
        }


def test_no_database_counts_nothing_and_makes_no_file(tmp_path: Path) -> None:
    """Whoever has no history yet has an empty one; a file that is none is an error."""
    path = tmp_path / "segue.db"
    with open_figures(path) as figures:
        assert figures.lines(EVERYTHING) == []
    assert list(tmp_path.iterdir()) == []
    path.write_text("this is no database, whatever its name says", "utf-8")
    with pytest.raises(StoreError, match="cannot read"), open_figures(path) as figures:
        figures.lines(EVERYTHING)
