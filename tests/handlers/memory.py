"""Events of all kinds, and how they are read page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation
from segue.domain.workplace import Workplace
from segue.handlers.page import page
from segue.protocol.memory_messages import Page

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms

SEEN = [
    Observation("make", "/srv", 0, 1_700_000_000.0, 2.5, "41-a", "zsh", "box", jobs=1),
    Observation("", None, None, None, None, "41-a", "zsh", "box"),
    Observation("caf\udce9", "/srv", 1, None, None, "7-b", "bash", "other", author="claude", trains=False),
    Observation(
        "git push",
        "/srv/api",
        0,
        1_700_000_100.0,
        1.0,
        "41-a",
        "zsh",
        "box",
        feedback=Feedback("git push", Outcome.ACCEPTED, 8),
        workplace=Workplace("/srv/api", "main", fresh=("new.txt",)),
    ),
]


async def pages(rooms: Rooms, count: int) -> list[dict[str, Any]]:
    """Return all rows, read so many at a time."""
    rows: list[dict[str, Any]] = []
    learned_at, event = None, 0
    while True:
        last, some = await page(Page(1, "cli", learned_at, event, count), rooms)
        if not some:
            return rows
        assert len(some) <= count
        rows += some
        learned_at, event = last
