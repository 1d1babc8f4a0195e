"""unknown-command: names that the shell would not find."""

from __future__ import annotations

import pytest

from segue.validity.programs import heads_of
from segue.validity.verdict import Rule
from segue.validity.words import parse
from tests.validity.judging import rule


@pytest.mark.parametrize(
    "line", ["gti status", "manual", "ls | gerp x", "A=1 gti", "cd src && gti", "time gti", "'gti' x", "env gti"]
)
def test_a_command_that_is_nowhere_is_suppressed(line: str) -> None:
    """Neither a program on PATH nor a name of the shell's; a file that nobody may run is no program."""
    assert rule(line) is Rule.UNKNOWN_COMMAND


@pytest.mark.parametrize(
    "line",
    [
        "git status",
        "tool --help",
        "ll",
        "deploy now",
        "notes.md",
        "src",
        "print x",
        "[[ -f x ]] && gti",
        "while true; do gti; done",
        "npm install gti && gti",
        "git pull || gti",
        "$EDITOR x",
        "sudo gti",
        "PATH=/x gti",
        "function gti { ls; }",
        "gti() { ls; }",
        "x=5",
        "git | sh -c gti",
    ],
)
def test_a_command_that_may_be_found_is_left_alone(line: str) -> None:
    """Programs, builtins, reserved words, aliases, functions, suffix aliases, directories, and all that is in doubt."""
    assert rule(line, names=frozenset({"ll", "deploy", ".md", "sh"})) is None


def test_without_the_shells_names_every_command_is_known() -> None:
    """A shell that has not told its PATH or its names may have any."""
    assert rule("gti", names=None) is None
    assert rule("gti", search_path=None) is None
    assert rule("gti", search_path="bin:/usr/bin") is None


def test_what_has_worked_in_the_shell_is_known() -> None:
    """An alias that was made after hello is one."""
    assert rule("gti status", heads={"gti"}) is None


def test_each_shell_has_builtins_of_its_own() -> None:
    """`print` is zsh's, `shopt` is bash's."""
    assert rule("shopt -s x", program="bash") is None
    assert rule("shopt -s x", program="zsh") is Rule.UNKNOWN_COMMAND
    assert rule("print x", program="bash") is Rule.UNKNOWN_COMMAND


def test_the_commands_of_a_line() -> None:
    """Each command's first word, behind assignments and words such as `time`."""
    assert set(heads_of(parse("A=1 time gs | foo $(bar x) && if baz; then qux; fi"))) == {
        "gs",
        "foo",
        "bar",
        "baz",
        "qux",
    }
