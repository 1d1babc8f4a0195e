"""Turns a decoded array into a request, or says what is wrong with it."""

from __future__ import annotations

from typing import Any, Final

from segue.domain.errors import ProtocolError
from segue.domain.integers import fits_int64
from segue.protocol.memory_messages import (
    MAX_COMMANDS,
    MAX_DEPTH,
    MAX_EDGES,
    MAX_PAGE,
    OUTCOMES,
    WORKFLOW_ACTIONS,
    Graph,
    Learn,
    Page,
    Predict,
    Restore,
    Search,
    Workflows,
)
from segue.protocol.messages import (
    EMBEDDER_ACTIONS,
    FEEDBACK_FIELDS,
    MAX_SUGGESTIONS,
    MAX_TEXTS,
    PURPOSES,
    SETTINGS_ACTIONS,
    Embed,
    Embedders,
    Forget,
    Hello,
    Import,
    Kind,
    Record,
    Request,
    Sequence,
    Settings,
    Shutdown,
    Status,
    Suggest,
    Why,
)
from segue.protocol.search_options import read_options

MAX_SEQUENCE: Final = 0xFFFFFFFF
MAX_SESSION: Final = 128


class UnknownKindError(ProtocolError):
    """A request of a kind that this version does not know; the connection stays usable."""

    def __init__(self, kind: int, sequence: int) -> None:
        super().__init__(f"request kind {kind} is unknown to this daemon")
        self.sequence = sequence


class BadRequestError(ProtocolError):
    """A request of a known kind whose fields are wrong; the connection stays usable."""

    def __init__(self, kind: Kind, sequence: int) -> None:
        super().__init__(f"the fields of a {kind.name.lower()} request are wrong")
        self.sequence = sequence


def parse_request(message: Any) -> Request:
    """Return the request that a decoded message stands for.

    Raises:
        UnknownKindError: the kind is from a newer wire version.
        BadRequestError: the fields do not fit the kind.
        ProtocolError: the message is no request at all, so no reply could be matched to it.
    """
    match message:
        case [int(kind), int(sequence), str(session), *fields] if _is_header(sequence, session):
            try:
                known = Kind(kind)
            except ValueError:
                raise UnknownKindError(kind, sequence) from None
            if not all(map(_can_be_stored, fields)):
                raise BadRequestError(known, sequence)
            return _parse_fields(known, sequence, session, fields)
    raise ProtocolError("a message that is no request: [kind, sequence, session, …] is expected")


def _is_header(sequence: int, session: str) -> bool:
    return 0 <= sequence <= MAX_SEQUENCE and len(session) <= MAX_SESSION


def _can_be_stored(value: Any) -> bool:
    return not isinstance(value, int) or fits_int64(value)


def _parse_fields(kind: Kind, sequence: int, session: str, fields: list[Any]) -> Request:  # noqa: C901 - a case for each kind
    match kind, fields:
        case Kind.HELLO, [int(version), str(shell), int(pid), str(author), str(history), *late]:
            release, search_path, names = _late(late, int, str, str)
            return Hello(sequence, session, version, shell, pid, author, history, release, search_path, names)
        case Kind.RECORD, [
            str(line),
            str(cwd),
            int() | None as start,
            int() | None as duration,
            int() | None as status,
            *rest,
        ]:
            return Record(
                sequence, session, line, cwd, start, duration, status, *_feedback(rest), _count(rest[FEEDBACK_FIELDS:])
            )
        case Kind.SUGGEST, [str(prefix), str(cwd), int(count), *rest] if 0 < count <= MAX_SUGGESTIONS:
            match rest:
                case []:
                    return Suggest(sequence, session, prefix, cwd, count)
                case [list() | None as after, *late] if all(isinstance(line, str) for line in after or ()):
                    (marks,) = _late(late, int)
                    return Suggest(sequence, session, prefix, cwd, count, after, marks, _count(late[1:]))
        case Kind.FORGET, [str(line), *_]:
            return Forget(sequence, session, line)
        case Kind.IMPORT, [str(source), str(shell), str(host), list(entries), bool(last), *_] if all(
            map(_is_entry, entries)
        ):
            return Import(sequence, session, source, shell, host, entries, last)
        case Kind.WHY, [str(line), str(cwd), list(processes), *_] if all(type(pid) is int for pid in processes):
            return Why(sequence, session, line, cwd, processes)
        case ((Kind.STATUS | Kind.SHUTDOWN | Kind.SETTINGS), _):
            return _parse_upkeep(kind, sequence, session, fields)
        case ((Kind.EMBED | Kind.SEQUENCE | Kind.EMBEDDERS), _):
            return _parse_embedding(kind, sequence, session, fields)
        case ((Kind.PREDICT | Kind.LEARN | Kind.SEARCH | Kind.WORKFLOWS | Kind.GRAPH | Kind.PAGE | Kind.RESTORE), _):
            return _parse_memory(kind, sequence, session, fields)
    raise BadRequestError(kind, sequence)


