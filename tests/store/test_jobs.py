"""The number of jobs at the prompt of an event: kept with it, in databases from before too."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from segue.domain.observation import Observation
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.migrations import MIGRATIONS

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_700_000_000.0


def test_a_history_from_before_goes_on(tmp_path: Path) -> None:
    """A database of the third schema keeps its events, of which nobody knows the jobs, and takes them from then on."""
    path = tmp_path / "segue.db"
    old = sqlite3.connect(path)
    old.executescript(f"{''.join(MIGRATIONS[:3])}PRAGMA user_version = 3;")
    old.execute("INSERT INTO lines VALUES (1, 'vim')")
    old.execute("INSERT INTO sessions VALUES (1, 's', 'zsh', 'box', 'human')")
    old.execute("INSERT INTO events VALUES (1, 5.0, 1, NULL, 1, 148, NULL, NULL, 1)")
    old.commit()
    old.close()
    store = EventStore(open_database(path, NOW))
    store.append([(NOW, Observation("fg", jobs=1)), (NOW, Observation("vim", jobs=0))])
    seen = [event.observation for event in store.after()]
    assert [(each.line, each.jobs) for each in seen] == [
        ("vim", None),
        ("fg", 1),
        ("vim", 0),
    ]
    store.close()
