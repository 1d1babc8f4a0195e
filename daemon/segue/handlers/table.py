"""Which function answers which kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.handlers.embed import embed
from segue.handlers.embedders import embedders
from segue.handlers.forget import forget
from segue.handlers.graph import graph
from segue.handlers.hello import hello
from segue.handlers.import_history import import_history
from segue.handlers.learn import learn
from segue.handlers.page import page
from segue.handlers.predict import predict
from segue.handlers.record import record
from segue.handlers.restore import restore
from segue.handlers.search import search
from segue.handlers.sequence import sequence
from segue.handlers.shutdown import shutdown
from segue.handlers.status import status
from segue.handlers.suggest import suggest
from segue.handlers.why import why
from segue.handlers.workflows import workflows
from segue.protocol.messages import Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from segue.handlers.rooms import Rooms

HANDLERS: Final[Mapping[Kind, Callable[[Any, Rooms], Awaitable[list[Any]]]]] = {
    Kind.HELLO: hello,
    Kind.RECORD: record,
    Kind.SUGGEST: suggest,
    Kind.FORGET: forget,
    Kind.STATUS: status,
    Kind.SHUTDOWN: shutdown,
    Kind.IMPORT: import_history,
    Kind.WHY: why,
    Kind.EMBED: embed,
    Kind.SEQUENCE: sequence,
    Kind.EMBEDDERS: embedders,
    Kind.PREDICT: predict,
    Kind.LEARN: learn,
    Kind.SEARCH: search,
    Kind.WORKFLOWS: workflows,
    Kind.GRAPH: graph,
    Kind.PAGE: page,
    Kind.RESTORE: restore,
}
PATIENT: Final = frozenset({Kind.EMBED, Kind.SEQUENCE, Kind.SEARCH, Kind.LEARN, Kind.WORKFLOWS, Kind.GRAPH})
"""Requests that have deadlines of their own, or that of who asks."""
