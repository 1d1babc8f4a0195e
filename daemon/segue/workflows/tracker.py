"""Follows which workflows are under way in which shell, how far they are, and how they end.

The same object counts the runs of the past, event by event, and follows those of the present: what is offered at a
prompt is exactly what was counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.domain.bounded import BoundedDict
from segue.domain.observation import HUMAN
from segue.domain.sittings import PAUSE, is_taught
from segue.workflows.filling import fill
from segue.workflows.hazards import INTERRUPTED, RETURNED, Hazards, state_of
from segue.workflows.matching import bind
from segue.workflows.runs import BEGUN, Run, is_beginning, place_after
from segue.workflows.statistics import Statistics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from segue.domain.observation import Observation
    from segue.domain.workflow import Workflow
    from segue.workflows.book import Book

MAX_SESSIONS: Final = 1_000
MAX_PLACES: Final = 500
PATIENCE: Final = 5
"""Foreign commands in a row after which a run is interrupted."""
REMEMBERED: Final = 7 * 86400.0
"""Seconds after which an interrupted run is given up."""


class Tracker:
    """The runs of all workflows of a book."""

    def __init__(self, book: Book, hazards: Hazards | None = None) -> None:
        self.book = book
        self.hazards = hazards or Hazards()
        self.statistics = [Statistics.of(workflow) for workflow in book.workflows]
        self._sessions: BoundedDict[str, dict[int, Run]] = BoundedDict(MAX_SESSIONS)
        self._last: BoundedDict[str, tuple[str, float | None]] = BoundedDict(MAX_SESSIONS)
        """Where and when each session has run its last command."""
        self._places: BoundedDict[str, dict[int, Run]] = BoundedDict(MAX_PLACES)
        """Runs that have begun for sure and have not ended, under way or interrupted."""

    def observe(self, seen: Observation, event: int = 0, *, counting: bool = True) -> None:
        """Take note of a command; with `counting` False only the runs go on, and nothing is added up."""
        if seen.author != HUMAN:
            return
        runs = self._sessions.setdefault(seen.session, {})
        self._sessions.move_to_end(seen.session)
        for run in list(runs.values()):
            if not seen.line or run.pauses(seen.start):
                self._interrupt(run, counting=counting)
        if not seen.line:
            return
        self._give_up_old(place_of(seen), seen.start)
        found = self.book.find(seen.line)
        away = self._state_elsewhere(seen.session, place_of(seen), seen.start)
        stepped = {number for number, places in found.steps if self._step(number, places, seen, event, away, counting)}
        self._pass_by(seen, stepped, away, counting=counting, noise=found.noise)
        self._last[seen.session] = (place_of(seen), seen.start)

    def begin(self, number: int, session: str, place: str, bindings: dict[int, str]) -> None:
        """Begin a run because the person wants to go through the workflow."""
        self._drop(number, session)
        self._sessions.setdefault(session, {})[number] = Run(
            number, session, place, bindings=dict(bindings), asked_for=True
        )

    def continue_from(self, other: Tracker) -> None:
        """Take over the runs and counts of workflows that have the same steps here."""
        numbers = self._numbers_of(other)
        for old, new in numbers.items():
            self.statistics[new] = other.statistics[old]
        self.hazards = other.hazards
        for there, here in ((other._sessions, self._sessions), (other._places, self._places)):
            for key, runs in there.items():
                here[key] = {numbers[old]: run for old, run in runs.items() if old in numbers}
                for new, run in here[key].items():
                    run.workflow = new

    def continue_walks(self, other: Tracker) -> None:
        """Take over the runs that a person has asked for."""
        numbers = self._numbers_of(other)
        for session, runs in other._sessions.items():
            for old, run in runs.items():
                if run.asked_for and old in numbers:
                    run.workflow = numbers[old]
                    self._sessions.setdefault(session, {})[run.workflow] = run

    def imagining(self, seen: Sequence[Observation]) -> Tracker:
        """Return a tracker that knows what this one knows, and of which nothing but these commands has been run."""
        other = Tracker(self.book, self.hazards)
        other.statistics = self.statistics
        for each in seen:
            other.observe(each, counting=False)
        return other

    def runs_at(self, session: str, place: str, now: float | None) -> Iterator[tuple[Run, int]]:
        """Yield the unfinished runs that matter to a prompt, with their states."""
        here = self._sessions.get(session, {})
        for run in here.values():
            if not run.pauses(now):
                yield run, state_of(run)
        away = self._state_elsewhere(session, place, now)
        for number, run in self._places.get(place, {}).items():
            if number not in here or run.pauses(now):
                yield run, away

    def settle(self, now: float, *, counting: bool = True) -> None:
        """Interrupt what has been silent for long, for nobody says when a shell is gone; what was taught is over."""
        for session, runs in self._sessions.items():
            for run in list(runs.values()):
                if is_taught(session):
                    self._end(run, counting=counting)
                elif run.pauses(now):
                    self._interrupt(run, counting=counting)

    def workflows(self) -> list[Workflow]:
        """Return the workflows with what was counted."""
        return [
            statistics.applied_to(workflow)
            for statistics, workflow in zip(self.statistics, self.book.workflows, strict=True)
        ]

    def runs(self) -> dict[str, list[list[int]]]:
        """Return the events of the latest runs of each workflow, by its id."""
        return {
            workflow.id: [list(run) for run in statistics.runs]
            for statistics, workflow in zip(self.statistics, self.book.workflows, strict=True)
        }

    def _numbers_of(self, other: Tracker) -> dict[int, int]:
        """Return under which number each workflow of another tracker stands here with the same steps."""
        here = {
            (each.id, tuple(step.parts for step in each.steps)): new for new, each in enumerate(self.book.workflows)
        }
        there = ((each.id, tuple(step.parts for step in each.steps)) for each in other.book.workflows)
        return {old: here[key] for old, key in enumerate(there) if key in here}

    def _state_elsewhere(self, session: str, place: str, now: float | None) -> int:
        """Return the state of the runs of a place that are not under way in the session."""
        last, at = self._last.get(session, ("", None))
        pause = now is not None and at is not None and now - at > PAUSE
        return RETURNED if pause or last != place else INTERRUPTED

    def _step(  # noqa: PLR0917 - handed on
        self,
        number: int,
        places: tuple[int, ...],
        seen: Observation,
        event: int,
        away: int,
        counting: bool,  # noqa: FBT001 - handed on
    ) -> bool:
        """Take a command as a step of a workflow, if it is one now."""
        workflow, place = self.book.workflows[number], place_of(seen)
        run = self._sessions[seen.session].get(number)
        here = run is not None
        run = run or self._places.get(place, {}).get(number)
        if run:
            to = place_after(workflow, run.ahead, places)
            if to is not None:
                if counting:
                    self._count_hit(run, to, seen.line, state_of(run) if here else away)
                self._advance(run, to, seen, event, counting)
                return True
            if run.ahead - 1 in places and here:
                # Once more what was done last: the run stays where it is.
                self._note(run, seen, event)
                return True
        if not is_beginning(workflow, places):
            return False
        if run and here:
            self._end(run, counting=counting)
        run = Run(number, seen.session, place, began=seen.start, host=seen.host, shell=seen.shell)
        self._advance(run, places[0], seen, event, counting)
        return True

    def _pass_by(self, seen: Observation, stepped: set[int], away: int, *, counting: bool, noise: bool) -> None:
        """Let the runs go by of which the command was no step."""
        runs = self._sessions[seen.session]
        for number in self._places.get(place_of(seen), {}):
            if counting and number not in stepped and number not in runs:
                self.hazards.note(away, hit=False)
        for number, run in list(runs.items()):
            if number in stepped:
                continue
            if counting and (state := state_of(run)):
                self.hazards.note(state, hit=False)
            run.passed += 1
            run.foreign += not noise
            if run.foreign > PATIENCE:
                self._interrupt(run, counting=counting)

    def _count_hit(self, run: Run, to: int, line: str, state: int) -> None:
        """Count that a run goes on, and whether exactly so could be foreseen."""
        statistics = self.statistics[run.workflow]
        known = fill(self.book.workflows[run.workflow].steps[run.ahead], run.bindings, statistics.values)
        foreseen = to == run.ahead and known.whole and known.text == line
        if state:
            self.hazards.note(state, hit=foreseen)
        elif run.ahead:
            statistics.followed[run.ahead - 1] += 1
            statistics.foreseen[run.ahead - 1] += foreseen

    def _advance(self, run: Run, to: int, seen: Observation, event: int, counting: bool) -> None:  # noqa: FBT001 - handed on
        workflow, statistics = self.book.workflows[run.workflow], self.statistics[run.workflow]
        self._drop(run.workflow, seen.session)
        self._leave(run)
        self._take_up(run, counting=counting)
        again = run.failed and to == run.ahead
        run.session, run.place, run.passed, run.foreign = seen.session, place_of(seen), 0, 0
        run.bindings.update(bind(workflow, to, seen.line) or {})
        run.failed = seen.exit not in {None, 0}
        run.ahead = to if run.failed else to + 1
        self._note(run, seen, event)
        if not again:
            run.steps += 1
            if counting:
                statistics.note_step(run, to)
        if run.ahead >= len(workflow.steps):
            self._end(run, counting=counting)
            return
        self._sessions.setdefault(run.session, {})[run.workflow] = run
        if run.steps >= BEGUN:
            self._places.setdefault(run.place, {})[run.workflow] = run
            self._places.move_to_end(run.place)

    def _note(self, run: Run, seen: Observation, event: int) -> None:
        run.at = seen.start if seen.start is not None else run.at
        run.began = run.began if run.began is not None else seen.start
        run.passed = 0
        if event:
            run.events.append(event)

    def _interrupt(self, run: Run, *, counting: bool) -> None:
        """Take a run off its session; it can be resumed where it was, and counts as ended until then."""
        self._sessions.get(run.session, {}).pop(run.workflow, None)
        run.session = ""
        self._count_end(run, counting=counting)

    def _give_up_old(self, place: str, now: float | None) -> None:
        for run in list(self._places.get(place, {}).values()):
            if now is not None and run.at is not None and now - run.at > REMEMBERED:
                self._leave(run)

    def _end(self, run: Run, *, counting: bool) -> None:
        self._count_end(run, counting=counting)
        self._leave(run)

    def _count_end(self, run: Run, *, counting: bool) -> None:
        if run.steps >= BEGUN and run.ended is None:
            run.ended = run.ending(self.book.workflows[run.workflow])
            if counting:
                self.statistics[run.workflow].note_end(run, run.ended)

    def _take_up(self, run: Run, *, counting: bool) -> None:
        """Count a run that was interrupted as not ended after all."""
        if run.ended is not None and counting:
            self.statistics[run.workflow].take_back(run, run.ended)
        run.ended = None

    def _leave(self, run: Run) -> None:
        """Take a run off the session and the place where it is, unless another stands there by now."""
        for runs in (self._sessions.get(run.session, {}), self._places.get(run.place, {})):
            if runs.get(run.workflow) is run:
                del runs[run.workflow]

    def _drop(self, number: int, session: str) -> None:
        self._sessions.get(session, {}).pop(number, None)


def place_of(seen: Observation) -> str:
    """Return where a command ran as far as workflows go: its repository, or its directory outside of any."""
    return seen.workplace.root or seen.cwd or ""
