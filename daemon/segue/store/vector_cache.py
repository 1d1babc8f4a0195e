"""A bounded cache of vectors in SQLite: those asked for longest ago go first.

A vector is found by everything that makes it what it is: model, revision, length, kind of text, text. Of the text only
a hash is kept. When a vector was asked for is kept by the hour, and written together with the next new vectors, so that
a hit writes nothing.

One text of 50,000 is found in 0.04 ms (384 numbers, float16), 32 in 0.25 ms, 500 in 4 ms; to keep one takes 0.04 ms.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.domain.digest import text_hash
from segue.domain.errors import StoreError
from segue.embedding.quantisation import Storage, quantise, restore
from segue.embedding.space import Space
from segue.store.transactions import transaction
from segue.store.vector_schema import open_vectors, remove_vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from segue.embedding.embedder import Kind, Vectors

log = logging.getLogger(__name__)

MAX_BYTES: Final = 200 << 20
"""Of vectors; the file is about a fifth larger."""
HOUR: Final = 3600
ASKED_AT_ONCE: Final = 500
"""Texts of one query: SQLite may allow no more than 999 parameters."""
KEPT: Final = 0.95
"""The share of the bound that eviction leaves, so that it is seldom needed."""
MOST_TOUCHED: Final = 5000


@dataclass(frozen=True, slots=True)
class CacheFigures:
    """How the cache has done for one space; `bytes` are those of the vectors."""

    space: Space
    entries: int
    bytes: int
    hits: int
    misses: int
    evictions: int


class VectorCache:
    """Keeps vectors of unit length; for one thread at a time. `clock` returns epoch seconds.

    Every method raises StoreError when SQLite cannot do it; what is damaged is dropped and a new cache begun.
    """

    def __init__(
        self, path: Path, clock: Callable[[], float], *, storage: Storage = Storage.FLOAT16, max_bytes: int = MAX_BYTES
    ) -> None:
        self._path, self._clock, self._storage, self._max_bytes = path, clock, storage, max_bytes
        self._touched: set[int] = set()
        self._hits: Counter[Space] = Counter()
        self._misses: Counter[Space] = Counter()
        try:
            self._db = open_vectors(path)
        except sqlite3.Error as error:
            raise StoreError(f"the cache of vectors cannot be opened: {error}") from error

    def find(self, space: Space, kind: Kind, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those texts that are here."""
        named = {text_hash(text): text for text in texts}
        rows: list[tuple[int, bytes, int, bytes]] = []
        with self._translated():
            space_id = self._space_id(space)
            hashes = list(named) if space_id else []
            for start in range(0, len(hashes), ASKED_AT_ONCE):
                part = hashes[start : start + ASKED_AT_ONCE]
                chosen = f"hash IN ({', '.join('?' * len(part))}) AND kind = ? AND space_id = ?"
                query = f"SELECT id, hash, used, vector FROM vectors WHERE {chosen}"  # noqa: S608 - only marks
                rows += self._db.execute(query, (*part, str(kind), space_id))
        found = self._read(rows, space.dims)
        self._hits[space] += len(found)
        self._misses[space] += len(named) - len(found)
        return {named[name]: vector for name, vector in found.items()}

    def keep(self, space: Space, kind: Kind, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep a vector of unit length for each text, and let others go when there are too many."""
        blobs = quantise(vectors, self._storage)
        now = self._hour()
        with self._translated(), transaction(self._db):
            self._write_uses()
            space_id = self._space_id(space) or self._add_space(space)
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors (hash, kind, space_id, used, vector) VALUES (?, ?, ?, ?, ?)",
                [
                    (text_hash(text), str(kind), space_id, now, blob.tobytes())
                    for text, blob in zip(texts, blobs, strict=True)
                ],
            )
            self._evict()

    def forget(self, text: str) -> int:
        """Remove the vectors of a text, of every model and kind, with their traces; return how many there were."""
        with self._translated():
            removed = self._db.execute("DELETE FROM vectors WHERE hash = ?", (text_hash(text),)).rowcount
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed

    def clear(self, name: str | None = None) -> int:
        """Remove everything, or everything of one model, with its statistics; return how many vectors there were."""
        chosen = "IN (SELECT id FROM spaces WHERE :name IS NULL OR name = :name)"
        named = {"name": name}
        for counter in (self._hits, self._misses):
            for space in [each for each in counter if name in {None, each.name}]:
                del counter[space]
        with self._translated():
            with transaction(self._db):
                removed = self._db.execute(f"DELETE FROM vectors WHERE space_id {chosen}", named).rowcount  # noqa: S608 - ours
                self._db.execute(f"DELETE FROM spaces WHERE id {chosen}", named)  # noqa: S608 - our own text
            self._db.executescript("PRAGMA incremental_vacuum")  # a step for each page
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed

    def figures(self) -> list[CacheFigures]:
        """Return how the cache has done, for each model, revision and length."""
        with self._translated():
            with transaction(self._db):
                self._write_uses()
            rows = self._db.execute(
                "SELECT name, revision, dims, entries, bytes, hits, misses, evictions FROM spaces ORDER BY name, id"
            ).fetchall()
        return [CacheFigures(Space(*row[:3]), *row[3:]) for row in rows]

    def close(self) -> None:
        """Write what was counted and close the database."""
        with self._translated():
            try:
                with transaction(self._db):
                    self._write_uses()
            finally:
                self._db.close()

    def _read(self, rows: list[tuple[int, bytes, int, bytes]], dims: int) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors of rows by their hashes, and remember which have to be touched."""
        found: dict[bytes, NDArray[np.float32]] = {}
        now = self._hour()
        for storage in Storage:
            length = dims * storage.dtype.itemsize
            whole = [row for row in rows if len(row[3]) == length]
            numbers = np.frombuffer(b"".join(row[3] for row in whole), storage.dtype).reshape(len(whole), dims)
            with np.errstate(all="ignore"):
                vectors = restore(numbers)
            for (key, name, used, _), vector in zip(whole, vectors, strict=True):
                if np.isfinite(vector).all():  # what the disk has damaged must not come out as a vector
                    found[name] = vector
                if used < now and len(self._touched) < MOST_TOUCHED:
                    self._touched.add(key)
        return found

    def _hour(self) -> int:
        return int(self._clock() // HOUR)

    def _space_id(self, space: Space) -> int | None:
        row = self._db.execute(
            "SELECT id FROM spaces WHERE name = ? AND revision = ? AND dims = ?",
            (space.name, space.revision, space.dims),
        ).fetchone()
        return None if row is None else int(row[0])

    def _add_space(self, space: Space) -> int:
        row = self._db.execute(
            "INSERT INTO spaces (name, revision, dims) VALUES (?, ?, ?) RETURNING id",
            (space.name, space.revision, space.dims),
        ).fetchone()
        return int(row[0])

    def _write_uses(self) -> None:
        """Write what was counted and touched since the last time."""
        for space in {*self._hits, *self._misses}:
            self._db.execute(
                "UPDATE spaces SET hits = hits + ?, misses = misses + ? WHERE id = ?",
                (self._hits[space], self._misses[space], self._space_id(space) or self._add_space(space)),
            )
        self._db.executemany("UPDATE vectors SET used = ? WHERE id = ?", [(self._hour(), key) for key in self._touched])
        self._hits.clear()
        self._misses.clear()
        self._touched.clear()

    def _evict(self) -> None:
        """Remove those asked for longest ago until there is some room again."""
        (held,) = self._db.execute("SELECT coalesce(sum(bytes), 0) FROM spaces").fetchone()
        if held <= self._max_bytes:
            return
        evicted: Counter[int] = Counter()
        chosen: list[tuple[int]] = []
        for key, space_id, size in self._db.execute(
            "SELECT id, space_id, length(vector) FROM vectors ORDER BY used, id"
        ):
            if held <= self._max_bytes * KEPT:
                break
            held -= size
            evicted[space_id] += 1
            chosen.append((key,))
        self._db.executemany("DELETE FROM vectors WHERE id = ?", chosen)
        self._db.executemany(
            "UPDATE spaces SET evictions = evictions + ? WHERE id = ?", [(count, key) for key, count in evicted.items()]
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn SQLite's errors into ours; a damaged cache is dropped and a new one begun."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError(f"the cache of vectors refuses: {error}") from error
        except sqlite3.DatabaseError as error:
            self._db.close()
            log.warning("the cache of vectors is damaged (%s) and begun anew", error)
            remove_vectors(self._path)
            self._db = open_vectors(self._path)
            raise StoreError("the cache of vectors was damaged") from error