def _parse_upkeep(kind: Kind, sequence: int, session: str, fields: list[Any]) -> Request:
    match kind, fields:
        case Kind.STATUS, _:
            return Status(sequence, session)
        case Kind.SHUTDOWN, _:
            return Shutdown(sequence, session)
        case Kind.SETTINGS, [str(action), *_] if action in SETTINGS_ACTIONS:
            return Settings(sequence, session, action)
    raise BadRequestError(kind, sequence)


def _parse_embedding(kind: Kind, sequence: int, session: str, fields: list[Any]) -> Request:
    match kind, fields:
        case Kind.EMBED, [list(texts), str(purpose), int() | None as dims, int(fresh), *_] if (
            _are_texts(texts) and purpose in PURPOSES
        ):
            return Embed(sequence, session, texts, purpose, dims, fresh)
        case Kind.SEQUENCE, [list(texts), int() | None as decay, int() | None as dims, int(fresh), *_] if _are_texts(
            texts
        ):
            return Sequence(sequence, session, texts, decay, dims, fresh)
        case Kind.EMBEDDERS, [str(action), *_] if action in EMBEDDER_ACTIONS:
            return Embedders(sequence, session, action)
    raise BadRequestError(kind, sequence)


def _parse_memory(kind: Kind, sequence: int, session: str, fields: list[Any]) -> Request:
    match kind, fields:
        case Kind.PREDICT, [list(context), str(cwd), int(count), *late] if (
            0 < count <= MAX_SUGGESTIONS
            and len(context) <= MAX_COMMANDS
            and all(isinstance(line, str) for line in context)
        ):
            prefix, processes = _late(late, str, list)
            known = processes if all(type(pid) is int for pid in processes or ()) else None
            return Predict(sequence, session, context, cwd, count, prefix, known)
        case Kind.LEARN, [list(commands), str(outcome), *_] if (
            outcome in OUTCOMES and 0 < len(commands) <= MAX_COMMANDS and all(map(_is_command, commands))
        ):
            return Learn(sequence, session, commands, outcome)
        case Kind.SEARCH, [dict(options), *_] if (known := read_options(options)) is not None:
            return Search(sequence, session, **known)
        case Kind.WORKFLOWS, [str(action), dict(arguments), *_] if action in WORKFLOW_ACTIONS:
            return Workflows(sequence, session, action, arguments)
        case Kind.GRAPH, [str(around), int(depth), int(most), *_] if 0 < depth <= MAX_DEPTH and 0 < most <= MAX_EDGES:
            return Graph(sequence, session, around, depth, most)
        case Kind.PAGE, [float() | None as learned_at, int(event), int(count), *_] if 0 < count <= MAX_PAGE:
            return Page(sequence, session, learned_at, event, count)
        case Kind.RESTORE, [list(rows), bool(last), *_] if all(isinstance(row, dict) for row in rows):
            return Restore(sequence, session, rows, last)
    raise BadRequestError(kind, sequence)


def _is_command(command: Any) -> bool:
    match command:
        case [str(), int() | None as status]:
            return _can_be_stored(status)
    return False


def _late(fields: list[Any], *kinds: type) -> list[Any]:
    """Return fields that older hooks do not send: None for what is missing or, from a newer one, of another type."""
    given = [*fields, *[None] * len(kinds)]
    return [value if isinstance(value, kind) else None for value, kind in zip(given, kinds, strict=False)]


def _count(fields: list[Any]) -> int | None:
    """Return the first of these fields where it is a number of things; None for what is missing or of another kind."""
    match fields:
        case [int(count), *_] if count >= 0:
            return count
    return None


def _feedback(rest: list[Any]) -> tuple[str, int, int]:
    """Return what became of the suggestion; none, when an older hook tells nothing or a newer one something else."""
    match rest:
        case [str(shown), int(outcome), int(saved), *_]:
            return shown, outcome, saved
    return "", 0, 0


def _are_texts(texts: list[Any]) -> bool:
    return 0 < len(texts) <= MAX_TEXTS and all(isinstance(text, str) for text in texts)


def _is_entry(entry: Any) -> bool:
    match entry:
        case [str(), int() | float() | None, int() | float() | None, int() | None, str() | None]:
            return all(map(_can_be_stored, entry))
    return False
