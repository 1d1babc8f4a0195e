"""What each shell has just been doing."""

from __future__ import annotations

from segue.domain.sittings import PAUSE
from segue.model.sessions import HIDDEN, REMEMBERED, REPEATS, STEPS, Sessions, Step
from segue.model.text import shape_of


def step(line: int, text: str = "make all") -> Step:
    """Return a step of a line."""
    return Step(line, text, shape_of(text), new=False)


def test_interleaved_shells_keep_their_own_lines() -> None:
    """What one shell runs does not stand before the next command of another."""
    sessions = Sessions()
    for line in range(6):
        sessions.advance(1 + line % 2, float(line), step(line), 0)
    assert [s.line for s in sessions.at(1, 6.0).steps] == [4, 2, 0]


def test_new_shell_goes_on_from_the_last_one() -> None:
    """The first prompt of a new shell knows what was run just before, and begins a visit."""
    sessions = Sessions()
    sessions.advance(1, 0.0, step(7), 0)
    fresh = sessions.at(2, 1.0)
    assert (fresh.steps[0].line, fresh.position, fresh.visit) == (7, 0, 2)
    assert 2 not in sessions.by_key


def test_pause_begins_a_visit_and_a_backward_clock_does_not() -> None:
    """After half an hour the count of commands starts anew; a clock that jumps back changes nothing."""
    sessions = Sessions()
    sessions.advance(1, 10_000.0, step(1), 0)
    assert sessions.at(1, 10_001.0 + PAUSE).position == 0
    assert sessions.at(1, 0.0).position == 1


def test_repetition_pushes_nothing_out() -> None:
    """A line that is run again and again keeps what stood before it in sight, and is counted to a bound."""
    sessions = Sessions()
    for line in (1, 2, 2, 2, 2, 2):
        sessions.advance(1, 0.0, step(line), 0)
    session = sessions.at(1, 1.0)
    assert ([s.line for s in session.steps], session.repeats) == ([2, 1], REPEATS)
    sessions.advance(1, 0.0, step(3), 0)
    assert sessions.at(1, 1.0).repeats == 0


def test_memory_is_bounded() -> None:
    """Neither more shells nor more lines of each are kept than planned."""
    sessions = Sessions()
    for key in range(2 * REMEMBERED):
        sessions.advance(key, 0.0, step(key), 0)
    for line in range(3 * STEPS):
        sessions.advance(-1, 0.0, step(line), 0)
    assert len(sessions.by_key) == REMEMBERED
    assert len(sessions.at(-1, 0.0).steps) == STEPS


def test_broken_chain_hides_everything_before() -> None:
    """After a private command nothing that stood before it is linked, not even from a new shell."""
    sessions = Sessions()
    sessions.advance(1, 0.0, step(3, "cd drafts"), 0)
    sessions.break_chain(1, 0.0)
    for key in (1, 2):
        session = sessions.at(key, 1.0)
        assert (session.steps, session.edge, session.directory_line) == ((), HIDDEN, HIDDEN)
