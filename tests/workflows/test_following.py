"""A workflow that is under way is known, in its shell and in its directory, with what varies in it."""

from __future__ import annotations

from tests.workflows.making import DEPLOY, Person, deployment, person, workflow


def deployer(times: int = 5) -> Person:
    """Return somebody who has deployed so often."""
    somebody = person(workflow(*DEPLOY))
    for number in range(times):
        somebody.runs(*deployment(f"v1.2.{number}"))
    return somebody


def test_the_next_step_is_offered_with_the_values_of_this_run() -> None:
    """What was given to the first step stands in the lines of the others, though nobody has ever typed those."""
    somebody = deployer()
    lines = deployment("v7.0.0")
    for place, line in enumerate(lines[:-1]):
        somebody.runs(line)
        assert somebody.offered()[0] == (lines[place + 1], place + 2)
    somebody.runs(lines[-1])
    assert somebody.offered() == []


def test_runs_are_counted() -> None:
    """Each run that comes to its end counts once, as a success or a failure, with its time, place, shell and host."""
    somebody = deployer(3)
    lines = deployment("v2.0.0")
    somebody.runs(*lines[:4])
    somebody.runs(lines[4], exit_status=1)
    somebody.runs(*["echo something else"] * 6)
    found = somebody.only()
    assert (found.tally.succeeded, found.tally.failed, found.tally.abandoned) == (3, 1, 0)
    assert found.tally.success_rate == 0.75
    assert found.seconds == 4 * 60
    assert (found.places, found.hosts, found.shells) == (("/srv/api",), ("box",), ("zsh",))
    assert found.slots[0].values == ("v1.2.0", "v1.2.1", "v1.2.2", "v2.0.0")
    assert [step.reached for step in found.steps] == [4, 4, 4, 4, 4]


def test_a_step_that_fails_comes_again() -> None:
    """After a failure the same step is next; once it has succeeded the run goes on, and counts as a success."""
    somebody = deployer()
    lines = deployment("v3.0.0")
    somebody.runs(*lines[:2])
    somebody.runs(lines[2], exit_status=1)
    assert (lines[2], 3) in somebody.offered()
    somebody.runs("docker login", *lines[2:])
    assert somebody.only().tally.failed == 0


def test_a_step_can_be_passed_over() -> None:
    """Who leaves one step out is offered the one behind what they did; who leaves out two does something else."""
    somebody = deployer()
    lines = deployment("v4.0.0")
    somebody.runs(*lines[:2], lines[3])
    assert somebody.offered()[0] == (lines[4], 5)
    somebody = deployer()
    somebody.runs(lines[0], lines[3])
    assert all(place != 5 for _, place in somebody.offered())


def test_optional_steps_cost_nothing() -> None:
    """Steps that are often left out do not end a run, nor count as left out."""
    somebody = person(workflow(*DEPLOY, optional=(1, 2)))
    lines = deployment("v1.0.0")
    for _ in range(3):
        somebody.runs(lines[0], *lines[3:])
    assert somebody.only().tally.succeeded == 3


def test_other_commands_in_between_do_not_end_it() -> None:
    """A few commands that are no step are waited for; after many the run is interrupted, and counts as left."""
    somebody = deployer()
    lines = deployment("v5.0.0")
    somebody.runs(*lines[:2], "ls", "vim notes", "make")
    assert (lines[2], 3) in somebody.offered()
    somebody.runs(*["echo something else"] * 5)
    assert somebody.only().tally.abandoned == 1


def test_it_is_resumed_where_it_was_left() -> None:
    """Another shell in the same directory is offered the next step, with the values; one elsewhere is not."""
    somebody = deployer()
    lines = deployment("v6.0.0")
    somebody.runs(*lines[:3])
    somebody.now += 3_600
    assert (lines[3], 4) in somebody.offered(session="b")
    assert somebody.offered(session="c", place="/elsewhere") == []
    assert somebody.only().tally.abandoned == 1
    somebody.runs(*lines[3:], session="b")
    assert somebody.only().tally.abandoned == 0
    assert somebody.only().tally.succeeded == 6


def test_a_repository_is_one_place() -> None:
    """Steps in different directories of a repository are of one run."""
    somebody = deployer()
    lines = deployment("v8.0.0")
    somebody.runs(*lines[:3], cwd="/srv/api/ci", root="/srv/api")
    assert (lines[3], 4) in somebody.offered(session="b", place="/srv/api")


def test_after_a_week_nothing_is_resumed() -> None:
    """What was left long ago is over."""
    somebody = deployer()
    lines = deployment("v6.0.0")
    somebody.runs(*lines[:3])
    somebody.now += 8 * 86_400
    somebody.runs("ls", session="b")
    assert somebody.offered(session="b") == []


def test_beginning_anew_gives_up_the_run_before() -> None:
    """Who begins again in the middle starts from the first step, with the new value."""
    somebody = deployer()
    somebody.runs(*deployment("v9.0.0")[:3])
    again = deployment("v9.0.1")
    somebody.runs(again[0])
    assert somebody.offered()[0] == (again[1], 2)


def test_a_private_command_cuts_it() -> None:
    """What ran unseen may have been anything: the run is interrupted."""
    somebody = deployer()
    lines = deployment("v9.1.0")
    before = somebody.offered
    somebody.runs(*lines[:2])
    chance = somebody.following.offers("a", "/srv/api", somebody.now)[0].chance
    somebody.runs("")
    after = somebody.following.offers("a", "/srv/api", somebody.now)
    assert before()
    assert after[0].resumed
    assert after[0].chance < chance


def test_agents_are_not_followed() -> None:
    """What a coding agent runs is no step of a person's workflow."""
    somebody = deployer()
    seen_before = somebody.only()
    lines = deployment("v9.2.0")
    from segue.domain.observation import Observation  # noqa: PLC0415 - only here

    for line in lines:
        somebody.following.observe(Observation(line, cwd="/srv/api", exit=0, session="robot", author="claude"))
    assert somebody.only() == seen_before


def test_versions_that_count_up_are_foreseen() -> None:
    """Where the latest values went up by one, the first step is offered with the next one to who asks for it."""
    somebody = deployer()
    somebody.following.walk(somebody.only(), "a", "/srv/api", {})
    assert somebody.offered() == [("git tag v1.2.5", 1)]


def test_a_walk_goes_from_the_first_step_to_the_last() -> None:
    """Who wants to go through a workflow is offered each step, with the values that they gave."""
    somebody = person(workflow(*DEPLOY))
    somebody.following.walk(somebody.only(), "a", "/srv/api", {0: "v3.3.3"})
    for place, line in enumerate(deployment("v3.3.3")):
        assert somebody.offered()[0] == (line, place + 1)
        somebody.runs(line)
    assert somebody.offered() == []
    assert somebody.only().tally.succeeded == 1


def test_what_is_under_way_survives_a_decision() -> None:
    """When another workflow is named or forgotten, runs and counts of the others go on."""
    other = workflow("make", "make install", "ldconfig", title="Install")
    somebody = person(workflow(*DEPLOY), other)
    for number in range(3):
        somebody.runs(*deployment(f"v1.0.{number}"))
    lines = deployment("v1.1.0")
    somebody.runs(*lines[:2])
    somebody.following.use([each for each in somebody.following.all() if each.title != "Install"])
    assert somebody.offered()[0] == (lines[2], 3)
    somebody.runs(*lines[2:])
    assert somebody.only().tally.succeeded == 4
