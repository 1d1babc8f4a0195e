"""Which workflows are found in what someone did."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.cli.synthetic_history import Person
from segue.domain.observation import Observation
from segue.domain.workflow import Origin, Tally
from segue.workflows.mining import MOST, mine
from tests.workflows.sessions import deploys_among_noise, patterns, typed, workflows_of

COMMITS = [[f"git add src/{name}.py", f"git commit -m 'change {name}'", "git push"] for name in "abcdef"]


@pytest.mark.parametrize("seed", range(6))
def test_a_deployment_among_noise_is_found_with_its_version(seed: int) -> None:
    """Five steps that were run eight times with other versions are one workflow with one slot, and nothing else is."""
    found = workflows_of(deploys_among_noise(seed=seed))

    assert [patterns(workflow) for workflow in found] == [
        [
            "git tag <VERSION>",
            "docker build -t api:<VERSION> .",
            "docker push api:<VERSION>",
            "kubectl set image deploy/api api=api:<VERSION>",
            "kubectl rollout status deploy/api",
        ]
    ]
    assert [slot.name for slot in found[0].slots] == ["VERSION"]
    assert found[0].slots[0].values == tuple(f"v1.2.{number}" for number in range(8))
    assert (found[0].title, found[0].category) == ("Tag, build, push and roll out api", "deploy")


def test_commits_differ_in_what_they_say() -> None:
    """What is added and said are slots of their own, however often."""
    (found,) = workflows_of(*COMMITS)

    assert patterns(found) == ["git add <FILE>", "git commit -m <STR>", "git push"]
    assert found.slots[0].values[-1] == "src/f.py"
    assert found.slots[1].values[-1] == "'change f'"
    assert (found.title, found.category, found.origin) == ("Stage, commit and push", "git", Origin.OBSERVED)


def test_a_name_that_comes_again_is_one_slot() -> None:
    """Holes that agree in every run are filled by the same value."""
    (found,) = workflows_of(
        *[[f"git switch -c {b}", "git commit -m x", f"git push -u origin {b}"] for b in ("one", "two", "six")]
    )

    assert patterns(found) == ["git switch -c <BRANCH>", "git commit -m x", "git push -u origin <BRANCH>"]
    assert len(found.slots) == 1


def test_a_loop_is_no_long_chain() -> None:
    """Editing and testing in turn is two steps, however often, and a workflow has three."""
    assert workflows_of([f"{'vim' if n % 2 else 'pytest'} tests/test_a.py" for n in range(60)]) == []


def test_a_loop_of_three_steps_is_one_workflow() -> None:
    """Its rounds are its runs, and where a round begins makes no other workflow."""
    (found,) = workflows_of(["make", "./run --fast", "python3 plot.py"] * 10)

    assert sorted(patterns(found)) == ["./run --fast", "make", "python3 plot.py"]


@pytest.mark.parametrize("cut", [Observation(line="", session="s0", host="box"), Observation(line=" ", session="s0")])
def test_nothing_reaches_across_something_private(cut: Observation) -> None:
    """A run ends where something was done that nobody is to know."""
    cut = replace(cut, host="box")
    runs = [
        one for _ in range(5) for one in [*typed(["make", "make check"], "s0"), cut, *typed(["make dist"], "s0"), cut]
    ]

    assert workflows_of(runs) == []


def test_a_pause_of_half_an_hour_ends_a_run() -> None:
    """What comes after it is something else; without times nobody knows."""
    lines = ["make all", "make check", "make dist"]
    timed = [replace(one, start=3_600.0 * number, duration=2.0) for number, one in enumerate(typed(lines * 5))]

    assert workflows_of(timed) == []
    assert len(workflows_of(typed(lines * 5))) == 1
    assert len(workflows_of([replace(one, start=1_700.0 * n) for n, one in enumerate(typed(lines * 5))])) == 1


def test_sessions_at_the_same_time_are_told_apart() -> None:
    """What is done in two terminals in turn makes no chain."""
    left, right = (typed(["a x", "b x", "c x"] * 4, "left"), typed(["d y", "e y", "f y"] * 4, "right"))
    events = [one for pair in zip(left, right, strict=True) for one in pair]
    found = mine(enumerate(events))

    assert sorted(patterns(workflow) for workflow in found) == [["a x", "b x", "c x"], ["d y", "e y", "f y"]]


def test_what_agents_ran_is_no_workflow() -> None:
    """Only what people do is theirs."""
    assert workflows_of(typed(["make", "make check", "make dist"] * 5, author="claude")) == []


def test_a_step_that_failed_and_was_mended_is_one_step() -> None:
    """A build that was run until it succeeded counts once; so does a mistyped command not at all."""
    failed = replace(typed(["make all"], "s0")[0], exit=2)
    mistyped = replace(typed(["maek check"], "s0")[0], exit=127)
    run = [
        failed,
        *typed(["vim a.c"], "s0"),
        *typed(["make all"], "s0"),
        mistyped,
        *typed(["make check", "make dist"], "s0"),
    ]
    (found,) = workflows_of(run * 5)

    assert "make all" in patterns(found)
    assert not any("maek" in pattern for pattern in patterns(found))


def test_looking_around_is_a_step_only_where_it_always_is() -> None:
    """A `cd` into what was made belongs to the workflow, a `git status` now and then does not."""
    runs = [
        [f"mkdir {name}", f"cd {name}", *["git status"] * (name > "b"), "git init", "touch README.md"]
        for name in "abcd"
    ]
    (found,) = workflows_of(*runs)

    assert patterns(found) == ["mkdir <DIR>", "cd <DIR>", "git init", "touch README.md"]


def test_fewer_than_three_runs_or_steps_are_no_workflow() -> None:
    """What was done twice may never be done again, and two steps are no procedure."""
    assert workflows_of(*COMMITS[:2]) == []
    assert workflows_of(["make all", "make check"] * 10) == []


def test_ways_of_doing_the_same_are_one_workflow() -> None:
    """A step that some runs lack is optional, and what differs in a step is what it takes as an argument."""
    runs = [
        [
            f"pytest tests/{n}.py",
            f"deploy {'staging' if n % 2 else 'prod'}",
            *["curl https://a.example/"] * (n % 4 > 1),
            "notify team",
            *(f"other-{n}-{k} x" for k in range(8)),
        ]
        for n in range(24)
    ]
    (found,) = workflows_of(*runs)

    assert patterns(found) == ["pytest <FILE>", "deploy <ARG>", "curl https://a.example/?", "notify team"]
    assert set(found.slots[1].values) == {"staging", "prod"}


def test_what_was_taught_is_a_workflow_at_once() -> None:
    """One session is enough, with all its steps; a value that comes again in it is a slot."""
    (found,) = workflows_of(typed(["ls", "git tag v1", "git push origin v1", "ls", "make dist"], "taught-1"))

    assert patterns(found) == ["ls", "git tag <VERSION>", "git push origin <VERSION>", "ls", "make dist"]
    assert (found.origin, found.slots[0].values) == (Origin.TAUGHT, ("v1",))


def test_what_was_taught_and_then_done_is_one_workflow() -> None:
    """It stays taught, and its runs say what varies."""
    (found,) = workflows_of(typed(COMMITS[0], "taught-1"), *COMMITS)

    assert found.origin is Origin.TAUGHT
    assert patterns(found) == ["git add <FILE>", "git commit -m <STR>", "git push"]


def test_identity_and_order_do_not_depend_on_chance() -> None:
    """The same history gives the same workflows, and more runs of one leave its id."""
    found, again, more = workflows_of(*COMMITS), workflows_of(*COMMITS), workflows_of(*COMMITS, *COMMITS)

    assert found == again
    assert [one.id for one in found] == [one.id for one in more]
    assert len(found[0].id) == 8


def test_counts_and_places_are_left_open() -> None:
    """Who follows the runs says how they ended."""
    (found,) = workflows_of(*COMMITS)

    assert (found.tally, found.last_run, found.places, found.hosts) == (Tally(), None, (), ())
    assert [(step.reached, step.followed) for step in found.steps] == [(0, 0)] * 3


def test_what_is_done_often_and_lately_comes_first() -> None:
    """Of workflows of one length the one with more runs is before the other, and of as many runs the later one."""
    dist = [["make all", "make check", "make dist"]] * 3
    found = workflows_of(*dist, *COMMITS)

    assert [workflow.category for workflow in found] == ["git", "build"]


def test_a_made_up_history_has_no_more_workflows_than_there_were() -> None:
    """Among thousands of chance neighbours nearly nothing is taken for a habit, and ids and titles tell all apart."""
    person = Person(3)
    habits = {tuple(line.split()[0] for line in lines) for lines in person.workflows}
    found = mine(enumerate(islice(person.commands(), 20_000)))

    assert 10 < len(found) < 1.5 * len(habits)
    assert len({workflow.id for workflow in found}) == len({workflow.title for workflow in found}) == len(found) <= MOST


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["", "a", "b x", "git push", "git push -f", "cd /", "‹x›", "m 'x", "m <ARG>", "m x<ARG>", "\udcff"]
            )
        ),
        max_size=12,
    )
)
def test_whatever_was_run_there_are_workflows_or_none(sessions: list[list[str]]) -> None:
    """Nothing that a shell can record is an error, and every workflow has what it promises."""
    taught = [typed(session, f"taught-{number}") for number, session in enumerate(sessions)]
    for found in workflows_of(*sessions * 3, *taught):
        assert len(found.steps) >= 3
        assert found.title
        assert all(found.pattern(place) for place in range(len(found.steps)))


def test_at_most_as_many_as_asked_for_are_kept() -> None:
    """The best stay; an empty history has none."""
    assert len(mine(enumerate(islice(Person(3).commands(), 20_000)), most=5)) == 5
    assert mine([]) == []
