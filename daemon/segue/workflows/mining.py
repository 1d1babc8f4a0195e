"""Finds the workflows of a history: recurring chains, merged where they are alike, with slots and titles."""

from __future__ import annotations

from dataclasses import replace
from heapq import nlargest
from typing import TYPE_CHECKING, Final

from segue.domain.workflow import Origin, Workflow
from segue.workflows.chains import grow_chains
from segue.workflows.found import MISSING, Found, Run, with_runs
from segue.workflows.identity import workflow_id
from segue.workflows.merging import merge_alike
from segue.workflows.segments import Segments
from segue.workflows.slots import LOOKED_AT, describe
from segue.workflows.titles import category_of, tell_apart, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from segue.domain.observation import Observation

MOST: Final = 300
LEAST_STEPS: Final = 3
CONSIDERED: Final = 1_200
"""Chains that are compared with each other."""


def mine(events: Iterable[tuple[int, Observation]], most: int = MOST) -> list[Workflow]:
    """Return the workflows of a history, the most useful first: often run, long, lately.

    Only what people ran counts. How the runs ended, and when and where they were, is left open.

    Args:
        events: in the order of learning, each with a number that grows.
        most: how many workflows are kept.
    """
    segments = Segments.of(events)
    newest = max((*segments.numbers[-1:], *(number for _, number in segments.taught)), default=0)
    taught = _taught(segments)
    found = _by_worth(_observed(segments), newest)
    observed: list[Found] = []
    for chain in _by_worth(merge_alike(found), newest):
        same = taught.get(chain.templates)
        if same:
            runs = [*chain.runs, *same.runs]
            taught[chain.templates] = replace(same, runs=runs, support=chain.support + same.support)
        else:
            observed.append(chain)
    kept = [*list(taught.values())[-most:], *observed][:most]
    return _titled([_workflow(segments, chain) for chain in _by_worth(kept, newest)])


def _observed(segments: Segments) -> list[Found]:
    chains = nlargest(CONSIDERED, grow_chains(segments.steps), key=lambda chain: len(chain.runs) * len(chain.steps))
    found = [with_runs(segments, chain) for chain in chains]
    return [chain for chain in found if len(chain.templates) >= LEAST_STEPS]


def _taught(segments: Segments) -> dict[tuple[str, ...], Found]:
    """Return the sessions that were taught by their templates, the latest last."""
    found: dict[tuple[str, ...], Found] = {}
    for place, (lines, number) in enumerate(segments.taught):
        templates = tuple(segments.templates[segments.template_of_line[line]] for line in lines)
        if len(templates) >= LEAST_STEPS:
            before = found.pop(templates, None)
            run = Run(first=-place - 1, last=-place - 1, number=number, lines=tuple(lines))
            runs = [*(before.runs if before else ()), run]
            found[templates] = Found(templates, runs, len(runs), taught=True)
    return found


def _by_worth(chains: Iterable[Found], newest: int) -> list[Found]:
    return sorted(chains, key=lambda chain: (-chain.worth(newest), chain.templates))


def _workflow(segments: Segments, chain: Found) -> Workflow:
    runs = sorted(chain.runs, key=lambda run: run.number)[-LOOKED_AT:]
    lines = segments.lines
    steps, slots = describe(
        chain.templates, [[None if line == MISSING else lines[line] for line in run.lines] for run in runs]
    )
    return Workflow(
        id=workflow_id(chain.templates),
        steps=steps,
        slots=slots,
        category=category_of(steps),
        origin=Origin.TAUGHT if chain.taught else Origin.OBSERVED,
    )


def _titled(workflows: Sequence[Workflow]) -> list[Workflow]:
    patterns = [[workflow.pattern(place) for place in range(len(workflow.steps))] for workflow in workflows]
    titles = tell_apart([title_of(workflow) for workflow in workflows], patterns)
    return [replace(workflow, title=title) for workflow, title in zip(workflows, titles, strict=True)]
