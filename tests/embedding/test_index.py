"""The index finds what comparing everything with everything finds, and its file survives."""

from __future__ import annotations

import stat
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segue.domain.digest import text_key
from segue.embedding import index as index_module
from segue.embedding.index import VectorIndex
from segue.embedding.index_file import BLOCK
from segue.embedding.index_header import DamagedIndexError, encode_header, read_header
from segue.embedding.quantisation import Storage, quantise, restore
from segue.embedding.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

SPACE = Space("memory", "1", 8)


def directions(seed: int, rows: int, dims: int = SPACE.dims) -> NDArray[np.float32]:
    """Return random vectors of unit length."""
    numbers = np.random.default_rng(seed).standard_normal((rows, dims))
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
    return numbers.astype(np.float32)


def filled(path: Path, rows: int, storage: Storage = Storage.INT8) -> VectorIndex:
    """Return an index of so many rows under the keys 1, 2, … with the lines 10, 20, …."""
    index = VectorIndex(path, SPACE, storage)
    if rows:
        index.put(range(1, rows + 1), range(10, rows * 10 + 1, 10), directions(1, rows))
    return index


@dataclass
class Work:
    """What is done to an index, and what it is then asked."""

    seed: int
    rows: int
    removed: set[int]
    replaced: set[int]
    allowed: set[int] | None
    count: int
    storage: Storage


