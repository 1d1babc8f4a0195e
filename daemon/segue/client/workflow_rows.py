"""What of a workflow leaves the machine, or is kept in a file: as little as it takes to know it again."""

from __future__ import annotations

from typing import Any, Final

from segue.domain.workflow import Origin

KEPT: Final = ("id", "title", "category", "name", "pinned", "origin")
KEPT_OF_A_STEP: Final = ("parts", "template", "optional")
KEPT_OF_A_SLOT: Final = ("name",)


def without_values(workflow: dict[str, Any]) -> dict[str, Any]:
    """Return a workflow without its counts, times, places, hosts, shells and the values of its slots."""
    return {
        **{field: workflow[field] for field in KEPT},
        "steps": [{field: step[field] for field in KEPT_OF_A_STEP} for step in workflow["steps"]],
        "slots": [{field: slot[field] for field in KEPT_OF_A_SLOT} for slot in workflow["slots"]],
    }


def is_own(workflow: dict[str, Any]) -> bool:
    """Tell whether the person has decided something about it, so that no search of the history brings it back."""
    return bool(workflow["name"] or workflow["pinned"] or workflow["origin"] in {Origin.EDITED, Origin.IMPORTED})
