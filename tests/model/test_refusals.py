"""What is turned down again and again in a place no longer appears there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from segue.domain.feedback import Feedback, Outcome
from segue.domain.observation import Observation, Prompt
from segue.domain.workplace import NOWHERE
from segue.learner.learner import Learner
from segue.model.contexts import ATOMS, LINE1, PLACE, Context
from segue.model.refusals import CELLS, HALF_LIFE, Refusals
from segue.model.sessions import HIDDEN
from segue.predictor.predictor import Predictor
from tests.model.histories import learned, routine

if TYPE_CHECKING:
    from segue.model.state import Model

ADDED, COMMIT = "git add notes.md", "git commit -m 'Note it'"
HOME, OTHER = "/home/sam", "/srv"


def prompt(cwd: str = HOME, *, after: str = ADDED) -> Prompt:
    """Return the prompt at which the routine goes on with the commit."""
    return Prompt(session="1", cwd=cwd, after=(after,))


def shown(model: Model, where: Prompt, prefix: str = "") -> list[str]:
    """Return everything that is suggested."""
    return [each.line for each in Predictor(model).suggest(where, prefix, 1_000)]


def turn_down(model: Model, outcome: Outcome, *, times: int, cwd: str = HOME) -> None:
    """Come to the prompt and turn the commit down, running something else."""
    for _ in range(times):
        for observation in (
            Observation(ADDED, cwd=cwd, session="1"),
            Observation("make lunch", cwd=cwd, session="1", feedback=Feedback(COMMIT, outcome)),
        ):
            Learner(model).observe(observation)


def place(before: int = 0, directory: int = 1) -> Context:
    """Return a context of which only the line before and the directory count."""
    atoms = [0] * ATOMS
    atoms[LINE1], atoms[PLACE] = before, directory
    return Context(atoms=tuple(atoms), steps=(), now=0.0, before_is_new=False, workplace=NOWHERE)


def test_dismissed_twice_it_is_gone_there_and_nowhere_else() -> None:
    """Once is not enough; in another directory and after another line it is still suggested."""
    model = learned(routine())
    turn_down(model, Outcome.DISMISSED, times=1)
    assert COMMIT in shown(model, prompt())
    turn_down(model, Outcome.DISMISSED, times=1)
    assert COMMIT not in shown(model, prompt())
    assert COMMIT in shown(model, prompt(OTHER))
    assert COMMIT in shown(model, prompt(after="git status"))


def test_typed_over_five_times_it_is_gone_there() -> None:
    """Four times may be chance."""
    model = learned(routine())
    turn_down(model, Outcome.TYPED_OVER, times=4)
    assert COMMIT in shown(model, prompt())
    turn_down(model, Outcome.TYPED_OVER, times=1)
    assert COMMIT not in shown(model, prompt())


def test_whoever_types_its_beginning_asks_for_it() -> None:
    """What is refused on the empty prompt is still suggested for a prefix."""
    model = learned(routine())
    turn_down(model, Outcome.DISMISSED, times=2)
    assert COMMIT in shown(model, prompt(), "git c")


def test_running_it_there_brings_it_back() -> None:
    """And the count begins anew."""
    model = learned(routine())
    turn_down(model, Outcome.DISMISSED, times=2)
    for line in (ADDED, COMMIT):
        Learner(model).observe(Observation(line, cwd=HOME, session="1"))
    assert COMMIT in shown(model, prompt())
    turn_down(model, Outcome.DISMISSED, times=1)
    assert COMMIT in shown(model, prompt())


def test_running_it_elsewhere_does_not_bring_it_back() -> None:
    """Elsewhere it was never unwelcome."""
    model = learned(routine())
    turn_down(model, Outcome.DISMISSED, times=2)
    for line in (ADDED, COMMIT):
        Learner(model).observe(Observation(line, cwd=OTHER, session="1"))
    assert COMMIT not in shown(model, prompt())


def test_taking_it_anywhere_brings_it_back_everywhere() -> None:
    """Whole or in part: a line that is of use is of use."""
    for outcome in (Outcome.ACCEPTED, Outcome.IN_PART):
        model = learned(routine())
        turn_down(model, Outcome.DISMISSED, times=2)
        Learner(model).observe(
            Observation(COMMIT, cwd=OTHER, session="2", feedback=Feedback(COMMIT, outcome, 5)),
        )
        assert COMMIT in shown(model, prompt())


def test_a_line_that_was_made_up_can_be_refused_as_well() -> None:
    """Though it was never run."""
    model = learned(routine())
    Learner(model).observe(Observation("mkdir sketches", cwd=HOME, session="1"))
    where = prompt(after="mkdir sketches")
    assert "cd sketches" in shown(model, where)
    model.hear(model.context_after(("mkdir sketches",), "1", HOME, None), Feedback("cd sketches", Outcome.DISMISSED))
    model.hear(model.context_after(("mkdir sketches",), "1", HOME, None), Feedback("cd sketches", Outcome.DISMISSED))
    assert "cd sketches" not in shown(model, where)
    assert "cd sketches" in shown(model, where, "cd s")


def test_it_says_why() -> None:
    """The verdict tells the counts, which have faded a little."""
    model = learned(routine())
    turn_down(model, Outcome.DISMISSED, times=2)
    verdict = Predictor(model).verdict(prompt(), COMMIT)
    assert verdict.refused
    assert 1.9 < verdict.dismissed <= 2.0
    assert verdict.typed_over == 0.0
    assert not Predictor(model).verdict(prompt(OTHER), COMMIT).refused


def test_what_agents_do_teaches_nothing() -> None:
    """Feedback beside an agent's command is ignored."""
    model = learned(routine())
    before = model.to_plain()
    Learner(model).observe(Observation("make lunch", author="agent", feedback=Feedback(COMMIT, Outcome.DISMISSED)))
    assert model.to_plain() == before


