"""From a decoded message to its reply: parse, call the handler in time, and always answer."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from segue.domain.errors import ProtocolError, SegueError, VectorSizeError
from segue.handlers.hello import VersionMismatchError
from segue.handlers.table import HANDLERS, PATIENT
from segue.protocol.messages import ERROR, REPLY
from segue.protocol.parsing import BadRequestError, UnknownKindError, parse_request
from segue.server.exchange_log import log_exchange

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Request

log = logging.getLogger(__name__)


class Dispatcher:
    """Serves decoded messages; what goes wrong becomes an error reply, never an exception."""

    def __init__(self, rooms: Rooms, request_seconds: float) -> None:
        self._rooms = rooms
        self._seconds = request_seconds

    async def serve(self, message: Any) -> list[Any]:
        """Return the reply to a message.

        Raises:
            ProtocolError: the message is no request, so there is no sequence number to answer with.
        """
        try:
            request = parse_request(message)
        except UnknownKindError as error:
            return [ERROR, error.sequence, "unknown", str(error)]
        except BadRequestError as error:
            return [ERROR, error.sequence, "fields", str(error)]
        self._rooms.served[request.kind.name.lower()] += 1
        reply = await self._answer(request)
        log_exchange(request, reply)
        return reply

    async def _answer(self, request: Request) -> list[Any]:
        try:
            async with asyncio.timeout(None if request.kind in PATIENT else self._seconds):
                fields = await HANDLERS[request.kind](request, self._rooms)
        except TimeoutError:
            return [ERROR, request.sequence, "deadline", f"no answer within {self._seconds:g} s"]
        except VersionMismatchError as error:
            return [ERROR, request.sequence, "version", str(error)]
        except VectorSizeError as error:
            return [ERROR, request.sequence, "fields", str(error)]
        except SegueError as error:
            return [ERROR, request.sequence, "failed", str(error)]
        except Exception:  # one request must never take the daemon down
            log.exception("a %s request failed", request.kind.name.lower())
            return [ERROR, request.sequence, "failed", "an internal error; the daemon's log has it"]
        return [request.kind | REPLY, request.sequence, *fields]


def frame_error(error: ProtocolError) -> list[Any]:
    """Return the reply to bytes in which no request could be found."""
    return [ERROR, 0, "frame", str(error)]
