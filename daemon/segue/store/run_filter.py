"""A filter of runs, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.domain.search import Ending
from segue.store.texts import printable, to_sql

if TYPE_CHECKING:
    from segue.domain.search import RunFilter

RAN_AT: Final = "coalesce(e.start, e.learned_at)"


def condition(runs: RunFilter) -> tuple[str, list[Any]]:
    """Return what has to hold of a row `e` of the events, which has a line then, and the parameters of that."""
    parts, values = ["e.line_id IS NOT NULL"], list[Any]()
    named = {"author": runs.author, "host": runs.host, "shell": runs.shell, "name": runs.within}
    wanted = {column: printable(value) for column, value in named.items() if value is not None}
    if wanted:
        chosen = " AND ".join(f"{column} = ?" for column in wanted)
        parts.append(f"e.session_id IN (SELECT id FROM sessions WHERE {chosen})")  # noqa: S608 - our own names
        values += wanted.values()
    if runs.cwd is not None:
        parts.append("e.place_id = (SELECT id FROM places WHERE path = ?)")
        values.append(to_sql(runs.cwd))
    if runs.repo is not None:
        root = runs.repo.rstrip("/")
        below = to_sql(f"{root}/")
        parts.append("e.place_id IN (SELECT id FROM places WHERE path = ? OR substr(path, 1, ?) = ?)")
        # SQLite counts the characters of a text, and the bytes of what is held as bytes.
        values += [to_sql(root or "/"), len(below), below]
    if runs.since is not None:
        parts.append(f"{RAN_AT} >= ?")
        values.append(runs.since)
    if runs.until is not None:
        parts.append(f"{RAN_AT} < ?")
        values.append(runs.until)
    match runs.exit:
        case None:
            pass
        case Ending.OK:
            parts.append("e.exit = 0")
        case Ending.FAILED:
            parts.append("e.exit <> 0")
        case status:
            parts.append("e.exit = ?")
            values.append(status)
    return " AND ".join(parts), values
