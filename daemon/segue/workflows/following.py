"""What is known of workflows at this moment, as the rest of the daemon asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.domain.errors import WorkflowError
from segue.workflows.beginnings import Beginnings
from segue.workflows.blending import Blend
from segue.workflows.book import Book
from segue.workflows.filling import fill
from segue.workflows.hazards import chance_at_once
from segue.workflows.likeness import alike
from segue.workflows.matching import bind, forget_lines
from segue.workflows.offers import Offer, offers_at
from segue.workflows.tracker import Tracker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from segue.domain.observation import Observation
    from segue.domain.workflow import Workflow


MOSTLY: Final = 2 / 3
"""The share of the steps that makes lines a run of a workflow."""


class Following:
    """The workflows of a person, and which of them are under way."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._all: Sequence[Workflow] | None = None

    def observe(self, seen: Observation, *, counting: bool = True) -> None:
        """Follow a command; with `counting` False only what is under way changes."""
        self._all = None
        self._tracker.observe(seen, counting=counting)

    def settle(self, now: float) -> None:
        """Let rest what had been silent for long by then; its end has been counted already."""
        self._all = None
        self._tracker.settle(now, counting=False)

    def all(self) -> Sequence[Workflow]:
        """Return all workflows with their counts, the person's own first: the same list until something changes."""
        if self._all is None:
            self._all = self._tracker.workflows()
        return self._all

    def listed(self, now: float) -> list[Workflow]:
        """Return them as a person wants to see them: pinned ones first, then those that have run most and latest."""
        self._all = None
        self._tracker.settle(now)
        return sorted(self.all(), key=lambda each: (not each.pinned, -each.tally.runs, -(each.last_run or 0.0)))

    def find(self, key: str) -> Workflow:
        """Return the workflow with this name or title, or with an id that begins so.

        Raises:
            WorkflowError: there is none, or more than one.
        """
        number = self._tracker.book.number_of(key)
        if number is None:
            raise WorkflowError(f"there is no workflow {key!r}, or more than one: `segue workflows` lists them")
        return self.all()[number]

    def offers(self, session: str, place: str, now: float) -> list[Offer]:
        """Return the steps that may be next at a session's prompt, the most probable first."""
        return offers_at(self._tracker, session, place, now)

    def imagine(self, seen: Sequence[Observation]) -> list[Offer]:
        """Return the steps that may be next after these commands of one session, if nothing else had been run."""
        return offers_at(self._tracker.imagining(seen), seen[-1].session, "", None) if seen else []

    def alike(self, context: Sequence[str]) -> list[Offer]:
        """Return what may come after something like these lines: the confidence of a step × how alike it is.

        It looks at every workflow, so give it a thread.
        """
        tracker, offers = self._tracker, []
        for each in alike(tracker.book.workflows, context):
            workflow, counts = tracker.book.workflows[each.number], tracker.statistics[each.number]
            step = workflow.steps[each.place]
            chance = chance_at_once(counts.reached[each.place - 1], counts.followed[each.place - 1], workflow)
            bindings: dict[int, str] = {}
            for place, ran in zip(range(each.place - 1, -1, -1), reversed(context), strict=False):
                bindings = (bind(workflow, place, ran) or {}) | bindings
            line = fill(step, bindings, counts.values)
            offers.append(
                Offer(each.number, workflow, each.place, line, chance * each.similarity, similarity=each.similarity)
            )
        return offers

    def covering(self, lines: Sequence[str]) -> list[Workflow]:
        """Return the workflows of which these lines are most steps."""
        found = [dict(self._tracker.book.find(line).steps) for line in lines]
        steps: dict[int, set[int]] = {}
        for places in found:
            for number, each in places.items():
                steps.setdefault(number, set()).update(each)
        known = self.all()
        return [known[number] for number, each in steps.items() if len(each) >= MOSTLY * len(known[number].steps)]

    def blend(self, offers: Sequence[Offer], prefix: str) -> Blend:
        """Return what puts these steps among the suggestions for what is typed."""
        return Blend(offers, prefix, Beginnings(self._tracker))

    def walk(self, workflow: Workflow, session: str, place: str, values: Mapping[int, str]) -> None:
        """Offer a workflow step by step to a session, from the first on, with these values of its slots."""
        number = next(at for at, each in enumerate(self._tracker.book.workflows) if each.id == workflow.id)
        self._tracker.begin(number, session, place, dict(values))

    def forget_lines(self) -> None:
        """Drop the lines that were looked at lately, which are kept to save time."""
        self._tracker.book.find.cache_clear()
        forget_lines()

    def use(self, workflows: Sequence[Workflow]) -> None:
        """Follow these workflows from now on; what is under way of those with the same steps goes on."""
        tracker = Tracker(Book(workflows))
        tracker.continue_from(self._tracker)
        self._tracker, self._all = tracker, None

    def take_over_walks(self, other: Following) -> None:
        """Go on offering what a person has asked another object for."""
        self._tracker.continue_walks(other._tracker)
