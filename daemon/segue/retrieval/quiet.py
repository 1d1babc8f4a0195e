"""When background work is in nobody's way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

QUIET: Final = 0.3
"""Seconds after a shell has asked for suggestions: who types asks again before they are over."""
BUSY: Final = 1.0
"""Seconds between two looks at whether other work is still going on."""


class Quiet:
    """Knows when a shell has asked last; `busy` tells whether work is going on that takes all of a processor."""

    def __init__(self, busy: Callable[[], bool]) -> None:
        self._busy = busy
        self._until = 0.0

    def prompt_asks(self) -> None:
        """Be no moment for other work, from now on and for a while."""
        self._until = asyncio.get_running_loop().time() + QUIET

    async def moment(self) -> None:
        """Return when nothing has been asked for a while and nothing else is going on."""
        while True:
            rest = self._until - asyncio.get_running_loop().time()
            if self._busy():
                await asyncio.sleep(BUSY)
            elif rest > 0:
                await asyncio.sleep(rest)
            else:
                return
