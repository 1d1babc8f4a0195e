"""suggest: what may come next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from segue.protocol.messages import STEP_FACTOR

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Suggest
    from segue.workflows.beginnings import Progress

WITH_PROGRESS: Final = 2
"""The marks with which a hook asks which step of a workflow each line is."""


async def suggest(request: Suggest, rooms: Rooms) -> list[Any]:
    """Answer with lines and thousandths in turn, best first, and if that was asked for what else is known of them."""
    rooms.retrieval.prompt_asks()
    at_prompt = not request.prefix and request.after is None
    if at_prompt:
        await rooms.surveyor.survey(request.session, request.cwd)
    after = None if request.after is None else tuple(request.after)
    prompt = rooms.prompt(request.session, request.cwd, after, request.jobs)
    around = rooms.shells.at_prompt(request.session, request.jobs).surroundings(request.cwd)
    blend = rooms.procedures.following.blend(rooms.steps_at(prompt), request.prefix)
    suggestions = await rooms.validation.suggest(prompt, request.prefix, request.count, around, blend)
    if at_prompt:
        rooms.offers.note(request.session, request.sequence, (each.line for each in suggestions))
    fields = [part for suggestion in suggestions for part in (suggestion.line, suggestion.milli)]
    if request.marks:
        fields += ["", sum(suggestion.destructive << place for place, suggestion in enumerate(suggestions))]
    if (request.marks or 0) >= WITH_PROGRESS:
        fields += [_progress(blend.progress(suggestion.line)) for suggestion in suggestions]
    return fields


def _progress(progress: Progress | None) -> int:
    return 0 if progress is None else STEP_FACTOR * progress.step + progress.of
