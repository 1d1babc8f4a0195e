"""predict: what would come after some lines, how sure that is, and why."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from segue.domain.observation import Observation, Prompt
from segue.handlers.shells import NO_SHELL
from segue.ingest.observation import trimmed
from segue.ingest.redaction import redact
from segue.workflows.template import template_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.domain.observation import Suggestion
    from segue.handlers.rooms import Rooms
    from segue.predictor.evidence import Evidence
    from segue.protocol.memory_messages import Predict
    from segue.workflows.blending import Blend
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
    described = [_described(each, steps.get(each.line), prompt, graph, rooms) for each in found]
    described += [_open_step(offer, graph) for offer in offers if _is_open(offer, blend, found, prefix)]
    return [
        {
            "predictions": sorted(described, key=lambda each: -each["confidence"])[: request.count],
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
        "reason": _reason(suggestion.line, offer, evidence, graph),
        "workflow": offer and _step(offer),
        "further": _further(suggestion.line, graph),
    }


def _is_open(offer: Offer, blend: Blend, found: Sequence[Suggestion], prefix: str) -> bool:
    """Tell whether a step is none of the lines that were found, because nobody knows what to put into it."""
    pattern = offer.workflow.pattern(offer.place)
    return not offer.line.whole and blend.line_of(offer, found) is None and pattern.startswith(prefix)


def _open_step(offer: Offer, graph: Transitions | None) -> dict[str, Any]:
    """Describe a step whose slots are open, as it is written."""
    pattern = offer.workflow.pattern(offer.place)
    return {
        "command": pattern,
        "confidence": round(offer.chance, 3),
        "reason": _of_workflow(offer),
        "workflow": _step(offer),
        "further": _further(pattern, graph),
    }


def _step(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.workflow.id,
        "title": offer.workflow.label,
        "step": offer.place + 1,
        "of": len(offer.workflow.steps),
        "similarity": round(offer.similarity, 3),
    }


def _further(line: str, graph: Transitions | None) -> list[dict[str, Any]]:
    """Return what mostly follows commands like this one, with its share."""
    if graph is None or not line:
        return []
    return [
        {"command": after.example, "template": template, "share": round(share, 3)}
        for template, after, share in graph.followers(template_of(line), FURTHER)
    ]


def _reason(line: str, offer: Offer | None, evidence: Evidence, graph: Transitions | None) -> str:
    """Return what speaks for a line: the workflow that it is a step of, what it has followed, how often it was run."""
    before = evidence.before[0] if evidence.before else ""
    told = [
        _of_workflow(offer) if offer else "",
        _of_graph(before, line, graph) if graph and before else "",
        f"run {evidence.runs.count}×" if evidence.runs else "never run as it stands",
    ]
    return "; ".join(filter(None, told))


def _of_workflow(offer: Offer) -> str:
    workflow, tally = offer.workflow, offer.workflow.tally
    told = f"step {offer.place + 1} of {len(workflow.steps)} of “{workflow.label}”"
    if tally.finished:
        told += f", which succeeded {tally.succeeded} of {tally.finished} times"
    return told if offer.similarity == 1 else f"{told}, to which this is {offer.similarity:.0%} similar"


def _of_graph(before: str, line: str, graph: Transitions) -> str:
    first, second = template_of(before), template_of(line)
    edge = graph.counts.edges.get((first, second))
    node = graph.counts.nodes.get(first)
    if edge is None or node is None:
        return ""
    return f"followed `{first}` {edge.count} of {node.count} times"
