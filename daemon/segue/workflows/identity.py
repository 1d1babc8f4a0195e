"""The id of a workflow, which stays while its steps do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.domain.digest import text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

ID_BYTES: Final = 4


def workflow_id(templates: Iterable[str]) -> str:
    """Return eight hexadecimal digits that are the same for the same steps."""
    return text_hash("\n".join(templates))[:ID_BYTES].hex()
