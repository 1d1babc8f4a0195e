"""How long to leave alone what keeps failing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_SECONDS: Final = 1.0
LONGEST_SECONDS: Final = 300.0


class Backoff:
    """Allows a second try at once, and the next ones after 1, 2, 4 … up to 300 seconds, until one succeeds.

    Attributes:
        failures: in a row.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until = 0.0
        self.failures = 0

    @property
    def remaining(self) -> float:
        """Seconds until the next try is allowed."""
        return max(0.0, self._until - self._clock()) if self.failures > 1 else 0.0

    def failed(self) -> None:
        """Count a failure."""
        self.failures += 1
        pause = min(FIRST_SECONDS * 2 ** min(self.failures - 2, 30), LONGEST_SECONDS)
        self._until = self._clock() + pause

    def succeeded(self) -> None:
        """Begin anew."""
        self.failures = 0