def test_refusals_that_are_far_apart_do_not_add_up() -> None:
    """Two dismissals half a lifetime of commands apart are two accidents; and what is refused does not fade."""
    refusals = Refusals()
    dismissed = Feedback("make", Outcome.DISMISSED)
    refusals.hear(place(), dismissed, 0)
    refusals.hear(place(), dismissed, 2 * HALF_LIFE)
    assert not refusals.refused_in(place())
    refusals.hear(place(), dismissed, 2 * HALF_LIFE + 1)
    assert refusals.verdict(place(), "make").refused


def test_nothing_agrees_with_a_private_line() -> None:
    """Behind a command that must stay unknown nobody knows the place, so nothing is refused there."""
    refusals = Refusals()
    for position in range(3):
        refusals.hear(place(HIDDEN), Feedback("make", Outcome.DISMISSED), position)
    assert not refusals.refused_in(place(HIDDEN))


def test_a_full_table_keeps_what_is_refused() -> None:
    """However many lines are typed over once, the memory is bounded and a refusal stays."""
    refusals = Refusals()
    for position in range(2):
        refusals.hear(place(), Feedback("make", Outcome.DISMISSED), position)
    for number in range(CELLS + 10):
        refusals.hear(place(number), Feedback(f"echo {number}", Outcome.TYPED_OVER), 2 + number)
    assert refusals.verdict(place(), "make").refused
    assert refusals.verdict(place(3), "echo 3").typed_over == 0.0
    assert refusals.verdict(place(CELLS), f"echo {CELLS}").typed_over == 1.0


def test_forgetting_a_line_forgets_what_was_thought_of_it() -> None:
    """Neither the line nor a place that it was part of leaves a mark."""
    model = learned(routine())
    turn_down(model, Outcome.DISMISSED, times=2)
    model.forget(ADDED)
    assert not model.refusals


@given(st.integers(0, 30), st.integers(0, 30))
def test_the_rate_is_nothing_without_feedback_and_tells_taken_from_refused(taken: int, refused: int) -> None:
    """Above 0 for what is taken more often than refused, below for the contrary."""
    refusals = Refusals()
    assert refusals.rate("make") == 0.0
    for outcome, times in ((Outcome.TYPED_OVER, refused), (Outcome.ACCEPTED, taken)):
        for _ in range(times):
            refusals.hear(place(), Feedback("make", outcome), 0)
    assert (refusals.rate("make") > 0) == (taken > refused)
    assert (refusals.rate("make") < 0) == (taken < refused)
    assert refusals.rate("make all") == 0.0
