"""predict: what would come after some lines, how sure that is, and why."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from segue.domain.observation import Observation, Prompt
from segue.handlers.reasons import reason_for
from segue.handlers.rooms import NO_SHELL
from segue.ingest.observation import trimmed
from segue.ingest.redaction import redact
from segue.workflows.template import template_of

if TYPE_CHECKING:
    from segue.domain.observation import Suggestion
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Predict
    from segue.workflows.offers import Offer
    from segue.workflows.transitions import Transitions

IMAGINED: Final = "imagined"
FURTHER: Final = 3


async def predict(request: Predict, rooms: Rooms) -> list[Any]:
    """Answer with one map: the predictions, the most certain first, and where the graph goes on from the last line."""
    context = tuple(redact(trimmed(line)) for line in request.context)
    prefix, following = request.prefix or "", rooms.procedures.following
    session = "" if context else _asking_session(request, rooms)
    around = (rooms.shells.find(session) or NO_SHELL).surroundings(request.cwd)
    if session:
        prompt = rooms.prompt(session, request.cwd, jobs=around.jobs)
        offers = following.offers(session, prompt.workplace.root or request.cwd, rooms.clock())
        context = tuple(reversed(rooms.predictor.evidence(prompt, "").before))
    else:
        prompt = Prompt(now=rooms.clock(), cwd=request.cwd or None, session=IMAGINED, after=context)
        offers = following.imagine([Observation(line, session=IMAGINED, exit=0) for line in context])
    begun = {offer.number for offer in offers}
    like = await asyncio.to_thread(following.alike, context)
    known = following.all()
    offers = [
        replace(offer, workflow=known[offer.number])
        for offer in (*offers, *(offer for offer in like if offer.number not in begun))
    ]
    blend = following.blend(offers, prefix)
    if request.cwd:
        found = await rooms.validation.suggest(prompt, prefix, request.count, around, blend)
    else:
        found = blend(rooms.predictor.suggest(prompt, prefix, request.count))[: request.count]
    graph = await rooms.procedures.transitions()
    steps = {blend.line_of(offer, found): offer for offer in reversed(offers)}
    return [
        {
            "predictions": [_described(each, steps.get(each.line), prompt, graph, rooms) for each in found],
            "further": _further(context[-1] if context else "", graph),
        }
    ]


def _asking_session(request: Predict, rooms: Rooms) -> str:
    """Return the session of the shell that asks, "" where none has said hello."""
    if rooms.shells.find(request.session):
        return request.session
    return rooms.shells.session_of(request.processes or ()) or ""


def _described(
    suggestion: Suggestion, offer: Offer | None, prompt: Prompt, graph: Transitions | None, rooms: Rooms
) -> dict[str, Any]:
    evidence = rooms.predictor.evidence(prompt, suggestion.line)
    return {
        "command": suggestion.line,
        "confidence": suggestion.milli / 1000,
        "reason": reason_for(suggestion.line, offer, evidence, graph),
        "workflow": None
        if offer is None
        else {
            "id": offer.workflow.id,
            "title": offer.workflow.label,
            "step": offer.place + 1,
            "of": len(offer.workflow.steps),
            "similarity": round(offer.similarity, 3),
        },
        "further": _further(suggestion.line, graph),
    }


def _further(line: str, graph: Transitions | None) -> list[dict[str, Any]]:
    """Return what mostly follows commands like this one, with its share."""
    if graph is None or not line:
        return []
    return [
        {"command": after.example, "template": template, "share": round(share, 3)}
        for template, after, share in graph.followers(template_of(line), FURTHER)
    ]
