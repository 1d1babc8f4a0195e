"""What decides how a command ends, and what mends a failure: with figures worked out by hand."""

from __future__ import annotations

import random

import pytest

from segue.workflows.causes import Cause, Mend, causes, lower_bound, mends
from segue.workflows.transitions import Transitions
from tests.workflows.days import Failing, ended, observed, ran, session


def test_a_command_that_lets_the_next_fail() -> None:
    """9 of 10 after a pull, 1 of 20 after an edit: 10 of 30 over all, so that the lift is 2.7."""
    after_pull = [step for end in (0, *[1] * 9) for step in ("git pull", ended("make", end))]
    after_edit = [step for end in (1, *[0] * 19) for step in ("vim x.c", ended("make", end))]
    (cause,) = causes(observed(session("a", *after_pull, *after_edit)).counts)
    assert cause == Cause(("git pull",), "make", "fails", cases=9, of=10, usual=10 / 30)
    assert cause.lift == pytest.approx(2.7)


def test_a_command_that_lets_the_next_succeed() -> None:
    """All of 30 after `ssh-add`, 2 of 20 after a commit: the lift is 50 / 32."""
    after_adding = ["ssh-add", "git push"] * 30
    after_commit = [step for end in (*[128] * 18, 0, 0) for step in ("git commit", ended("git push", end))]
    found = causes(observed(session("a", *after_adding, *after_commit)).counts)
    assert Cause(("ssh-add",), "git push", "succeeds", cases=30, of=30, usual=32 / 50) in found
    assert {(cause.before, cause.outcome): cause.lift for cause in found}[("ssh-add",), "succeeds"] == 50 / 32


def test_chance_proves_nothing() -> None:
    """Where commands end by the throw of a coin, hardly anything is found among hundreds of transitions."""
    throw = random.Random(7)  # noqa: S311 - the same throws each time
    tools = [f"tool{letter}" for letter in "abcdefghijklmnop"]
    seen = observed(ran(throw.choice(tools), throw.randint(0, 1)) for _ in range(8_000))
    assert len(seen.counts.edges) == 256
    assert causes(seen.counts) == []


@pytest.mark.parametrize(("times", "proved"), [(4, False), (5, True)])
def test_few_cases_prove_nothing(times: int, proved: bool) -> None:  # noqa: FBT001 - a column of the table
    """Below five, whatever they are."""
    good = session("a", *["ls", "make"] * 200)
    bad = session("b", *["git pull", Failing("make")] * times)
    assert bool(causes(observed([*good, *bad]).counts)) == proved


def test_what_has_hardly_ever_happened_proves_nothing() -> None:
    """Failures of something that else never fails: two are an accident, three are none."""
    good = session("a", *["ls", "make"] * 500)
    for times, proved in ((2, False), (3, True)):
        bad = session("b", *["git pull", Failing("make")] * times, *["git pull", "make"] * 3)
        assert ("fails" in {cause.outcome for cause in causes(observed([*good, *bad]).counts)}) == proved


def test_a_pair_counts_only_for_what_it_adds() -> None:
    """`make` succeeds after `./configure` only if `make clean` stood before that; alone neither tells so."""
    clean = ["make clean", "./configure", "make"]
    dirty = ["git pull", "./configure", Failing("make")]
    found = causes(observed(session("a", *[*clean, *dirty] * 30)).counts)
    told = {(cause.before, cause.outcome) for cause in found if cause.then == "make"}
    assert told == {
        (("make clean", "./configure"), "succeeds"),
        (("git pull", "./configure"), "fails"),
    }
    longer = causes(observed(session("a", *["cd", "vim x.c", "make", "cd", "ls", Failing("make")] * 30)).counts)
    assert all(len(cause.before) == 1 for cause in longer)


def test_what_is_asked_about() -> None:
    """Only what has to do with a command; about none that is known, nothing."""
    seen = observed(
        session("a", *["git pull", Failing("make"), "ls", Failing("pytest"), "vim x.c", "make", "w", "pytest"] * 20)
    )
    assert {cause.then for cause in causes(seen.counts)} == {"make", "pytest"}
    assert {cause.then for cause in causes(seen.counts, {"make"})} == {"make"}
    assert causes(seen.counts, set()) == []
    assert len(causes(seen.counts, None, 1)) == 1


def test_what_mends_a_failure() -> None:
    """`ssh-add` stood before 6 of 7 pushes that worked again, and before 6 of 15 pushes over all."""
    mended = ["ls", Failing("git push"), "ssh-add", "git push"] * 6
    again = ["ls", Failing("git push"), "git push"]
    (mend,) = [each for each in mends(observed(session("a", *mended, *again)).counts) if each.mender == "ssh-add"]
    assert mend == Mend("git push", "ssh-add", cases=6, of=7, usual=6 / 14)
    assert mend.lift == pytest.approx(2.0)


def test_a_failure_waits_for_its_success() -> None:
    """Other commands may stand between, in one visit of one shell; what stands there by accident is no mender."""
    far = [*["make"] * 10, Failing("git push"), "ls", "vim x.c", "ssh-add", "git push"]
    seen = observed([each for number in range(5) for each in session(f"{number}", *far)])
    assert [(each.failed, each.mender, each.cases) for each in mends(seen.counts)] == [("git push", "ssh-add", 5)]
    assert seen.counts.repairs == {("git push", "ssh-add"): 5}
    cut = [Failing("git push"), "ssh-add", "", "git push"]
    assert observed(session("a", *cut * 5)).counts.repairs == {}


def test_trying_again_can_be_the_mender() -> None:
    """A test that fails by accident: the command itself stands before its success."""
    flaky = ["vim x.c", Failing("pytest"), "pytest", "git add -A", "git push", "ls"]
    (mend,) = mends(observed(session("a", *flaky * 8)).counts)
    assert (mend.failed, mend.mender, mend.cases, mend.of, mend.usual) == ("pytest", "pytest", 8, 8, 0.5)


def test_what_stands_everywhere_mends_nothing() -> None:
    """`ls` before a success says nothing about someone who types it all the time."""
    seen = observed(session("a", *["ls", "ls", Failing("make"), "ls", "make"] * 10))
    assert mends(seen.counts) == []


def test_the_same_is_found_in_what_went_through_a_pipe() -> None:
    """Nothing that it needs is lost on the way."""
    lines = ["git pull", Failing("make"), "vim x.c", "make", "ls", "make", "w"]
    seen = observed(session("a", *lines * 30))
    read = Transitions.from_plain(seen.plain())
    assert causes(read.counts) == causes(seen.counts) != []
    assert mends(read.counts) == mends(seen.counts) != []


@pytest.mark.parametrize(("cases", "of", "bound"), [(0, 0, 0.0), (0, 9, 0.0), (10, 10, 0.480), (90, 100, 0.759)])
def test_the_lower_bound_of_a_share(cases: int, of: int, bound: float) -> None:
    """Wilson's score interval at 3.29 deviations: for all of 10, 10 / (10 + 3.29²)."""
    assert lower_bound(cases, of) == pytest.approx(bound, abs=0.001)
