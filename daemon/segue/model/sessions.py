"""What each shell has just been doing, as far as the next command depends on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from segue.domain.bounded import BoundedDict
from segue.domain.sittings import PAUSE

if TYPE_CHECKING:
    from segue.model.lines import Lines
    from segue.model.text import Shape

# Marks in place of an id. HIDDEN agrees with nothing, itself included; START agrees with START.
HIDDEN: Final = -1
START: Final = -3
NO_EXIT: Final = 1_000
SUCCEEDED: Final = (0, NO_EXIT, HIDDEN)  # or nobody knows

REMEMBERED: Final = 256  # sessions
STEPS: Final = 20
REPEATS: Final = 3  # in a row; more count as so many


class Step(NamedTuple):
    """A line that was run: its id (HIDDEN if not known), text, shape, and whether that was its first time."""

    line: int
    text: str
    shape: Shape
    new: bool


@dataclass(slots=True)
class Session:
    """One shell: its last lines (latest first), the present visit, and how many commands that has had.

    `edge` is the mark of what stood before the steps; `directory_line` is the last line that
    changed the directory and `serious_line` the last that was more than a bare word. A line that is run
    again at once is no further step, so that what stands before it is not pushed out: `repeats` counts it.
    """

    visit: int
    steps: tuple[Step, ...] = ()
    edge: int = START
    position: int = 0
    seen: float | None = None
    exit: int = NO_EXIT
    directory_line: int = START
    serious_line: int = START
    repeats: int = 0

    def follow(self, step: Step) -> None:
        """Take a step, or repeat the last one."""
        if self.steps and self.steps[0].line == step.line != HIDDEN:
            self.repeats = min(self.repeats + 1, REPEATS)
            self.steps = (step, *self.steps[1:])
            return
        self.repeats = 0
        self.steps = (step, *self.steps[: STEPS - 1])
        if step.shape.changes_directory:
            self.directory_line = step.line
        if not step.shape.trivial:
            self.serious_line = step.line

    def forget(self, line: int) -> None:
        """Cut the steps at a line, so that nothing is linked across it."""
        for index, step in enumerate(self.steps):
            if step.line == line:
                self.steps, self.edge = self.steps[:index], HIDDEN
                if index == 0:
                    self.repeats = 0
                break
        if self.directory_line == line:
            self.directory_line = HIDDEN
        if self.serious_line == line:
            self.serious_line = HIDDEN


@dataclass(slots=True)
class Sessions:
    """The shells used last, by the hash of their name; `visits` counts stretches without a long pause."""

    visits: int = 0
    latest: int | None = None
    by_key: BoundedDict[int, Session] = field(default_factory=lambda: BoundedDict(REMEMBERED))

    def at(self, key: int, now: float) -> Session:
        """Return the session as it stands at a prompt, changing nothing.

        A new shell goes on from where the person was in the last one.
        """
        known = self.by_key.get(key)
        if known is None:
            last = self.by_key.get(self.latest) if self.latest is not None else None
            if last is None:
                return Session(visit=self.visits + 1)
            return replace(last, visit=self.visits + 1, position=0, seen=None)
        if known.seen is not None and now - known.seen > PAUSE:
            return replace(known, visit=self.visits + 1, position=0)
        return known

    def advance(self, key: int, now: float, step: Step, exit_status: int) -> None:
        """Record that a session has run a line."""
        session = self.at(key, now)
        session.follow(step)
        session.position += 1
        session.seen = now
        session.exit = exit_status
        self._keep(key, session)

    def break_chain(self, key: int, now: float) -> None:
        """Hide what stands before the session's next command."""
        before = self.at(key, now)
        self._keep(
            key,
            Session(
                visit=before.visit,
                position=before.position,
                seen=before.seen,
                edge=HIDDEN,
                exit=HIDDEN,
                directory_line=HIDDEN,
                serious_line=HIDDEN,
            ),
        )

    def forget(self, line: int) -> None:
        """Cut every session at a line."""
        for session in self.by_key.values():
            session.forget(line)

    def lines(self) -> list[int]:
        """Return every line that a session still knows, and marks among them."""
        kept = self.by_key.values()
        steps = [step.line for session in kept for step in session.steps]
        return [*steps, *(line for session in kept for line in (session.directory_line, session.serious_line))]

    def to_plain(self) -> dict[str, Any]:
        """Return the sessions in the order of their use."""
        return {
            "visits": self.visits,
            "latest": self.latest,
            "sessions": [
                [
                    key,
                    s.visit,
                    [[step.line, step.new] for step in s.steps],
                    s.edge,
                    s.position,
                    s.seen,
                    s.exit,
                    s.directory_line,
                    s.serious_line,
                    s.repeats,
                ]
                for key, s in self.by_key.items()
            ],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any], lines: Lines) -> Sessions:
        """Restore what `to_plain` gave, for a history of these lines.

        Raises:
            IndexError, TypeError or ValueError: A value has the wrong form, or names an unknown line.
        """
        sessions = cls(visits=int(plain["visits"]), latest=plain["latest"])
        for key, visit, steps, edge, position, seen, exit_status, directory_line, serious_line, repeats in plain[
            "sessions"
        ]:
            if not all(0 <= line < len(lines) for line, _ in steps):
                raise ValueError("A session has run a line that is not known.")
            if not 0 <= int(repeats) <= REPEATS:
                raise ValueError("A session has repeated a line less than never, or more than is counted.")
            sessions.by_key[int(key)] = Session(
                visit=int(visit),
                steps=tuple(Step(line, lines.text(line), lines.shape(line), bool(new)) for line, new in steps),
                edge=int(edge),
                position=int(position),
                seen=None if seen is None else float(seen),
                exit=int(exit_status),
                directory_line=int(directory_line),
                serious_line=int(serious_line),
                repeats=int(repeats),
            )
        return sessions

    def _keep(self, key: int, session: Session) -> None:
        self.visits = max(self.visits, session.visit)
        self.by_key[key] = session
        self.latest = key
