"""A stored event as a map of plain values, for saving, and back with every field checked."""

from __future__ import annotations

from typing import Any, Final

from segue.domain.errors import ProtocolError
from segue.domain.feedback import Feedback, Outcome
from segue.domain.integers import fits_int64
from segue.domain.observation import Observation
from segue.domain.workplace import NOWHERE, Workplace
from segue.ingest.observation import trimmed
from segue.ingest.redaction import redact

_TEXTS: Final = ("session", "shell", "host", "author")


def row_of(learned_at: float, seen: Observation) -> dict[str, Any]:
    """Return an event as a map; what is unknown is left out."""
    fields = {
        "at": learned_at,
        "line": seen.line,
        "cwd": seen.cwd,
        "exit": seen.exit,
        "start": seen.start,
        "duration": seen.duration,
        **{name: getattr(seen, name) for name in _TEXTS},
        "trains": seen.trains,
        "jobs": seen.jobs,
        "feedback": [seen.feedback.shown, int(seen.feedback.outcome), seen.feedback.saved] if seen.feedback else None,
        "place": None if seen.workplace == NOWHERE else _place(seen.workplace),
    }
    return {name: value for name, value in fields.items() if value is not None}


def event_from(row: dict[str, Any]) -> tuple[float, Observation]:
    """Return the place in the order of learning and the event that a map describes; secrets are taken out once more.

    Raises:
        ProtocolError: a field is of the wrong kind.
    """
    match row:
        case {"at": float(at), "line": str(line), "trains": bool(trains)} if at == at:  # noqa: PLR0124 - not NaN
            texts = {name: _typed(row, name, str) or "" for name in _TEXTS}
            return at, Observation(
                line=redact(trimmed(line)),
                cwd=_typed(row, "cwd", str),
                exit=_typed(row, "exit", int),
                start=_typed(row, "start", float),
                duration=_typed(row, "duration", float),
                trains=trains,
                jobs=_typed(row, "jobs", int),
                feedback=_feedback(row.get("feedback")),
                workplace=_workplace(row.get("place")),
                **texts,
            )
    raise ProtocolError("an event has a place in the order of learning, a line, and says whether it trains")


def _typed(row: dict[str, Any], name: str, kind: type) -> Any:
    value: Any = row.get(name)
    match value:
        case None:
            return None
        case int() if kind is int and type(value) is int and fits_int64(value):
            return value
        case str() | float() if type(value) is kind:
            return value
    raise ProtocolError(f"the field {name!r} of an event is of the wrong kind")


def _feedback(value: Any) -> Feedback | None:
    match value:
        case None:
            return None
        case [str(shown), int(outcome), int(saved)] if outcome in set(Outcome) and saved >= 0 and fits_int64(saved):
            return Feedback(redact(shown), Outcome(outcome), saved)
    raise ProtocolError("the feedback of an event is of the wrong kind")


def _place(workplace: Workplace) -> list[Any]:
    return [workplace.root, workplace.branch, list(workplace.fresh)]


def _workplace(value: Any) -> Workplace:
    match value:
        case None:
            return NOWHERE
        case [str(root), str(branch), list(fresh)] if all(isinstance(name, str) for name in fresh):
            return Workplace(root, branch, fresh=tuple(fresh))
    raise ProtocolError("the place of an event is of the wrong kind")
