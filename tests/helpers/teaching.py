"""A session that a procedural memory engine is taught, in the three ways in which it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.protocol.memory_messages import Learn

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

COMMANDS: Final = ("git pull", "npm install", "npm test", "git push")
OUTCOMES: Final = ("success", "success", "failure")


def session(outcome: str, commands: tuple[str, ...] = COMMANDS) -> dict[str, Any]:
    """Return a session as JSON has it."""
    return {"session_commands": [{"command": line} for line in commands], "session_outcome": outcome}


def teach(daemon: RunningDaemon, commands: tuple[str, ...] = COMMANDS, outcomes: tuple[str, ...] = OUTCOMES) -> None:
    """Teach the session over the socket, once for each outcome."""
    for outcome in outcomes:
        daemon.ask(Learn(1, "test", [[line, None] for line in commands], outcome))


def is_learned(daemon: RunningDaemon) -> bool:
    """Tell whether no event waits to be learned."""
    status = daemon.status()
    return not status["incomplete"] and not status["rebuild"]
