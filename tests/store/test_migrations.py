"""A new schema: nothing is lost, whatever happens on the way, and what is forgotten leaves the copy too."""

from __future__ import annotations

import resource
import stat
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from segue.domain.errors import StoreError
from segue.store import database, migrations
from segue.store.backup import KEPT_SECONDS
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.migrations import MIGRATIONS
from segue.store.reading import read_events
from tests.helpers.old_databases import LINES, OLD_SCHEMAS, schema_of_file, write_database

if TYPE_CHECKING:
    from pathlib import Path

every_schema = pytest.mark.parametrize("schema", OLD_SCHEMAS)


def lines_of(path: Path) -> list[str]:
    """Return the lines of a database."""
    return [event.observation.line for event in read_events(path)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the place of a database."""
    return tmp_path / "segue.db"


@every_schema
def test_an_old_history_is_read_as_it_is(path: Path, schema: int) -> None:
    """Readers, which may come before any daemon of this version, read every schema and leave the file alone."""
    write_database(path, schema)
    before = path.read_bytes()
    assert lines_of(path) == list(LINES)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@every_schema
def test_an_old_history_is_migrated_and_kept_as_it_was(path: Path, schema: int) -> None:
    """After the migration every line is there, and beside it stands a private copy of the old schema."""
    write_database(path, schema)
    with closing(open_database(path, time.time())) as connection:
        assert [event.observation.line for event in EventStore(connection).after()] == list(LINES)
    assert schema_of_file(path) == len(MIGRATIONS)
    (backup,) = path.parent.glob("segue.db.*")
    assert backup.name == f"segue.db.before-schema-{len(MIGRATIONS)}"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert schema_of_file(backup) == schema
    assert lines_of(backup) == list(LINES)


def test_a_history_of_today_is_not_copied(path: Path) -> None:
    """Neither a new database nor one that is up to date gets a copy."""
    open_database(path, time.time()).close()
    open_database(path, time.time()).close()
    assert list(path.parent.iterdir()) == [path]


def test_the_copy_goes_after_a_week(path: Path) -> None:
    """It stays for six days of starts, and the first one after the seventh removes it."""
    write_database(path, 1)
    open_database(path, time.time()).close()
    (backup,) = path.parent.glob("segue.db.before-*")
    open_database(path, time.time() + KEPT_SECONDS - 3600).close()
    assert backup.exists()
    open_database(path, time.time() + KEPT_SECONDS + 3600).close()
    assert not backup.exists()


def test_the_next_migration_replaces_the_copy(path: Path) -> None:
    """There is one copy, the latest."""
    write_database(path, 2)
    (path.parent / "segue.db.before-schema-2").write_bytes(b"of long ago")
    open_database(path, time.time()).close()
    assert [each.name for each in path.parent.glob("*before*")] == [f"segue.db.before-schema-{len(MIGRATIONS)}"]


def test_forgetting_reaches_the_copy(path: Path) -> None:
    """What is forgotten is nowhere: the copy, which holds it, is removed with it."""
    write_database(path, 1)
    store = EventStore(open_database(path, time.time()))
    store.forget("git push", time.time())
    assert list(path.parent.glob("*before*")) == []
    assert b"git push" not in b"".join(each.read_bytes() for each in path.parent.iterdir())
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of a file's size stands for a full disk")
def test_without_room_for_the_copy_nothing_changes(path: Path) -> None:
    """A full disk is said, with how much room it takes, and the old history is untouched and readable."""
    write_database(path, 2)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40960, hard))
    try:
        with pytest.raises(StoreError, match=r"make room for .* MB"):
            open_database(path, time.time())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["segue.db"]
    assert lines_of(path) == list(LINES)


def test_a_step_that_fails_leaves_the_old_history(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either every step is taken or none: an error in the last one takes those before it back."""
    write_database(path, 1)
    steps = (*MIGRATIONS, "CREATE TABLE one_more (id); INSERT INTO missing VALUES (1);")
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr(database, "MIGRATIONS", steps)
    with pytest.raises(StoreError, match="missing"):
        open_database(path, time.time())
    monkeypatch.undo()
    assert schema_of_file(path) == 1
    assert lines_of(path) == list(LINES)


def test_a_copy_in_the_way_is_no_way_out(path: Path, tmp_path: Path) -> None:
    """A link where the copy is to be written is not followed."""
    write_database(path, 1)
    other = tmp_path / "other"
    other.write_bytes(b"theirs")
    (tmp_path / f"segue.db.before-schema-{len(MIGRATIONS)}.new").symlink_to(other)
    with pytest.raises(StoreError, match="Nothing has been changed"):
        open_database(path, time.time())
    assert other.read_bytes() == b"theirs"
    assert schema_of_file(path) == 1
