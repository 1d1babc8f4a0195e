"""The table of workplaces: kept beside the event, and gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.observation import Observation
from segue.domain.workplace import NOWHERE, Workplace
from segue.store.database import open_database
from segue.store.events import EventStore

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_700_000_000.0
KITCHEN = Workplace("/srv/kitchen", "soup", fresh=("pan.txt", "bowls/"))


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    """Give an empty store."""
    return EventStore(open_database(tmp_path / "segue.db", NOW))


@pytest.mark.parametrize("workplace", [NOWHERE, KITCHEN, Workplace("/srv/kitchen"), Workplace(fresh=("a\udcff",))])
def test_a_workplace_comes_back_as_it_was(store: EventStore, workplace: Workplace) -> None:
    """With and without a repository, a branch, and files that were just made."""
    seen = Observation("make", workplace=workplace)
    store.append([(NOW, seen)])
    assert [event.observation for event in store.after()] == [seen]


def test_a_forgotten_line_takes_its_workplace_along(tmp_path: Path, store: EventStore) -> None:
    """No byte of it stays; that of other lines does."""
    secret = Workplace("/srv/kitchen", "launch-7741")
    store.append([(NOW, Observation("git push", workplace=secret)), (NOW, Observation("ls", workplace=KITCHEN))])
    store.forget("git push", NOW)
    assert [event.observation.workplace for event in store.after()] == [NOWHERE, KITCHEN]
    for file in tmp_path.iterdir():
        assert b"launch-7741" not in file.read_bytes()
