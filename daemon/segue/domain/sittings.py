"""What one sitting at a shell is: where it ends, and which ones were not lived but taught."""

from __future__ import annotations

from typing import Final

PAUSE: Final = 30 * 60.0
"""Seconds without a command after which what follows has nothing to do with what was before."""
TAUGHT: Final = "taught-"
"""How the name of a session begins that nobody has run: `segue learn` was given it."""


def taught_session(now: float) -> str:
    """Return the name of a session that `segue learn` is given now (epoch seconds)."""
    return f"{TAUGHT}{int(now * 1_000_000):x}"


def is_taught(session: str) -> bool:
    """Tell whether a session was taught: it is a workflow at once, however often it was seen."""
    return session.startswith(TAUGHT)
