"""The processes above this one, by which the daemon finds the shell that asks."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def asking_processes() -> list[int]:
    """Return the ids of the processes above this one, the nearest first; none from a private shell.

    The shell that started a private one must not answer for it.
    """
    return [] if "SEGUE_PRIVATE" in os.environ else list(_parents())


def _parents() -> Iterator[int]:
    """Yield them as far as they may be seen."""
    import psutil

    with contextlib.suppress(psutil.Error):
        process = psutil.Process().parent()
        while process:
            yield process.pid
            process = process.parent()
