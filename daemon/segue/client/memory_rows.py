"""The rows of a saved memory: events as pages have them, and the person's own workflows; each field is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.client.memory_file import DAMAGED
from segue.domain.errors import FileFormatError
from segue.domain.feedback import Outcome
from segue.domain.integers import fits_int64

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = tuple[str, Any]
"""EVENT or WORKFLOW, and its fields."""
EVENT: Final = "event"
WORKFLOW: Final = "workflow"

_NEEDED: Final[Mapping[str, type]] = {"at": float, "line": str, "trains": bool}
_KINDS: Final[Mapping[str, type]] = {
    **_NEEDED,
    "cwd": str,
    "exit": int,
    "start": float,
    "duration": float,
    "session": str,
    "shell": str,
    "host": str,
    "author": str,
    "jobs": int,
    "feedback": list,
    "place": list,
}


def check_row(row: Row) -> None:
    """Let a row pass that the daemon can take.

    Raises:
        FileFormatError: it cannot.
    """
    match row:
        case ("event", dict(fields)) if _is_event(fields):
            return
        case ("workflow", {"id": str(), "steps": [dict(), *_]}):
            return
    raise FileFormatError(DAMAGED)


def _is_event(fields: dict[str, Any]) -> bool:
    typed = all(type(fields[name]) is kind for name, kind in _KINDS.items() if name in fields)
    whole = (fields.get(name, 0) for name in ("exit", "jobs"))
    return (
        typed
        and fields.keys() >= _NEEDED.keys()
        and fields["at"] - fields["at"] == 0
        and all(map(fits_int64, whole))
        and _is_feedback(fields.get("feedback"))
        and _is_place(fields.get("place"))
    )


def _is_feedback(value: Any) -> bool:
    match value:
        case None:
            return True
        case [str(), int(outcome), int(saved)]:
            return outcome in set(Outcome) and saved >= 0 and fits_int64(saved)
    return False


def _is_place(value: Any) -> bool:
    match value:
        case None:
            return True
        case [str(), str(), list(fresh)]:
            return all(isinstance(name, str) for name in fresh)
    return False
