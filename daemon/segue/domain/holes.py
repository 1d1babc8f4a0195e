"""The typed holes that stand where a secret was."""

from __future__ import annotations

import re
from typing import Final

HOLE: Final = re.compile("\u2039[^\u2039\u203a]{1,64}\u203a")


def has_hole(line: str) -> bool:
    """Tell whether a secret was taken out of the line: its kind then stands there between angle marks."""
    return HOLE.search(line) is not None
