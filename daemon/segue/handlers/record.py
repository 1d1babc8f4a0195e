"""record: a command has ended."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from segue.domain.observation import HUMAN, Observation
from segue.handlers.shells import Shell
from segue.ingest.feedback import feedback_from
from segue.ingest.observation import Source, observation_from
from segue.ingest.rules import Reason, Rejection
from segue.validity.programs import heads_of
from segue.validity.words import parse

if TYPE_CHECKING:
    from segue.domain.feedback import Feedback
    from segue.handlers.rooms import Rooms
    from segue.protocol.messages import Record

PROMPT_FIRST: Final = 0.003
"""Seconds before a command is learned. The shell that has just reported it is about to draw its prompt, and on a busy
machine our work would take the processor from it: measured on two cores, that doubled the time from Enter to prompt."""
NOT_FOUND: Final = 127
"""The exit status of a command that the shell does not know."""


async def record(request: Record, rooms: Rooms) -> list[Any]:
    """Learn and store the command, or cut the chain where it must stay unknown; say whether the shell is known."""
    # What else the directory held is not stored, so it must not be learned from either.
    workplace = replace(rooms.surveyor.at(request.session, request.cwd), entries=())
    rooms.surveyor.pass_on(request.session)
    await asyncio.gather(
        asyncio.sleep(PROMPT_FIRST),
        rooms.prober.look_anew(),
        # Mostly the next prompt is in the same directory.
        rooms.surveyor.survey(request.session, request.cwd),
    )
    known = rooms.shells.find(request.session)
    shell = known or Shell()
    source = Source(request.session, shell.name, rooms.host, shell.author)
    found = observation_from(request, source, rooms.policy.rules)
    if isinstance(found, Observation) and (reason := await rooms.policy.refusal(found, rooms.clock())):
        # The shell's own file shows it, and knows nothing of the reason.
        rooms.tail.expect(request.line, found.start)
        found = Rejection(reason)
    if isinstance(found, Observation):
        if not rooms.tail.was_delivered(request.line, found.start):
            rooms.remember(replace(found, feedback=_feedback(request, found, rooms), workplace=workplace))
            rooms.tail.expect(request.line, found.start)
        if found.exit not in {None, NOT_FOUND}:
            shell.found(heads_of(parse(found.line)))
    else:
        _leave_out(found, request, source, rooms)
    rooms.offers.end(request.session, request.sequence)
    # The question that belongs to the next prompt is mostly in the same write; if it is not, this is done by then.
    rooms.predictor.prepare(rooms.prompt(request.session, request.cwd, jobs=request.jobs))
    return [int(known is not None), *rooms.policy.told]


def _feedback(request: Record, found: Observation, rooms: Rooms) -> Feedback | None:
    """Return what became of the suggestion, unless nobody can have shown that line here."""
    feedback = feedback_from(request, found.line)
    if feedback is None or found.author != HUMAN:
        return None
    return feedback if not feedback.shown or rooms.has_shown(request.session, feedback.shown) else None


def _leave_out(rejection: Rejection, request: Record, source: Source, rooms: Rooms) -> None:
    """Count the refusal; whatever ran unseen cuts the chain, but a comment did not run."""
    if request.line:
        rooms.rejected[str(rejection.reason)] += 1
    elif request.start is not None:
        # The shell's own file may show what the hook keeps to itself; its time gives it away.
        rooms.tail.expect("", request.start / 1000)
    if rejection.reason is not Reason.COMMENT:
        rooms.remember(
            Observation("", session=source.session, shell=source.shell, host=source.host, author=source.author)
        )
