"""Sessions that a person teaches: each is a workflow at once, however often it was seen."""

from __future__ import annotations

from typing import Final

TAUGHT: Final = "taught-"


def taught_session(now: float) -> str:
    """Return the name of a session that is taught now (epoch seconds)."""
    return f"{TAUGHT}{int(now * 1_000_000):x}"


def is_taught(session: str) -> bool:
    """Tell whether a session was taught."""
    return session.startswith(TAUGHT)
