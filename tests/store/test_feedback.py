"""The table of feedback: counted, forgotten with either line, and added to histories that had none."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from segue.domain.acceptance import Acceptance
from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.migrations import M001_EVENTS

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_700_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    """Give an empty store."""
    return EventStore(open_database(tmp_path / "segue.db", NOW))


def ran(line: str, shown: str, outcome: Outcome, saved: int = 0) -> tuple[float, Observation]:
    """Return an event with feedback."""
    return NOW, Observation(line, feedback=Feedback(shown, outcome, saved))


def test_every_outcome_is_counted(store: EventStore) -> None:
    """What was run as it stood counts as accepted when a key took it, else as typed out."""
    assert store.count_feedback() == Acceptance()
    store.append(
        [
            ran("git push", "git push", Outcome.ACCEPTED, 8),
            ran("git push", "git push", Outcome.ACCEPTED),
            ran("git pull", "git push", Outcome.IN_PART, 4),
            ran("make", "git push", Outcome.TYPED_OVER),
            ran("make", "git push", Outcome.DISMISSED),
            ran("make", "", Outcome.NONE_SHOWN, 3),
        ]
    )
    counts = store.count_feedback()
    assert counts == Acceptance(accepted=1, typed_out=1, in_part=1, typed_over=1, dismissed=1, saved=15)
    assert counts.shown == 5


def test_forgetting_the_shown_line_leaves_the_event_without_feedback(tmp_path: Path, store: EventStore) -> None:
    """The command that was run stays, and no byte of what was shown does."""
    store.append([ran("make", "psql prod-db-7741", Outcome.DISMISSED)])
    assert store.forget("psql prod-db-7741", NOW) == 0
    assert [event.observation for event in store.after()] == [Observation("make")]
    for file in tmp_path.iterdir():
        assert b"prod-db-7741" not in file.read_bytes()


def test_forgetting_the_line_that_was_run_removes_what_was_shown_there(store: EventStore) -> None:
    """A cut in the chain tells nothing of what surrounded it."""
    store.append([ran("psql prod", "make", Outcome.TYPED_OVER), ran("ls", "make", Outcome.TYPED_OVER)])
    assert store.forget("psql prod", NOW) == 1
    assert [event.observation.feedback for event in store.after()] == [None, Feedback("make", Outcome.TYPED_OVER)]


def test_a_line_that_was_only_shown_has_not_been_run(store: EventStore) -> None:
    """An import still counts it as new, and running it later is an ordinary event."""
    store.append([ran("make", "cd photos", Outcome.TYPED_OVER)])
    assert store.counts(["cd photos"]) == {"cd photos": 0}
    store.append([(NOW, Observation("cd photos"))])
    assert store.counts(["cd photos"]) == {"cd photos": 1}


def test_a_history_from_before_feedback_goes_on(tmp_path: Path) -> None:
    """A database of the first schema keeps its events, and takes feedback from then on."""
    path = tmp_path / "segue.db"
    old = sqlite3.connect(path)
    old.executescript(f"{M001_EVENTS}PRAGMA user_version = 1;")
    old.execute("INSERT INTO lines VALUES (1, 'ls')")
    old.execute("INSERT INTO sessions VALUES (1, 's', 'zsh', 'box', 'human')")
    old.execute("INSERT INTO events VALUES (1, 5.0, 1, NULL, 1, 0, NULL, NULL, 1)")
    old.commit()
    old.close()
    store = EventStore(open_database(path, NOW))
    store.append([ran("make", "ls", Outcome.TYPED_OVER)])
    feedback = [(event.observation.line, event.observation.feedback) for event in store.after()]
    assert feedback == [("ls", None), ("make", Feedback("ls", Outcome.TYPED_OVER))]
    store.close()
