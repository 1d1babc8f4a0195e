"""What of a step varies."""

from __future__ import annotations

from segue.domain.workflow import Workflow
from segue.workflows.slots import KEPT, describe


def shown(templates: list[str], runs: list[list[str | None]]) -> tuple[list[str], list[tuple[str, tuple[str, ...]]]]:
    """Return the steps as text, and the slots with their values."""
    steps, slots = describe(templates, runs)
    workflow = Workflow("0", steps, slots)
    return [workflow.pattern(place) for place in range(len(steps))], [(slot.name, slot.values) for slot in slots]


def test_what_is_always_the_same_is_text() -> None:
    """A hole with one value in all runs is no slot."""
    assert shown(["docker build -t api:<VERSION> <DIR>"], [[f"docker build -t api:v{n} ."] for n in (1, 2)]) == (
        ["docker build -t api:<VERSION> ."],
        [("VERSION", ("v1", "v2"))],
    )


def test_holes_of_one_kind_that_differ_have_names_apart() -> None:
    """They are numbered from the second on."""
    assert shown(["cp <FILE> <FILE>"], [["cp a b"], ["cp c d"]]) == (
        ["cp <FILE> <FILE2>"],
        [("FILE", ("a", "c")), ("FILE2", ("b", "d"))],
    )


def test_holes_that_nearly_always_agree_are_one() -> None:
    """One slip in twenty runs makes no other slot, one in three does."""
    templates = ["vim <FILE>", "git add <FILE>"]
    often: list[list[str | None]] = [[f"vim {n}.c", f"git add {n}.c"] for n in range(20)]
    seldom: list[list[str | None]] = [["vim a", "git add a"], ["vim b", "git add b"], ["vim c", "git add d"]]

    assert shown(templates, [*often, ["vim x", "git add y"]])[0] == ["vim <FILE>", "git add <FILE>"]
    assert shown(templates, seldom)[0] == ["vim <FILE>", "git add <FILE2>"]


def test_the_latest_values_are_kept_each_once() -> None:
    """The latest stands last, also when it is an old one again."""
    runs: list[list[str | None]] = [[f"vim {n}.c"] for n in range(20)]
    (_, ((_, values),)) = shown(["vim <FILE>"], [*runs, ["vim 15.c"]])

    assert len(values) == KEPT
    assert values[-3:] == ("18.c", "19.c", "15.c")


def test_a_step_that_a_fifth_of_the_runs_lack_is_optional() -> None:
    """At one in five it is not yet, beyond that it is."""
    templates = ["make", "make check"]
    steps, _ = describe(templates, [["make", "make check"]] * 4 + [["make", None]])
    more, _ = describe(templates, [["make", "make check"]] * 3 + [["make", None]])

    assert [step.optional for step in steps] == [False, False]
    assert [step.optional for step in more] == [False, True]
