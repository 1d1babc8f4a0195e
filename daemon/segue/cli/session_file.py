"""Sessions that somebody teaches, from a file: JSON, or plain lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Final

from segue.domain.errors import FileFormatError
from segue.protocol.memory_messages import MAX_COMMANDS, OUTCOMES

UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class TaughtSession:
    """Commands with their exit statuses, None where one is not told, oldest first; and how they ended as a whole."""

    commands: tuple[tuple[str, int | None], ...]
    outcome: str = UNKNOWN

    def ended(self, outcome: str | None) -> TaughtSession:
        """Return the session with this outcome, if there is one."""
        return replace(self, outcome=outcome) if outcome else self


def sessions_in(text: str) -> list[TaughtSession]:
    """Return the sessions that a text holds.

    JSON is `{"session_commands": [{"command": …, "exit_code": …}], "session_outcome": …}` or a list of such. All else
    is one session, a command a line; blank lines and those that begin with # are left out.

    Raises:
        FileFormatError: it is JSON of another kind, or there is no command in it.
    """
    if text.lstrip()[:1] in {"{", "["} and (found := _json(text)) is not None:
        given = found if isinstance(found, list) else [found]
        sessions = [_session(each) for each in given]
    else:
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        sessions = [TaughtSession(tuple((line, None) for line in lines))]
    if not sessions:
        raise FileFormatError("there is no session in it")
    for number, session in enumerate(sessions, 1):
        if not 0 < len(session.commands) <= MAX_COMMANDS:
            count = len(session.commands)
            raise FileFormatError(f"session {number} has {count:,} commands, and not 1 to {MAX_COMMANDS:,}")
    return sessions


def _json(text: str) -> Any:
    """Return what JSON holds; None where it is a line such as `{ make; } 2>&1` or `[ -f x ] && make`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if '"session_commands"' in text:
            raise FileFormatError(f"it is damaged JSON: {error}") from error
        return None


def _session(given: Any) -> TaughtSession:
    match given:
        case {"session_commands": list(commands)}:
            outcome = given.get("session_outcome", UNKNOWN)
            if outcome not in OUTCOMES:
                raise FileFormatError(f"`session_outcome` is one of {', '.join(OUTCOMES)}")
            return TaughtSession(tuple(map(_command, commands)), outcome)
    raise FileFormatError("a session is an object with a list `session_commands`")


def _command(given: Any) -> tuple[str, int | None]:
    match given:
        case str(line):
            return line, None
        case {"command": str(line)}:
            status = given.get("exit_code")
            if status is None or type(status) is int:
                return line, status
    raise FileFormatError('a command is a text, or {"command": text, "exit_code": number}')
