"""The table of workplaces: what lay around the prompt of an event, as far as it is learned from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from segue.domain.workplace import NOWHERE, Workplace

if TYPE_CHECKING:
    import sqlite3


def insert_workplace(db: sqlite3.Connection, event: int, root_id: int | None, workplace: Workplace) -> None:
    """Keep a workplace beside its event; `root_id` is the place of its repository."""
    values = (event, root_id, workplace.branch or None, json.dumps(workplace.fresh) if workplace.fresh else None)
    db.execute("INSERT INTO workplaces VALUES (?, ?, ?, ?)", values)


def stored_workplace(root: str | None, branch: str | None, fresh: str | None) -> Workplace:
    """Return what the columns tell; what else the directory held is not kept."""
    if root is None and branch is None and fresh is None:
        return NOWHERE
    return Workplace(root or "", branch or "", fresh=tuple(json.loads(fresh)) if fresh else ())


def forget_workplaces(db: sqlite3.Connection, line_id: int) -> None:
    """Remove what lay around a line's events."""
    db.execute("DELETE FROM workplaces WHERE event_id IN (SELECT id FROM events WHERE line_id = ?)", (line_id,))
