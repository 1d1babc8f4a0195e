"""Recognising lines as steps, and reading and filling their slots."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segue.domain.workflow import Slot, Step, Workflow
from segue.workflows.filling import fill
from segue.workflows.matching import bind, is_of, matches
from segue.workflows.mining import mine
from segue.workflows.slots import describe
from segue.workflows.template import template_of
from tests.workflows.sessions import deploy, deploys_among_noise, typed

ARGUED = Workflow("0", (Step(("git push ", 0, ""), "git push <ARG>"),), (Slot("ARG"),))


def test_every_step_of_a_new_run_is_bound_and_filled() -> None:
    """The first step of a run says what all others will be."""
    (found,) = mine(enumerate(typed(deploys_among_noise())))
    expected = deploy("v9.0.0-rc1")
    bound = bind(found, 0, expected[0])

    assert bound == {0: "v9.0.0-rc1"}
    assert bound is not None
    assert [fill(step, bound, [()]).text for step in found.steps] == expected
    assert all(matches(step, line) for step, line in zip(found.steps, expected, strict=True))


def test_a_line_of_another_template_is_no_run_of_a_step() -> None:
    """It binds nothing, which is something else than a step without slots."""
    (found,) = mine(enumerate(typed(deploys_among_noise())))

    assert bind(found, 0, "git push") is None
    assert not matches(found.steps[0], "git push")
    assert bind(found, 4, "kubectl rollout status deploy/api") == {}


@pytest.mark.parametrize(
    ("line", "argument"),
    [
        ("git push", ""),
        ("git push -u origin 'my branch'", "-u origin 'my branch'"),
        ("git  push   --force ", "--force"),
    ],
)
def test_an_argument_stands_for_any_words_or_none(line: str, argument: str) -> None:
    """What several ways of taking a step do not have in common is read as one value."""
    assert bind(ARGUED, 0, line) == {0: argument}
    assert fill(ARGUED.steps[0], {0: argument}, [()]).text == f"git push {argument}".strip()


def test_words_around_an_argument_have_to_be_there() -> None:
    """Each of them once: what the beginning has used is not the end as well."""
    assert is_of("git commit <ARG> <STR>", "git commit --no-verify -m 'x y'")
    assert not is_of("git commit <ARG> <STR>", "git commit")
    assert not is_of("git commit <ARG> <STR>", "git add 'x'")
    assert not is_of("make <ARG> make", "make")


def test_what_is_not_known_is_not_filled() -> None:
    """Neither a slot without a value nor a secret that was taken out is made up."""
    assert fill(ARGUED.steps[0], {}, [()]) == ("git push ", False)
    assert not fill(Step(("export TOKEN=‹token›",), "export TOKEN=<SECRET>"), {}, []).whole


def test_a_slot_that_stands_twice_in_a_line_has_the_first_value() -> None:
    """The line is a run of the step also where they differ."""
    workflow = Workflow("0", (Step(("mv ", 0, " ", 0, ""), "mv <FILE> <FILE>"),), (Slot("FILE"),))

    assert bind(workflow, 0, "mv a b") == {0: "a"}


@example("deploy x<ARG>")
@example("deploy <ARG> <ARG>")
@given(
    st.lists(
        st.sampled_from(
            ["git", "push", "cat", "a b", "'x y'", "x.py", "v1.2.3", "-m", "--a=b", "12", "&&", '"q"', ">", "‹x›"]
        ),
        min_size=1,
    ).map(" ".join)
    | st.text(min_size=1)
)
def test_a_line_is_a_run_of_what_is_made_of_it(line: str) -> None:
    """Whatever was run: its step recognises it, and text without a slot is told as it stood but for its blanks."""
    steps, slots = describe([template_of(line)], [[line]])
    workflow = Workflow("0", steps, slots)
    bound = bind(workflow, 0, line)

    assert matches(steps[0], line)
    assert bound is not None
    filled = fill(steps[0], bound, [slot.values for slot in slots])
    assert not filled.whole or matches(steps[0], filled.text)
