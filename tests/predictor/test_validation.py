"""Which lines are suggested, and why others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.domain.observation import Observation, Prompt, Suggestion
from segue.predictor.predictor import Predictor
from segue.predictor.validation import SPARE, Validation
from segue.validity.prober import Prober
from segue.validity.verdict import Kind, Rule, Surroundings
from tests.helpers.files import MemoryFiles
from tests.model.histories import learned

if TYPE_CHECKING:
    from collections.abc import Sequence

AROUND = Surroundings(
    cwd="/srv", home="/home/ada", program="zsh", search_path="/bin", names=frozenset({"ll"}), heads=frozenset()
)
PROMPT = Prompt(now=1_001_000.0, cwd="/srv", session="1")
LONG = 30.0
"""Seconds that nothing here takes unless a promise is broken."""


def validation(lines: Sequence[str], files: MemoryFiles, *, status: int = 0, seconds: float = LONG) -> Validation:
    """Return one whose person has run these lines in /srv, one a minute."""
    history = [
        Observation(line=line, cwd="/srv", exit=status, start=1_000_000.0 + place, session="1")
        for place, line in enumerate(lines)
    ]
    return Validation(Predictor(learned(history)), Prober(files, seconds))


async def verdict(line: str, milli: int, made: Validation) -> tuple[str, str] | None:
    """Return the rule against a line and its detail."""
    found = (await made.verdicts(PROMPT, [Suggestion(line, milli)], AROUND)).get(line)
    return (found.rule, found.detail) if found else None


@pytest.mark.parametrize(
    ("line", "milli", "expected"),
    [
        ("cat gone", 500, (Rule.MISSING_PATH, "gone is not there")),
        ("cd /srv", 500, (Rule.ALREADY_HERE, "the shell is in /srv already")),
        ("gti push", 500, (Rule.UNKNOWN_COMMAND, "gti is no command of this shell")),
        ("mkdir api", 500, (Rule.KEEPS_FAILING, "it failed the last 2 times here")),
        ("rm -rf api", 312, (Rule.DESTRUCTIVE, "what it does cannot be undone: 0.31 is less than the 0.9 that takes")),
        ("rm -rf api", 900, None),
        ("cat here", 0, None),
        ("ll", 0, None),
    ],
)
async def test_every_verdict_can_be_explained(line: str, milli: int, expected: tuple[str, str] | None) -> None:
    """Asked about one line, the rule that speaks against it is named with what it has found."""
    programs = dict.fromkeys(("/bin/cat", "/bin/mkdir", "/bin/rm"), Kind.PROGRAM)
    files = MemoryFiles({**programs, "/srv/here": Kind.ANYTHING})
    made = validation(["mkdir api", "mkdir api"], files, status=1)
    assert await verdict(line, milli, made) == expected


async def test_only_what_is_wanted_is_looked_at() -> None:
    """A line behind enough good ones costs no look at the disk."""
    files = MemoryFiles({"/bin/cat": Kind.PROGRAM, **{f"/srv/{n}": Kind.ANYTHING for n in range(9)}})
    made = validation([f"cat {n}" for n in range(9)] * 3, files)
    suggestions = await made.suggest(PROMPT, "", 2, AROUND)
    looked = {question.path for question in files.asked} - {"/bin/cat"}
    assert looked == {f"/srv/{suggestion.line.removeprefix('cat ')}" for suggestion in suggestions}
    assert len(looked) == 2


async def test_many_bad_lines_before_a_good_one() -> None:
    """As many lines as there are to spare may be dropped."""
    files = MemoryFiles({"/bin/cat": Kind.PROGRAM})
    made = validation(["ll", *[f"cat {n}" for n in range(SPARE)]], files)
    assert [suggestion.line for suggestion in await made.suggest(PROMPT, "", 1, AROUND)] == ["ll"]


async def test_what_hangs_is_withheld_once_and_then_believed() -> None:
    """No answer waits for a disk; where it does not answer only a `cd` into it is held back."""
    files = MemoryFiles({"/bin/cat": Kind.PROGRAM}, hanging="/net", volumes="/net")
    made = validation(["ll"], files, seconds=0.01)
    first = await verdict("cat /net/x", 500, made)
    assert first
    assert first[0] is Rule.UNCHECKED
    while await verdict("cat /net/x", 500, made):
        pass
    assert (await verdict("cd /net/x", 500, made)) == (Rule.UNCHECKED, "the file system of /net/x does not answer")
    files.thaw()


async def test_destructive_lines_are_marked() -> None:
    """Who draws them can tell them apart."""
    made = validation(["ll", "git stash drop"] * 80 + ["ll"], MemoryFiles({"/bin/git": Kind.PROGRAM}))
    suggestions = await made.suggest(PROMPT, "", 2, AROUND)
    assert [(s.line, s.destructive) for s in suggestions] == [("git stash drop", True), ("ll", False)]
