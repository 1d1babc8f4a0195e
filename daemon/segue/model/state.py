"""The whole learned state: what is remembered of one person's shell, and how it is weighed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from segue.domain.digest import line_digest
from segue.domain.errors import SnapshotError
from segue.domain.outcomes import Outcomes, has_failed
from segue.domain.workplace import NOWHERE, Workplace
from segue.model import confidence, features, recall
from segue.model.adagrad import Weights
from segue.model.confidence import Confidence
from segue.model.contexts import Context, context_of
from segue.model.echoes import echo_of
from segue.model.habits import CELLS, Habits
from segue.model.lines import (
    ABSENT,
    COUNT,
    FAILED_IN_A_ROW,
    FAILURES,
    LAST,
    PLACE,
    SLOT,
    VISIT,
    Lines,
    clocks,
)
from segue.model.nearness import Nearness
from segue.model.popular import Popular
from segue.model.prefixes import Prefixes
from segue.model.prior import starting_weights
from segue.model.pruning import MOST_LINES, least_missed
from segue.model.recall import Attention
from segue.model.refusals import HEARD, Refusals
from segue.model.repeats import Repeats
from segue.model.sessions import HIDDEN, NO_EXIT, Session, Sessions, Step
from segue.model.tables import keep_freed_memory
from segue.model.text import hash_text, shape_of
from segue.model.window import Window

if TYPE_CHECKING:
    from segue.domain.feedback import Feedback

# No command was run before 1970 or after 9999; a clock that says so is not set.
LATEST_TIME: Final = 253_402_300_799.0


class Model:
    """Lines, positions, sessions and weights. Learning changes it; predicting only reads it.

    `changes` counts what was added or taken away, so that what was computed from a model can be used until it changes.
    One that does not `make_up` lines suggests only what was run before; it is there to measure what they are worth.
    """

    def __init__(self, most_lines: int = MOST_LINES, *, make_up: bool = True) -> None:
        keep_freed_memory()
        self.most_lines = most_lines
        self.make_up = make_up
        self.changes = 0
        self.position = 0
        self.now = 0.0
        self.lines = Lines()
        self.window = Window()
        self.nearness = Nearness()
        self.sessions = Sessions()
        self.popular = Popular()
        self.habits = Habits()
        self.repeats = Repeats()
        self.refusals = Refusals()
        self.prefixes = Prefixes(self.lines.texts)
        self.attention = Attention(Weights(starting_weights("recall", recall.NAMES), rate=0.4, warmth=1.0))
        self.ranker = Weights(starting_weights("ranker", features.NAMES), rate=0.12, warmth=100.0)
        self.typed_ranker = Weights(starting_weights("typed_ranker", features.NAMES), rate=0.05, warmth=30.0)
        self.confidence = _confidence("confidence", "known")
        self.typed_confidence = _confidence("typed_confidence", "typed_known")

    def context(
        self,
        session: str,
        cwd: str | None,
        now: float | None,
        workplace: Workplace = NOWHERE,
        jobs: int | None = None,
    ) -> Context:
        """Describe a prompt of a session; a time that is unknown or impossible is the latest known."""
        moment, key = self._moment(now), hash_text(session)
        return context_of(self.sessions.at(key, moment), key, hash_text(cwd or ""), moment, workplace, jobs=jobs)

    def context_after(self, lines: tuple[str, ...], session: str, cwd: str | None, now: float | None) -> Context:
        """Describe a prompt of a session as if it had run these lines, oldest first, and nothing else."""
        moment, key = self._moment(now), hash_text(session)
        known = self.sessions.at(key, moment)
        imagined = Session(visit=known.visit, position=known.position, exit=HIDDEN)
        for line in lines:
            if line.strip():
                known_id = self.lines.ids.get(line, HIDDEN)
                imagined.follow(Step(known_id, line, shape_of(line), new=known_id == HIDDEN))
        return context_of(imagined, key, hash_text(cwd or ""), moment, NOWHERE, jobs=None)

    def add(self, context: Context, line: str, session: str, exit_status: int | None) -> None:
        """Remember that the line was run in this context; no weight changes."""
        self.changes += 1
        left = self.window.make_room()
        if left != ABSENT:
            self.nearness.leave(self.lines.facts[left, SLOT])
            self.lines.facts[left, SLOT] = ABSENT
        self.refusals.run(context, line)
        line_id, new = self.lines.intern(line)
        if new:
            self.prefixes.add(line_id)
        shape, row = self.lines.shape(line_id), self.lines.facts[line_id]
        runs, last, slot = row[[COUNT, LAST, SLOT]].tolist()
        echo = echo_of(line, context)
        before = self.position - last if runs else 0
        cell = shape.head % CELLS
        row[SLOT] = self.window.append(context, line_id, group=slot, cell=cell, echo=echo, before=before)
        if slot == ABSENT:
            self.nearness.enter(row[SLOT], line)
        if has_failed(exit_status):
            row[FAILED_IN_A_ROW] = 1 + (row[FAILED_IN_A_ROW] if row[PLACE] == context.place else 0)
        else:
            row[FAILED_IN_A_ROW] = 0
        row[LAST], row[VISIT], row[PLACE] = self.position, context.visit, context.place
        clock = clocks(self.position, context.now)
        self.lines.count(line_id, context.now, clock, failed=exit_status not in {None, 0})
        self.popular.notice(line_id, self.lines.decayed[line_id])
        self.habits.count(line_id, shape, runs)
        self.repeats.count(context.repeats, repeated=line_id == context.line_before)
        status = NO_EXIT if exit_status is None else min(abs(exit_status), NO_EXIT - 1)
        self.sessions.advance(hash_text(session), context.now, Step(line_id, line, shape, new), status)
        self.position += 1
        self.now = context.now
        if len(self.lines.ids) > self.most_lines:
            self._prune()

    def outcomes(self, line: str, context: Context) -> Outcomes:
        """Tell how the runs of a line have ended, seen from a prompt."""
        line_id = self.lines.ids.get(line)
        if line_id is None:
            return Outcomes()
        runs, failures, place, in_a_row = self.lines.facts[line_id, [COUNT, FAILURES, PLACE, FAILED_IN_A_ROW]].tolist()
        return Outcomes(
            failures_in_a_row=in_a_row,
            succeeded_before=failures < runs,
            here=place == context.place,
            just_now=bool(context.steps) and context.steps[0].line == line_id,
        )

    def hear(self, context: Context, feedback: Feedback) -> None:
        """Remember what became of the suggestion at the prompt of this context."""
        self.changes += 1
        self.refusals.hear(context, feedback, self.position)

    def break_chain(self, session: str) -> None:
        """Hide what stands before the session's next command."""
        self.sessions.break_chain(hash_text(session), self.now)

    def bury(self, digests: set[bytes]) -> None:
        """Never make up a line of these digests, until it is run again."""
        self.changes += 1
        self.lines.forgotten |= digests

    def forget(self, line: str) -> None:
        """Remove a line, its counts and the positions that held it; nothing is linked to it or across it."""
        self.bury({line_digest(line)})
        line_id = self.lines.ids.get(line, ABSENT)
        self.refusals.forget(line_id, line)
        if line_id == ABSENT:
            return
        self.nearness.leave(self.lines.facts[line_id, SLOT])
        self.window.forget(line_id)
        self.sessions.forget(line_id)
        self.habits.forget(line_id, self.lines.shape(line_id), int(self.lines.facts[line_id, COUNT]))
        gone = np.zeros(len(self.lines), dtype=np.bool_)
        gone[line_id] = True
        self.prefixes.remove(gone)
        self.lines.drop([line_id])
        self.popular.forget(line_id, self.lines.decayed[: len(self.lines)])

    def to_plain(self) -> dict[str, Any]:
        """Return the state as plain values: numbers, texts, bytes, lists and dicts."""
        parts = {name: getattr(self, name).to_plain() for name in (*RESTORED, *LEARNED)}
        return {"position": self.position, "now": self.now, **parts}

    @classmethod
    def from_plain(cls, plain: dict[str, Any], most_lines: int = MOST_LINES) -> Model:
        """Restore what `to_plain` gave; the restored model behaves in the same way.

        Raises:
            SnapshotError: The values are not those of a model, or contradict each other.
        """
        model = cls(most_lines)
        try:
            model.position, model.now = int(plain["position"]), float(plain["now"])
            model.lines = Lines.from_plain(plain["lines"])
            known = len(model.lines)
            model.window = Window.from_plain(plain["window"], known)
            model.sessions = Sessions.from_plain(plain["sessions"], model.lines)
            model.popular = Popular.from_plain(plain["popular"], known)
            for name in LEARNED:
                getattr(model, name).restore(plain[name])
        except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise SnapshotError("A snapshot lacks a part or holds a wrong one; rebuild it from the history.") from error
        model.check()
        model.nearness.restore(model.window, model.lines)
        model.prefixes = Prefixes(model.lines.texts)
        model.prefixes.rebuild()
        return model

    def check(self) -> None:
        """Raise SnapshotError unless the parts agree with each other."""
        facts = self.lines.facts
        held = np.flatnonzero(self.window.line_of != ABSENT)
        slots = np.flatnonzero(facts[:, SLOT] != ABSENT)
        run = facts[list(self.lines.ids.values())]
        consistent = (
            math.isfinite(self.now)
            and self.position >= len(self.window)
            and len(held) == len(slots)
            and (facts[self.window.line_of[held], SLOT] == held).all()
            and (run[:, COUNT] > 0).all()
            and (run[:, LAST] >= 0).all()
            and (run[:, LAST] < self.position).all()
            and (self.refusals.keys[HEARD] <= self.position).all()
        )
        if not consistent:
            raise SnapshotError("The parts of a snapshot contradict each other; rebuild it from the history.")

    def _prune(self) -> None:
        gone = least_missed(self)
        self.habits.let_go(gone)
        self.prefixes.remove(gone)
        self.lines.drop(np.flatnonzero(gone).tolist())

    def _moment(self, now: float | None) -> float:
        return self.now if now is None or not 0.0 <= now <= LATEST_TIME else float(now)


def _confidence(first: str, known: str) -> Confidence:
    return Confidence(starting_weights(first, confidence.NAMES), starting_weights(known, confidence.NAMES))


RESTORED: Final = ("lines", "window", "sessions", "popular")
LEARNED: Final = (
    "habits",
    "refusals",
    "repeats",
    "attention",
    "ranker",
    "typed_ranker",
    "confidence",
    "typed_confidence",
)
