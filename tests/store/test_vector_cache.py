"""The cache of vectors: exact in what it finds, bounded, and gone without loss."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segue.domain.digest import text_hash
from segue.domain.errors import StoreError
from segue.embedding.embedder import Kind
from segue.embedding.quantisation import Storage, quantise
from segue.embedding.space import Space
from segue.store.vector_cache import HOUR, CacheFigures, VectorCache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

SPACE = Space("minilm", "1", 16)
DOCUMENT = Kind.DOCUMENT


class Clock:
    """A clock that a test sets."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def directions(rows: int, dims: int = SPACE.dims) -> NDArray[np.float32]:
    """Return random vectors of unit length, always the same."""
    numbers = np.random.default_rng(3).standard_normal((rows, dims))
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
    return numbers.astype(np.float32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the place of a cache."""
    return tmp_path / "vectors.db"


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still."""
    return Clock()


@pytest.fixture
def cache(path: Path, clock: Clock) -> Iterator[VectorCache]:
    """Give an empty cache."""
    cache = VectorCache(path, clock)
    yield cache
    cache.close()


def figures(cache: VectorCache, space: Space = SPACE) -> CacheFigures:
    """Return the figures of one space."""
    return next(each for each in cache.figures() if each.space == space)


@pytest.mark.parametrize("storage", list(Storage))
def test_what_was_kept_is_found_after_a_restart(path: Path, clock: Clock, storage: Storage) -> None:
    """Under its own text, pointing where it did, and nothing else; both ways of storing can be read at once."""
    with closing(VectorCache(path, clock, storage=storage)) as cache:
        cache.keep(SPACE, DOCUMENT, ["git push", "ls \udcff"], directions(2))
    with closing(VectorCache(path, clock)) as cache:
        cache.keep(SPACE, DOCUMENT, ["make"], directions(3)[2:])
        found = cache.find(SPACE, DOCUMENT, ["make", "ls \udcff", "unknown", "git push"])
    assert found.keys() == {"git push", "ls \udcff", "make"}
    for text, vector in zip(["git push", "ls \udcff", "make"], directions(3), strict=True):
        assert float(found[text] @ vector) > 0.9999
        assert np.linalg.norm(found[text]) == pytest.approx(1, abs=1e-5)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=6))
def test_its_figures_are_those_of_its_rows(path: Path, clock: Clock, steps: list[tuple[int, bool]]) -> None:
    """Whatever is kept again, forgotten and evicted: entries and bytes are what the table holds."""
    with closing(VectorCache(path, clock, max_bytes=20 * SPACE.dims)) as cache:
        cache.clear()
        for number, (count, forget) in enumerate(steps):
            storage = Storage.INT8 if number % 2 else Storage.FLOAT16
            cache._storage = storage
            if count:
                cache.keep(SPACE, DOCUMENT, [f"echo {text}" for text in range(count)], directions(count))
            if forget:
                cache.forget("echo 0")
            rows = sqlite3.connect(path).execute("SELECT length(vector) FROM vectors").fetchall()
            seen = cache.figures()
            assert sum(each.entries for each in seen) == len(rows)
            assert sum(each.bytes for each in seen) == sum(size for (size,) in rows) <= 20 * SPACE.dims


@pytest.mark.parametrize(
    "space", [Space("minilm", "2", 16), Space("minilm", "1", 8), Space("minilm", "1", 32), Space("gemma", "1", 16)]
)
def test_vectors_of_another_space_are_not_found(cache: VectorCache, space: Space) -> None:
    """Neither another model's nor another revision's nor those of another length."""
    cache.keep(SPACE, DOCUMENT, ["git push"], directions(1))
    assert cache.find(space, DOCUMENT, ["git push"]) == {}
    cache.keep(space, DOCUMENT, ["git push"], directions(1, space.dims))
    assert cache.find(space, DOCUMENT, ["git push"])["git push"].shape == (space.dims,)
    assert cache.find(SPACE, DOCUMENT, ["git push"])["git push"].shape == (SPACE.dims,)


def test_a_question_is_not_a_document(cache: VectorCache) -> None:
    """The kind of the text is a part of the key."""
    cache.keep(SPACE, DOCUMENT, ["git push"], directions(1))
    assert cache.find(SPACE, Kind.QUERY, ["git push"]) == {}


def test_many_texts_are_found_at_once(cache: VectorCache) -> None:
    """More than SQLite takes parameters, in one call."""
    texts = [f"echo {number}" for number in range(1234)]
    cache.keep(SPACE, DOCUMENT, texts, directions(1234))
    assert cache.find(SPACE, DOCUMENT, texts).keys() == set(texts)


def test_those_asked_for_longest_ago_go_first(path: Path, clock: Clock) -> None:
    """The bound holds, what was asked for since stays, and what went is counted."""
    with closing(VectorCache(path, clock, max_bytes=20 * 2 * SPACE.dims)) as cache:
        cache.keep(SPACE, DOCUMENT, [f"old {number}" for number in range(15)], directions(15))
        clock.now += 2 * HOUR
        cache.find(SPACE, DOCUMENT, ["old 0", "old 7"])
        cache.keep(SPACE, DOCUMENT, [f"new {number}" for number in range(15)], directions(15))
        assert figures(cache).bytes <= 20 * 2 * SPACE.dims
        assert cache.find(SPACE, DOCUMENT, [f"new {number}" for number in range(15)]).keys() >= {"new 0", "new 14"}
        kept = cache.find(SPACE, DOCUMENT, [f"old {number}" for number in range(15)]).keys()
        assert kept > {"old 0", "old 7"}
        assert len(kept) < 15
        assert figures(cache).evictions == 30 - figures(cache).entries


