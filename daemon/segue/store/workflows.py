"""The tables of what a person has decided about workflows; what describes one is text that only `workflows` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.store.transactions import transaction

if TYPE_CHECKING:
    import sqlite3


class WorkflowTables:
    """The person's own workflows by their ids, and the signatures of those that must not be found again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def own(self) -> list[str]:
        """Return the bodies of the person's own workflows, the oldest decision first."""
        return [body for (body,) in self._db.execute("SELECT body FROM workflows ORDER BY changed_at, id")]

    def keep(self, key: str, body: str, now: float) -> None:
        """Keep a workflow in place of what was kept under its id."""
        self._db.execute("INSERT OR REPLACE INTO workflows VALUES (?, ?, ?)", (key, body, now))

    def drop(self, key: str) -> None:
        """Keep a workflow no longer; mining may find it again."""
        self._db.execute("DELETE FROM workflows WHERE id = ?", (key,))

    def forgotten(self) -> list[str]:
        """Return the signatures of the workflows that must not be found again."""
        return [signature for (signature,) in self._db.execute("SELECT signature FROM forgotten_workflows")]

    def bury(self, key: str, signature: str, now: float) -> None:
        """Keep a workflow no longer, and let nothing like it be found again."""
        with transaction(self._db):
            self.drop(key)
            self._db.execute("INSERT OR REPLACE INTO forgotten_workflows VALUES (?, ?)", (signature, now))

    def unbury(self, signature: str) -> None:
        """Let a workflow be found again."""
        self._db.execute("DELETE FROM forgotten_workflows WHERE signature = ?", (signature,))
