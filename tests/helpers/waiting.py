"""Waiting for a condition instead of sleeping for a guess."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE: Final = 20.0
"""Seconds before a condition is called broken: far above what it takes, for slow and busy machines."""
_PAUSE: Final = 0.005


def wait_until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Return once the condition holds.

    Raises:
        AssertionError: it did not hold in time; the message says what was waited for.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s for: {what}")
        time.sleep(_PAUSE)


async def eventually(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Let the loop go on until the condition holds.

    Raises:
        AssertionError: it did not hold in time; the message says what was waited for.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s for: {what}")
        await asyncio.sleep(_PAUSE)