def test_a_hit_writes_nothing(cache: VectorCache, path: Path, clock: Clock) -> None:
    """Neither within the hour nor after it, until something new is kept or the cache is closed."""
    cache.keep(SPACE, DOCUMENT, ["git push"], directions(1))
    log = path.with_name(path.name + "-wal")
    before = (log.stat().st_size, log.stat().st_mtime_ns)
    for _ in range(3):
        clock.now += HOUR
        assert cache.find(SPACE, DOCUMENT, ["git push"])
    assert (log.stat().st_size, log.stat().st_mtime_ns) == before


def test_hits_and_misses_are_counted_for_each_model(path: Path, clock: Clock) -> None:
    """Across restarts as well."""
    other = Space("gemma", "", 16)
    for _ in range(2):
        with closing(VectorCache(path, clock)) as cache:
            cache.keep(SPACE, DOCUMENT, ["make"], directions(1))
            cache.find(SPACE, DOCUMENT, ["make", "ls"])
            cache.find(other, DOCUMENT, ["make"])
    with closing(VectorCache(path, clock)) as cache:
        assert figures(cache) == CacheFigures(SPACE, 1, 2 * SPACE.dims, 2, 2, 0)
        assert figures(cache, other) == CacheFigures(other, 0, 0, 0, 2, 0)


def test_one_model_or_all_can_be_cleared(cache: VectorCache, path: Path) -> None:
    """Clearing answers with how many vectors there were, and the file shrinks."""
    other = Space("gemma", "", 512)
    cache.keep(SPACE, DOCUMENT, ["make", "ls"], directions(2))
    cache.keep(other, DOCUMENT, [f"echo {number}" for number in range(500)], directions(500, 512))
    assert cache.clear("gemma") == 500
    assert path.stat().st_size < 500 * 512
    assert cache.find(SPACE, DOCUMENT, ["make", "ls"]).keys() == {"make", "ls"}
    assert cache.clear() == 2
    assert cache.figures() == []
    assert cache.find(SPACE, DOCUMENT, ["make", "ls"]) == {}


def test_forgetting_leaves_no_byte(cache: VectorCache, path: Path) -> None:
    """Every model's vector of the text is gone, from the file and from what is written ahead of it."""
    spaces = [SPACE, Space("gemma", "", 16)]
    for space in spaces:
        for kind in Kind:
            cache.keep(space, kind, ["make oops", "make"], directions(2))
    traces = [text_hash("make oops"), quantise(directions(1), Storage.FLOAT16).tobytes()]
    files = [path, path.with_name(path.name + "-wal")]
    assert all(any(trace in file.read_bytes() for file in files) for trace in traces)
    assert cache.forget("make oops") == 4
    assert cache.forget("make oops") == 0
    assert not any(trace in file.read_bytes() for trace in traces for file in files)
    assert cache.find(SPACE, DOCUMENT, ["make", "make oops"]).keys() == {"make"}


def test_its_files_are_private(cache: VectorCache, path: Path) -> None:
    """Nobody else can read the database or its side files."""
    cache.keep(SPACE, DOCUMENT, ["make"], directions(1))
    modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.glob("vectors.db*")}
    assert modes == {0o600}


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_replaced(path: Path, clock: Clock, content: bytes) -> None:
    """The cache begins anew: what it held can be made again."""
    path.write_bytes(content)
    with closing(VectorCache(path, clock)) as cache:
        cache.keep(SPACE, DOCUMENT, ["make"], directions(1))
        assert cache.find(SPACE, DOCUMENT, ["make"])


def test_a_file_of_another_schema_is_replaced(path: Path, clock: Clock) -> None:
    """Neither an older nor a newer segue's cache is read."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")
    with closing(VectorCache(path, clock)) as cache:
        cache.keep(SPACE, DOCUMENT, ["make"], directions(1))
        assert figures(cache).entries == 1


def test_damage_that_shows_later_is_an_error_once(path: Path, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """A request that meets a damaged page fails, and the next one works with a new cache."""
    texts = [f"echo {number}" for number in range(2000)]
    with closing(VectorCache(path, clock)) as cache:
        cache.keep(SPACE, DOCUMENT, texts, directions(2000))
    with path.open("r+b") as file:
        file.seek(8 * 4096)
        file.write(os.urandom(path.stat().st_size - 8 * 4096))
    with closing(VectorCache(path, clock)) as cache:
        with pytest.raises(StoreError):
            cache.find(SPACE, DOCUMENT, texts)
        assert "damaged" in caplog.text
        assert cache.find(SPACE, DOCUMENT, texts) == {}
        cache.keep(SPACE, DOCUMENT, ["make"], directions(1))
        assert cache.find(SPACE, DOCUMENT, ["make"])


def test_a_vector_of_no_direction_is_not_found(cache: VectorCache, path: Path) -> None:
    """Numbers that the disk has made zero or NaN are a miss."""
    cache.keep(SPACE, DOCUMENT, ["zero", "nan", "short", "good"], directions(4))
    wrong = [(bytes(32), "zero"), (b"\xff" * 32, "nan"), (b"abc", "short")]
    with closing(sqlite3.connect(path)) as other:
        for blob, text in wrong:
            other.execute("UPDATE vectors SET vector = ? WHERE hash = ?", (blob, text_hash(text)))
        other.commit()
    assert cache.find(SPACE, DOCUMENT, ["zero", "nan", "short", "good"]).keys() == {"good"}