KEYS = st.sets(st.integers(1, 300))
WORK = st.builds(
    Work,
    st.integers(0, 999),
    st.integers(0, 300),
    KEYS,
    KEYS,
    st.none() | KEYS,
    st.integers(0, 40),
    st.sampled_from(Storage),
)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(work=WORK)
def test_it_finds_what_plain_arithmetic_finds(tmp_path: Path, work: Work) -> None:
    """Whatever was put, replaced and removed before: the same similarities, best first, after a restart as well."""
    path = tmp_path / "some.index"
    path.unlink(missing_ok=True)
    seed, rows, removed, replaced, allowed, count, storage = astuple(work)
    kept = dict(enumerate(directions(seed, rows), 1))
    index = VectorIndex(path, SPACE, storage)
    for part in (list(kept)[: rows // 3], list(kept)[rows // 3 :], [key for key in kept if key in replaced]):
        for key in part:
            kept[key] = kept[key] if key not in replaced else -kept[key]
        if part:
            index.put(part, part, np.stack([kept[key] for key in part]))
    assert index.remove(removed) == len(removed & kept.keys())
    kept = {key: vector for key, vector in kept.items() if key not in removed}
    query = directions(seed + 1, 1)[0]
    exact = {key: float(restore(quantise(vector[None], storage))[0] @ query) for key, vector in kept.items()}
    wanted = sorted((exact[key] for key in exact if allowed is None or key in allowed), reverse=True)[:count]
    for _ in range(2):
        found = index.search(query, count, allowed)
        assert [match.similarity for match in found] == pytest.approx(wanted, abs=1e-5)
        assert all(exact[match.key] == pytest.approx(match.similarity, abs=1e-5) for match in found)
        assert all(match.key == match.line for match in found)
        assert len(index) == len(kept)
        index.close()
        index = VectorIndex(path, SPACE, storage)
    index.close()


def test_it_grows_beyond_a_block(tmp_path: Path) -> None:
    """Rows of every block are found, with their own key and line."""
    index = filled(tmp_path / "some.index", BLOCK + 100)
    vectors = directions(1, BLOCK + 100)
    for row in (0, BLOCK - 1, BLOCK, BLOCK + 99):
        (match,) = index.search(vectors[row], 1)
        assert (match.key, match.line) == (row + 1, 10 * (row + 1))
        assert match.similarity > 0.999
    index.close()


def test_it_knows_which_keys_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right after they were put, when there are many, after removal, and after memory was given back."""
    monkeypatch.setattr(index_module, "RECENT", 5)
    index = filled(tmp_path / "some.index", 0)
    asked = np.arange(20, dtype=np.uint64)
    assert not index.has(asked).any()
    for key in range(1, 11):
        index.put([key], [key], directions(key, 1))
        assert index.has(asked).tolist() == [0 < each <= key for each in range(20)]
    index.remove([4])
    index.release()
    assert np.flatnonzero(index.has(asked)).tolist() == [1, 2, 3, 5, 6, 7, 8, 9, 10]
    keys, lines = index.entries()
    assert sorted(keys.tolist()) == sorted(lines.tolist()) == [1, 2, 3, 5, 6, 7, 8, 9, 10]
    index.close()


def test_a_vector_can_be_read_again(tmp_path: Path) -> None:
    """Of unit length and where it pointed; None for what is not there."""
    index = filled(tmp_path / "some.index", 3)
    found = index.vector(2)
    assert found is not None
    assert float(found[0] @ directions(1, 3)[1]) > 0.9999
    assert index.vector(4) is None
    index.close()


def test_what_is_removed_leaves_no_byte(tmp_path: Path) -> None:
    """Key, line and vector are gone from the file, and the room is used again."""
    path = tmp_path / "some.index"
    index = filled(path, 3)
    key, line = text_key("make oops"), 0x1122334455667788
    vector = directions(9, 1)
    index.put([key], [line], vector)
    traces = [key.to_bytes(8, "little"), line.to_bytes(8, "little"), quantise(vector, Storage.INT8).tobytes()]
    assert all(trace in path.read_bytes() for trace in traces)
    assert index.remove([key]) == 1
    assert not any(trace in path.read_bytes() for trace in traces)
    size = path.stat().st_size
    for number in range(2 * BLOCK):
        if number % 512 == 0:
            index.put(range(10_000, 10_512), range(512), directions(number, 512))
    assert path.stat().st_size == size
    index.close()


def test_the_file_is_private(tmp_path: Path) -> None:
    """Nobody else can read it."""
    filled(tmp_path / "some.index", 1).close()
    assert stat.S_IMODE((tmp_path / "some.index").stat().st_mode) == 0o600


def test_it_remembers_that_it_is_complete(tmp_path: Path) -> None:
    """Across restarts, and for whoever only reads the first page."""
    path = tmp_path / "some.index"
    index = filled(path, 1)
    assert not index.complete
    index.set_complete()
    index.close()
    assert read_header(path) == (SPACE, Storage.INT8, True)
    again = filled(path, 0)
    assert again.complete
    assert len(again) == 1
    again.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda _content: b"not an index at all",
        lambda content: content[:100],
        lambda content: content[:20] + b"\xff" + content[21:],
        lambda content: content.replace(b'"memory"', b'"nemory"'),
        lambda content: encode_header(SPACE, cast("Storage", "int4")) + content[4096:],
    ],
)
def test_a_damaged_file_is_begun_anew(
    tmp_path: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    """It is empty then, and says so in the log; what is put into it is found."""
    path = tmp_path / "some.index"
    filled(path, 5).close()
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedIndexError):
        read_header(path)
    index = filled(path, 0)
    assert len(index) == 0
    assert "begun anew" in caplog.text
    index.put([1], [1], directions(1, 1))
    assert len(index.search(directions(1, 1)[0], 3)) == 1
    index.close()


@pytest.mark.parametrize("space", [Space("memory", "1", 16), Space("memory", "2", 8), Space("other", "1", 8)])
def test_vectors_of_another_space_are_never_found(tmp_path: Path, space: Space) -> None:
    """A file that was written for another model, revision or length is begun anew."""
    filled(tmp_path / "some.index", 5).close()
    index = VectorIndex(tmp_path / "some.index", space)
    assert index.search(directions(1, 1, space.dims)[0], 5) == []
    index.close()


@pytest.mark.parametrize("cut", [1, 8, 8 * (BLOCK - 40) + 1, 8 * BLOCK, 9 * BLOCK, 16 * BLOCK, 25 * BLOCK])
def test_a_file_that_was_cut_off_keeps_its_whole_rows(tmp_path: Path, cut: int) -> None:
    """However many bytes are missing, every row that is left is as it was, and the others can be put anew."""
    path = tmp_path / "some.index"
    filled(path, BLOCK + 50).close()
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - cut)
    index = VectorIndex(path, SPACE)
    vectors = directions(1, BLOCK + 50)
    keys, _ = index.entries()
    assert len(index) == len(keys) >= BLOCK
    for key in [*keys[:3].tolist(), *keys[-3:].tolist()]:
        found = index.vector(key)
        assert found is not None
        assert float(found[0] @ vectors[key - 1]) > 0.999
    missing = [key for key in range(1, BLOCK + 51) if key not in set(keys.tolist())]
    if missing:
        index.put(missing, missing, vectors[[key - 1 for key in missing]])
    assert len(index) == BLOCK + 50
    index.close()


def test_what_a_crash_has_left_half_written_is_erased(tmp_path: Path) -> None:
    """A row without its key is no row: it is cleaned away when the file is opened, and so is one without its scale."""
    path = tmp_path / "some.index"
    filled(path, 3).close()
    content = bytearray(path.read_bytes())
    keys_at = len(content) - 8 * BLOCK
    lines_at, scales_at = keys_at - 8 * BLOCK, keys_at - 12 * BLOCK
    content[keys_at : keys_at + 8] = bytes(8)
    content[scales_at + 4 : scales_at + 8] = bytes(4)
    path.write_bytes(content)
    index = VectorIndex(path, SPACE)
    assert index.entries()[0].tolist() == [3]
    assert path.read_bytes()[lines_at : lines_at + 16] == bytes(16)
    index.close()


def test_damaged_numbers_do_not_reach_a_search(tmp_path: Path) -> None:
    """A float16 row that has become NaN is not found, and the others are."""
    path = tmp_path / "some.index"
    filled(path, 3, Storage.FLOAT16).close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(np.full(SPACE.dims, np.nan, "<f2").tobytes())
    index = VectorIndex(path, SPACE, Storage.FLOAT16)
    assert sorted(match.key for match in index.search(directions(2, 1)[0], 5)) == [2, 3]
    index.close()
