"""The file of `segue workflows export`: JSON with a version and a checksum."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from segue.client.workflow_rows import without_values
from segue.domain.errors import FileFormatError

KIND: Final = "workflows"
VERSION: Final = 1
LARGEST: Final = 64 << 20
"""Bytes."""


def exported(workflows: list[dict[str, Any]], *, values: bool) -> str:
    """Return the text of a file with these workflows; counts, places, hosts and values only with `values`."""
    chosen = workflows if values else list(map(without_values, workflows))
    return (
        json.dumps(
            {"segue": KIND, "version": VERSION, "sha256": _digest(chosen), "workflows": chosen},
            indent=2,
            sort_keys=True,
        )
        + "\n"
    )


def imported(text: str | bytes) -> list[dict[str, Any]]:
    """Return the workflows that a file holds.

    Raises:
        FileFormatError: it is foreign, damaged, or from a newer segue.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileFormatError("that is no file of `segue workflows export`, or a part of it is missing") from error
    match content:
        case {"segue": str(kind), "version": int(version)} if kind == KIND and version > VERSION:
            raise FileFormatError("the file is from a newer segue: update this one")
        case {"segue": str(kind), "version": 1, "sha256": str(digest), "workflows": list(workflows)} if kind == KIND:
            if digest != _digest(workflows):
                raise FileFormatError("the file is damaged: its checksum is another")
            return workflows
    raise FileFormatError("that is no file of `segue workflows export`")


def _digest(workflows: list[Any]) -> str:
    return hashlib.sha256(json.dumps(workflows, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()
