"""The event store: what is appended comes back in order, and what is forgotten is gone."""

from __future__ import annotations

import time
from pathlib import Path  # noqa: TC003 - hypothesis resolves the annotation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.errors import StoreError
from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation
from segue.store.database import open_database, open_reader
from segue.store.events import PAGE, EventStore, Position
from tests.protocol.values import texts

NOW = 1_700_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    """Give an empty store."""
    return EventStore(open_database(tmp_path / "segue.db", NOW))


observations = st.builds(
    Observation,
    line=texts(),
    cwd=st.none() | texts().filter(bool),
    exit=st.none() | st.integers(0, 255),
    start=st.none() | st.floats(0, 1e11),
    duration=st.none() | st.floats(0, 1e7),
    session=st.sampled_from(["1-a", "2-b"]),
    shell=st.sampled_from(["zsh", "bash"]),
    host=st.just("box"),
    author=st.sampled_from(["human", "agent"]),
    trains=st.booleans(),
    feedback=st.none() | st.builds(Feedback, texts(), st.sampled_from(Outcome), st.integers(0, 4000)),
    jobs=st.none() | st.integers(0, 2**63 - 1),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(observations, max_size=12))
def test_everything_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, seen: list[Observation]) -> None:
    """Every field of every observation survives, invalid UTF-8 and NUL bytes included, in the order of learning."""
    store = EventStore(open_database(tmp_path_factory.mktemp("store") / "segue.db", NOW))
    store.append((NOW, observation) for observation in seen)
    assert [event.observation for event in store.after()] == seen
    store.close()


def test_order_is_by_time_of_learning_then_by_number(store: EventStore) -> None:
    """An import into the past stands before what was recorded live, though it was written later."""
    store.append([(NOW, Observation("live"))])
    store.append([(1.0, Observation("imported")), (1.0, Observation("imported next"))])
    assert [event.observation.line for event in store.after()] == ["imported", "imported next", "live"]


def test_the_tail_behind_a_position(store: EventStore) -> None:
    """Reading goes on exactly where a snapshot stopped."""
    store.append([(1.0, Observation("a")), (2.0, Observation("b"))])
    last = store.append([(2.0, Observation("c"))])
    assert last == Position(2.0, 3)
    assert [event.observation.line for event in store.after(Position(2.0, 2))] == ["c"]
    assert store.count_after(Position(2.0, 2)) == 1


def test_forgetting_leaves_no_byte_of_the_line(tmp_path: Path, store: EventStore) -> None:
    """After forget, neither the database nor its side files hold the text, and its neighbours are not joined."""
    store.append([(NOW, Observation(line)) for line in ("before", "psql prod-db-7741", "after")])
    assert store.forget("psql prod-db-7741", NOW) == 1
    assert [event.observation.line for event in store.after()] == ["before", "", "after"]
    for file in tmp_path.iterdir():
        assert b"prod-db-7741" not in file.read_bytes()


def test_a_long_reading_keeps_no_byte_of_a_forgotten_line(tmp_path: Path, store: EventStore) -> None:
    """Whoever is in the middle of the history neither holds up forgetting nor misses what is recorded meanwhile."""
    store.append((NOW + place, Observation(f"psql prod-db-{place}")) for place in range(2 * PAGE))
    reader = EventStore(open_reader(tmp_path / "segue.db"))
    reading = reader.after()
    first = next(reading)
    assert store.forget("psql prod-db-1999", NOW) == 1
    for file in tmp_path.iterdir():
        assert b"prod-db-1999" not in file.read_bytes()
    store.append([(NOW + 2 * PAGE, Observation("last"))])
    lines = [event.observation.line for event in (first, *reading)]
    assert lines[:-2] == [f"psql prod-db-{place}" for place in range(2 * PAGE - 1)]
    assert lines[-2:] == ["", "last"]
    reader.close()


def test_a_forgotten_line_is_remembered_only_as_forgotten(store: EventStore) -> None:
    """An import can ask which lines must not come back; running the line again lifts that."""
    store.forget("make release", NOW)
    assert store.forgotten(["make", "make release"]) == {"make release"}
    store.append([(NOW, Observation("make release"))])
    assert store.forgotten(["make release"]) == set()


def test_an_import_can_ask_what_is_known(store: EventStore) -> None:
    """When a line's events began within a span, and how many it has with and without a time."""
    store.append([(NOW, Observation("ls", start=start)) for start in (5.0, 6.0, 900.0)])
    store.append([(NOW, Observation("ls"))])
    assert store.starts_within({"ls": (4.0, 7.0), "pwd": (0.0, 9.0)}) == {"ls": [5.0, 6.0], "pwd": []}
    assert store.counts(["ls", "pwd"]) == {"ls": 4, "pwd": 0}


def test_a_damaged_database_is_set_aside_and_said_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Garbage where the database should be is kept under another name, and a new database works."""
    path = tmp_path / "segue.db"
    garbage = b"this is no database" * 500
    path.write_bytes(garbage)
    store = EventStore(open_database(path, NOW))
    store.append([(NOW, Observation("ls"))])
    store.close()
    (aside,) = tmp_path.glob("segue.db.damaged-*")
    assert aside.read_bytes() == garbage
    assert str(aside) in caplog.text


def test_damage_in_the_middle_of_the_file_is_found(tmp_path: Path) -> None:
    """A database whose inner pages were overwritten is set aside too, with its content."""
    path = tmp_path / "segue.db"
    store = EventStore(open_database(path, NOW))
    store.append((NOW, Observation(f"echo {number}")) for number in range(2000))
    store.close()
    content = bytearray(path.read_bytes())
    content[8192:40960] = b"\xa5" * (40960 - 8192)
    path.write_bytes(content)
    open_database(path, NOW).close()
    (aside,) = tmp_path.glob("segue.db.damaged-*")
    assert aside.read_bytes() == bytes(content)


def test_two_damaged_databases_in_a_second_are_both_kept(tmp_path: Path) -> None:
    """Setting aside never overwrites."""
    path = tmp_path / "segue.db"
    for content in (b"first" * 999, b"second" * 999):
        path.write_bytes(content)
        open_database(path, NOW).close()
    kept = {file.read_bytes() for file in tmp_path.glob("segue.db.damaged-*")}
    assert kept == {b"first" * 999, b"second" * 999}


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    """A database that a newer segue wrote is refused with advice, and stays as it is."""
    path = tmp_path / "segue.db"
    connection = open_database(path, NOW)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer segue"):
        open_database(path, time.time())
    assert path.read_bytes() == before


def test_only_the_owner_can_read_the_history(tmp_path: Path, store: EventStore) -> None:
    """The database and its side files are private from the first moment."""
    store.append([(NOW, Observation("ls"))])
    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}
