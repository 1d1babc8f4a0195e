"""All or nothing, on a connection that begins its transactions itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator


@contextmanager
def transaction(db: sqlite3.Connection, undone: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Commit what is done within, or nothing of it; `undone` is called in that case."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # A full disk may already have rolled back.
        if db.in_transaction:
            db.execute("ROLLBACK")
        undone()
        raise
    db.execute("COMMIT")
