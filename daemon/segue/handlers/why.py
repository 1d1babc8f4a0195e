"""why: the evidence behind a line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from segue.domain.observation import Prompt, Suggestion
from segue.handlers.shells import NO_SHELL
from segue.ingest.observation import trimmed
from segue.ingest.redaction import redact

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms
    from segue.predictor.evidence import Evidence
    from segue.protocol.messages import Why
    from segue.validity.verdict import Surroundings, Verdict
    from segue.workflows.offers import Offer

WEIGHED: Final = 24
"""How many candidates the rules are asked about: as many as for the eight lines that a shell asks for."""
TURNED_DOWN: Final = "turned-down"
SECRET: Final = "secret"  # noqa: S105 - the name of a reason


async def why(request: Why, rooms: Rooms) -> list[Any]:
    """Answer with one map of plain values; of a line that is not known it says only that."""
    session = request.session
    if rooms.shells.find(session) is None:
        session = rooms.shells.session_of(request.processes) or session
    shell = rooms.shells.find(session)
    around = (shell or NO_SHELL).surroundings(request.cwd)
    prompt = rooms.prompt(session, request.cwd, jobs=around.jobs)
    steps = rooms.steps_at(prompt)
    blend = rooms.procedures.following.blend(steps, "")
    candidates = blend(rooms.predictor.suggest(prompt, "", WEIGHED))
    verdicts = await rooms.validation.verdicts(prompt, candidates, around)
    valid = [each for each in candidates if each.line not in verdicts]
    asked = redact(trimmed(request.line))
    line = asked or _standing(rooms.offers.best(session), candidates, valid)
    runner_up = next((each for each in valid if each.line != line), None)
    return [
        {
            "shell": None if shell is None else {"name": shell.name, "process": shell.pid},
            **await _explained(line, prompt, around, rooms, candidates),
            "workflow": next(
                (_step(offer, rooms) for offer in steps if blend.line_of(offer, candidates) == line), None
            ),
            "runner_up": None if runner_up is None else _plain(runner_up),
            "filtered": [] if asked else _filtered(candidates, verdicts, prompt, rooms),
        }
    ]


def _standing(shown: str, candidates: list[Suggestion], valid: list[Suggestion]) -> str:
    """Return the line that the prompt shows, or would show if its shell asked now.

    Since it asked, other shells may have changed what comes first, or a file may have gone.
    """
    if any(each.line == shown for each in candidates):
        return shown
    return valid[0].line if valid else ""


async def _explained(
    line: str, prompt: Prompt, around: Surroundings, rooms: Rooms, candidates: list[Suggestion]
) -> dict[str, Any]:
    evidence = rooms.predictor.evidence(prompt, line)
    offered = next((each.milli for each in candidates if each.line == line), None)
    known = evidence.runs is not None or evidence.rank is not None or offered is not None
    suggestion = Suggestion(line if known else "", evidence.milli if offered is None else offered)
    verdict = (await rooms.validation.verdicts(prompt, [suggestion], around)).get(line) if known else None
    fields = asdict(evidence)
    del fields["milli"]
    return {
        **_plain(suggestion),
        **fields,
        "new": round(evidence.new, 3),
        "before": list(evidence.before),
        "contexts": [asdict(seen) for seen in evidence.contexts],
        "feedback": evidence.feedback._asdict(),
        "objection": _objection(evidence, verdict) if known else None,
    }


def _step(offer: Offer, rooms: Rooms) -> dict[str, Any]:
    tally = rooms.procedures.following.all()[offer.number].tally
    return {
        "title": offer.workflow.label,
        "step": offer.place + 1,
        "of": len(offer.workflow.steps),
        "succeeded": tally.succeeded,
        "finished": tally.finished,
        "resumed": offer.resumed,
    }


def _plain(suggestion: Suggestion) -> dict[str, Any]:
    return {"line": suggestion.line, "probability": suggestion.milli / 1000}


def _objection(evidence: Evidence, verdict: Verdict | None) -> dict[str, str] | None:
    """Return what keeps the line from the prompt: the first of all reasons that applies."""
    if evidence.hole:
        return {"rule": SECRET, "detail": "a secret was taken out of it"}
    if evidence.feedback.refused:
        return _turned_down(evidence.feedback.typed_over, evidence.feedback.dismissed)
    return None if verdict is None else {"rule": str(verdict.rule), "detail": verdict.detail}


def _turned_down(typed_over: float, dismissed: float) -> dict[str, str]:
    counts = {"dismissed": round(dismissed), "typed over": round(typed_over)}
    told = " and ".join(f"{outcome} {count}×" for outcome, count in counts.items() if count)
    return {"rule": TURNED_DOWN, "detail": f"at this place it was {told}"}


def _filtered(
    candidates: list[Suggestion], verdicts: dict[str, Verdict], prompt: Prompt, rooms: Rooms
) -> list[dict[str, Any]]:
    """Return the lines that would stand among the others if no rule spoke against them."""
    invalid = [
        {**_plain(each), "rule": str(verdicts[each.line].rule), "detail": verdicts[each.line].detail}
        for each in candidates
        if each.line in verdicts
    ]
    for line in rooms.predictor.refused(prompt):
        verdict = rooms.predictor.verdict(prompt, line)
        invalid.append({**_plain(Suggestion(line, 0)), **_turned_down(verdict.typed_over, verdict.dismissed)})
    return invalid
