"""Workflows as maps of plain values, for JSON, msgpack and SQLite, and back with every field checked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from segue.domain.errors import WorkflowError
from segue.domain.workflow import Origin, Part, Slot, Step, Tally, Workflow

MOST_STEPS: Final = 99
MOST_SLOTS: Final = 200
LONGEST: Final = 100_000
"""Characters of any one text."""


def to_plain(workflow: Workflow) -> dict[str, Any]:
    """Return a workflow as a map that `from_plain` understands."""
    return asdict(workflow)


def from_plain(plain: Any) -> Workflow:
    """Return the workflow that a map describes; what is not said is as for a workflow that has never run.

    Raises:
        WorkflowError: it describes none; the message says which field is wrong.
    """
    if not isinstance(plain, dict):
        raise WorkflowError("a workflow is a map of fields")
    slots = tuple(_slot(each) for each in _list(plain, "slots", MOST_SLOTS))
    steps = tuple(_step(each, len(slots)) for each in _list(plain, "steps", MOST_STEPS))
    if not steps:
        raise WorkflowError("a workflow has at least one step")
    return Workflow(
        id=_text(plain, "id"),
        steps=steps,
        slots=slots,
        title=_text(plain, "title"),
        category=_text(plain, "category"),
        name=_text(plain, "name"),
        pinned=plain.get("pinned", False) is True,
        origin=_origin(plain.get("origin", Origin.OBSERVED)),
        tally=_tally(plain.get("tally") or {}),
        first_run=_seconds(plain, "first_run"),
        last_run=_seconds(plain, "last_run"),
        seconds=_seconds(plain, "seconds"),
        places=_texts(plain, "places"),
        hosts=_texts(plain, "hosts"),
        shells=_texts(plain, "shells"),
    )


def _slot(plain: Any) -> Slot:
    if not isinstance(plain, dict):
        raise WorkflowError("a slot is a map with a name and values")
    return Slot(_text(plain, "name"), _texts(plain, "values"))


def _step(plain: Any, slots: int) -> Step:
    if not isinstance(plain, dict):
        raise WorkflowError("a step is a map with its parts")
    parts = tuple(_part(each, slots) for each in _list(plain, "parts", LONGEST))
    template = _text(plain, "template")
    if not parts or not template:
        raise WorkflowError("a step has parts and a template")
    return Step(
        parts=parts,
        template=template,
        optional=plain.get("optional", False) is True,
        reached=_count(plain, "reached"),
        followed=_count(plain, "followed"),
        foreseen=_count(plain, "foreseen"),
    )


def _part(plain: Any, slots: int) -> Part:
    match plain:
        case bool():
            pass
        case int() if 0 <= plain < slots:
            return plain
        case str() if len(plain) <= LONGEST:
            return plain
    raise WorkflowError(f"a part of a step is text or the number of one of {slots} slots")


def _tally(plain: Any) -> Tally:
    if not isinstance(plain, dict):
        raise WorkflowError("a tally is a map of counts")
    return Tally(_count(plain, "succeeded"), _count(plain, "failed"), _count(plain, "abandoned"))


def _origin(plain: Any) -> Origin:
    try:
        return Origin(plain)
    except ValueError:
        raise WorkflowError(f"there is no origin {str(plain)[:40]!r}") from None


def _text(plain: dict[Any, Any], field: str) -> str:
    match plain.get(field, ""):
        case str(text) if len(text) <= LONGEST and "\0" not in text:
            return text
    raise WorkflowError(f"the field {field!r} is not text, or longer than {LONGEST} characters")


def _texts(plain: dict[Any, Any], field: str) -> tuple[str, ...]:
    return tuple(_text({field: each}, field) for each in _list(plain, field, MOST_SLOTS))


def _list(plain: dict[Any, Any], field: str, most: int) -> list[Any]:
    match plain.get(field, []):
        case (list() | tuple()) as items if len(items) <= most:
            return list(items)
    raise WorkflowError(f"the field {field!r} is not a list of at most {most}")


def _count(plain: dict[Any, Any], field: str) -> int:
    match plain.get(field, 0):
        case int(count) if 0 <= count < 1 << 53:
            return int(count)
    raise WorkflowError(f"the field {field!r} is not a count")


def _seconds(plain: dict[Any, Any], field: str) -> float | None:
    match plain.get(field):
        case None:
            return None
        case (int() | float()) as seconds if 0 <= seconds < 1 << 53:
            return float(seconds)
    raise WorkflowError(f"the field {field!r} is not a number of seconds")
