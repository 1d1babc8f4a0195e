"""What comes from outside is kept without what must not be kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from segue.domain.workflow import Origin, Slot
from segue.workflows.admission import MOST_LINES, admitted, decided_before, is_own, lines_of
from segue.workflows.editing import edited
from tests.workflows.making import DEPLOY, workflow

SECRET: Final = "ghp_0123456789abcdefghijABCDEFGHIJ012345"  # noqa: S105 - made up


def test_secrets_are_taken_out() -> None:
    """Of steps, titles, names and values; all else stays, the origin too."""
    given = replace(
        workflow(f"export TOKEN={SECRET}", *DEPLOY, title=f"Export {SECRET}"),
        name=f"use {SECRET}",
        slots=(Slot("VERSION", (SECRET, "v1")),),
        origin=Origin.TAUGHT,
    )
    kept = admitted(given)
    assert SECRET not in str(kept)
    assert [kept.pattern(place) for place in range(1, 6)] == list(DEPLOY)
    assert (kept.slots[0].values, kept.origin) == (("v1",), Origin.TAUGHT)


def test_what_holds_no_secret_stays_as_it_is() -> None:
    """Under the id of its steps, whatever it came with."""
    made = workflow(*DEPLOY, optional=(2,))
    assert admitted(replace(made, id="made up")) == made


def test_every_line_that_it_gives_away() -> None:
    """Each step with each value of its slots; of a step with very many, the first."""
    made = workflow("make <FILE>", "cp <FILE> <FILE2>", "make")
    made = replace(made, slots=(Slot("FILE", ("a", "b")), Slot("FILE2", ("c",))))
    assert list(lines_of(made)) == ["make a", "make b", "cp a c", "cp b c", "make"]
    many = workflow("cp <FILE> <FILE2> <FILE3> <FILE4>", "make")
    values = tuple(map(str, range(8)))
    many = replace(many, slots=tuple(replace(slot, values=values) for slot in many.slots))
    assert len(list(lines_of(many))) == MOST_LINES + 1


def test_what_somebody_has_decided() -> None:
    """Whether it is theirs; what they decided elsewhere is laid over what is counted here."""
    made = replace(workflow(*DEPLOY), origin=Origin.OBSERVED)
    assert not is_own(made)
    assert is_own(edited(made, ["make", "make test"]))
    named = replace(made, name="Ship it", pinned=True)
    counted = replace(made, places=("/srv",))
    assert is_own(named)
    assert decided_before(named, counted) == replace(named, places=("/srv",))
    assert decided_before(named, None) == named
