"""Logs requests and replies with their texts, for whoever looks for a fault and has asked for that."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from segue.protocol.messages import Request

EXCHANGES: Final = logging.getLogger("segue.exchanges")
"""Goes nowhere unless the person asks for it."""
EXCHANGES.addHandler(logging.NullHandler())
EXCHANGES.propagate = False
EXCHANGES.setLevel(logging.CRITICAL)

LONGEST: Final = 500
"""Characters of a request or a reply."""


def log_exchange(request: Request, reply: list[Any]) -> None:
    """Write what was asked and what was answered, cut to a bearable length."""
    if EXCHANGES.isEnabledFor(logging.DEBUG):
        asked = repr(request.message()[1:])[:LONGEST]
        EXCHANGES.debug("%s %s → %s", request.kind.name.lower(), asked, repr(reply[2:])[:LONGEST])
