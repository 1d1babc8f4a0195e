"""suggest: what may come next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.domain.observation import Prompt

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Suggest


async def suggest(request: Suggest, rooms: Rooms) -> list[Any]:
    """Answer with lines and thousandths in turn, best first."""
    prompt = Prompt(
        now=rooms.clock(),
        cwd=request.cwd or None,
        session=request.session,
        after=None if request.after is None else tuple(request.after),
    )
    suggestions = rooms.predictor.suggest(prompt, request.prefix, request.count)
    if not request.prefix and request.after is None:
        known = rooms.model.lines.ids
        rooms.offers.note(request.session, (each.line for each in suggestions if each.line not in known))
    return [part for suggestion in suggestions for part in (suggestion.line, suggestion.milli)]
