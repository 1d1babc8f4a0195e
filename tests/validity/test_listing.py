"""What was just seen in a directory answers for the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.validity.answers import FRESH_SECONDS
from segue.validity.listing import Listing, read_listing
from segue.validity.prober import Finding, Prober
from segue.validity.verdict import Kind, Need, Question, Rule
from tests.helpers.files import MemoryFiles

if TYPE_CHECKING:
    from pathlib import Path

LONG = 30.0
"""Seconds that nothing here takes unless a promise is broken."""


def need(path: str, kind: Kind = Kind.ANYTHING) -> Need:
    """Return the need for something at a path."""
    return Need(Rule.MISSING_PATH, path, kind, path)


@pytest.mark.parametrize(
    ("kind", "path", "answer"),
    [
        (Kind.ANYTHING, "pan", True),
        (Kind.DIRECTORY, "pan", False),
        (Kind.DIRECTORY, "bowls", True),
        (Kind.DIRECTORY, "to-bowls", True),
        (Kind.ANYTHING, "gone", False),
        (Kind.ANYTHING, "gone/deep", False),
        (Kind.ANYTHING, "pan/deep", False),
        (Kind.ANYTHING, ".hidden", True),
        (Kind.ANYTHING, "bowls/deep", None),
        (Kind.ANYTHING, "to-nothing", None),
        (Kind.PROGRAM, "pan", None),
        (Kind.ANYTHING, "PAN", None),
        (Kind.ANYTHING, "cafe\u0301", None),
        (Kind.ANYTHING, "gone/../pan", None),
        (Kind.ANYTHING, "./pan", None),
        (Kind.ANYTHING, "", None),
    ],
)
def test_a_listing_says_only_what_it_knows(kind: Kind, path: str, answer: object, tmp_path: Path) -> None:
    """Links that may lead nowhere, other spellings of a name, what lies deeper: the disk has to be asked."""
    for name in ("pan", ".hidden", "caf\u00e9"):
        (tmp_path / name).touch()
    (tmp_path / "bowls").mkdir()
    (tmp_path / "to-bowls").symlink_to("bowls")
    (tmp_path / "to-nothing").symlink_to("nothing")
    listing = read_listing(str(tmp_path))
    assert listing
    assert listing.answer(Question(kind, f"{tmp_path}/{path}")) is answer


def test_a_directory_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    """Whatever a line needs below it is missing; a file is no directory either."""
    (tmp_path / "pan").touch()
    for name in ("gone", "pan"):
        listing = read_listing(f"{tmp_path}/{name}")
        assert listing
        assert listing.answer(Question(Kind.ANYTHING, f"{tmp_path}/{name}/x")) is False


async def test_what_a_listing_tells_costs_no_look() -> None:
    """Only what it does not know is asked of the disk, and what is nearest is believed."""
    files = MemoryFiles({"/srv/api/src/x": Kind.ANYTHING})
    prober = Prober(files, LONG)
    prober.believe(Listing("/srv/api", {"src": True, "pan": False}))
    prober.believe(Listing("/srv", {"api": True}))
    wanted = {
        "/srv/api/pan": Finding.MET,
        "/srv/api/gone": Finding.UNMET,
        "/srv/gone/x": Finding.UNMET,
        "/srv/api/src/x": Finding.MET,
    }
    found = await prober.find([need(path) for path in wanted])
    assert {known.path: finding for known, finding in found.items()} == wanted
    assert [question.path for question in files.asked] == ["/srv/api/src/x"]


async def test_a_listing_is_believed_until_a_command_ends_or_it_is_old() -> None:
    """Another program may make a file as well."""
    now = 100.0
    files = MemoryFiles({"/srv/new": Kind.ANYTHING})
    prober = Prober(files, LONG, lambda: now)
    new = need("/srv/new")
    prober.believe(Listing("/srv"))
    assert await prober.find([new]) == {new: Finding.UNMET}
    await prober.look_anew()
    assert await prober.find([new]) == {new: Finding.MET}
    await prober.look_anew()
    prober.believe(Listing("/srv"))
    now += FRESH_SECONDS
    assert await prober.find([new]) == {new: Finding.MET}
